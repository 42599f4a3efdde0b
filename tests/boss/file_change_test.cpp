// A file that is not as it was planned, or changes while it is read, is noticed at its end.
#include <doctest/doctest.h>

#include "staysail/boss/file_feed.hpp"
#include "staysail/files/gzip.hpp"

using namespace staysail;

namespace {

constexpr const char* kMapping = R"(
version = 1
name = "customers"
[[feed]]
files = "*.csv*"
required = false
trailer_record = "END {rows}"
[[feed.entity]]
table = "customers"
[feed.entity.fields]
customer_id = "ID"
customer_type = "TYPE"
)";

constexpr const char* kText = "ID,TYPE\n1,group\n2,individual\nEND 2\n";

// Shows one text to whoever opens it first, and another afterwards.
class ChangingFile final : public FileSet {
 public:
  ChangingFile(std::string name, std::string before, std::string after)
      : name_(std::move(name)), before_(std::move(before)), after_(std::move(after)) {}
  Result<std::vector<std::string>> names() const override { return std::vector<std::string>{name_}; }
  Result<std::unique_ptr<ByteSource>> open(const std::string&) const override {
    return text_source(std::exchange(opened_, true) ? after_ : before_);
  }

 private:
  std::string name_, before_, after_;
  mutable bool opened_ = false;
};

// Counts how often somebody asks what there is.
class ListedFiles final : public FileSet {
 public:
  explicit ListedFiles(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}
  Result<std::vector<std::string>> names() const override {
    ++listings;
    return texts_.names();
  }
  Result<std::unique_ptr<ByteSource>> open(const std::string& name) const override { return texts_.open(name); }
  mutable int listings = 0;

 private:
  TextFiles texts_;
};

Result<std::uint64_t> read_to_end(FeedReader& reader) {
  std::uint64_t rows = 0;
  for (FeedBatch batch;; rows += batch.rows_read()) {
    STAYSAIL_TRY(const bool more, reader.next(batch));
    if (!more) return rows;
  }
}

// How many rows are read of a file that is planned as `before` and read as `after`.
Result<std::uint64_t> read_changed(const std::string& name, const std::string& before, const std::string& after,
                                   std::size_t rows_per_batch = 65536) {
  const auto mapping = std::make_shared<const Mapping>(Mapping::parse(kMapping, "mapping.toml").value());
  FileFeed feed(std::make_shared<ChangingFile>(name, before, after), mapping);
  const FeedRequest request{rows_per_batch};
  STAYSAIL_TRY(const auto splits, feed.plan(request));
  CHECK(!splits.at(0).withheld);
  STAYSAIL_TRY(const auto reader, feed.open(request, splits.at(0)));
  return read_to_end(*reader);
}

std::string replaced(std::string text, const std::string& old, const std::string& now) {
  return text.replace(text.find(old), old.size(), now);
}

bool is_conflict(const Result<std::uint64_t>& read) { return !read && read.error().code() == Errc::conflict; }

}  // namespace

TEST_CASE("a file is read when it is as it was planned, and a change of one byte, a line or the end is a conflict") {
  const std::string text = kText;
  CHECK(read_changed("c.csv", text, text).value() == 2);
  for (const auto& now : {replaced(text, "2,ind", "3,ind"), replaced(text, "1,group\n", ""), text + "\n",
                          replaced(text, "END", "9,group\nEND"), text.substr(0, text.size() - 1)})
    CHECK(is_conflict(read_changed("c.csv", text, now)));
}

TEST_CASE("what counts of a packed file is its content") {
  const auto packed = [](const std::string& text) { return gzip_packed(text).value(); };
  const std::string text = kText, half = text.substr(0, 12), rest = text.substr(12);
  CHECK(read_changed("c.csv.gz", packed(text), packed(text)).value() == 2);
  CHECK(read_changed("c.csv.gz", packed(text), packed(half) + packed(rest)).value() == 2);
  CHECK(is_conflict(read_changed("c.csv.gz", packed(text), packed(replaced(text, "2,ind", "3,ind")))));
}

TEST_CASE("files that were planned are not listed again for each that is opened") {
  std::map<std::string, std::string> texts;
  for (int i = 0; i < 20; ++i) texts["c" + std::to_string(i) + ".csv"] = kText;
  const auto files = std::make_shared<ListedFiles>(texts);
  const auto mapping = std::make_shared<const Mapping>(Mapping::parse(kMapping, "mapping.toml").value());
  FileFeed feed(files, mapping), other(files, mapping);
  const auto splits = feed.plan({}).value();
  CHECK(splits.size() == 20);
  CHECK(files->listings == 1);
  for (const auto& split : splits) CHECK(read_to_end(*feed.open({}, split).value()).value() == 2);
  CHECK(files->listings == 1);
  // Who did not plan looks for it.
  CHECK(read_to_end(*other.open({}, splits[7]).value()).value() == 2);
  FeedSplit unknown = splits[7];
  unknown.token = "c20.csv";
  CHECK(feed.open({}, unknown).error().code() == Errc::invalid_argument);
}

TEST_CASE("a change of the mapping is a change") {
  const auto files = std::make_shared<TextFiles>(std::map<std::string, std::string>{{"c.csv", kText}});
  const auto mapped = [&](const std::string& more) {
    return FileFeed(files, std::make_shared<const Mapping>(Mapping::parse(kMapping + more, "mapping.toml").value()));
  };
  const auto split = mapped("").plan({}).value().at(0);
  CHECK(read_to_end(*mapped("").open({}, split).value()).value() == 2);
  CHECK(is_conflict(read_to_end(*mapped("\n").open({}, split).value())));
}

TEST_CASE("a file of many blocks is heard as a whole, in batches of any size") {
  std::string rows;
  std::size_t count = 0;
  for (; rows.size() < 2'500'000; ++count) rows += std::to_string(rows.size()) + ",group\n";
  const std::string text = "ID,TYPE\n" + rows + "END " + std::to_string(count) + "\n";
  for (const std::size_t rows_per_batch : {1'000, 1'000'000})
    CHECK(read_changed("c.csv", text, text, rows_per_batch).value() == count);
  std::string changed = text;
  changed[2'400'000] ^= 1;
  CHECK(is_conflict(read_changed("c.csv", text, changed, 1'000)));
}
