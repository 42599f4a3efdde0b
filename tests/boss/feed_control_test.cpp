// Files held against what is declared for them: one that lies, is cut, grows or is not complete lets no row in.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/boss/feed_check.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/files/checksum.hpp"
#include "staysail/testing/boss_feed_kit.hpp"

using namespace staysail;

namespace {

using Texts = std::map<std::string, std::string>;

constexpr const char* kEntity = R"(
[[feed.entity]]
table = "bills"
[feed.entity.fields]
account_id = "ACCT"
month = { file_name = "yyyyMM" }
amount = { column = "FEN", unit = "fen" }
)";

const std::string kFramed = std::string(R"(
[[feed]]
name = "bills"
files = "bills_{date:yyyyMM}_{serial:4}.csv*"
header_record = "HDR|{date:yyyy-MM}|{rows}"
trailer_record = "TRL|{rows}|{sum:FEN}"
sum_units = { FEN = "yuan" }
)") + kEntity;

const std::string kGood = "HDR|2025-12|2\nACCT,FEN\nA1,12345\nA2,-5\nTRL|2|123.40\n";

std::string checksum(ChecksumKind kind, const std::string& text) {
  auto sum = Checksum::of(kind).value();
  sum.add(text);
  return sum.finish();
}

std::shared_ptr<const Mapping> mapping_of(const std::string& text) {
  return std::make_shared<const Mapping>(Mapping::parse(text, "mapping.toml").value());
}

// The reason for which the only file is withheld; empty when it is not.
std::string reason(const Texts& texts, const std::string& mapping, std::string* message = nullptr) {
  RejectList rejects;
  const auto check = check_feed(TextFiles(texts), *mapping_of(mapping), rejects).value();
  REQUIRE(check.files.size() == 1);
  REQUIRE_MESSAGE(!check.files[0].failure, check.files[0].failure->to_string());
  if (message != nullptr && check.files[0].withheld) *message = check.files[0].withheld->message;
  CHECK(check.clean() == (!check.files[0].withheld && check.files[0].notices.empty()));
  return check.files[0].withheld ? check.files[0].withheld->reason : std::string();
}

std::string reason_of(const std::string& text, std::string* message = nullptr) {
  return reason({{"bills_202512_0001.csv", text}}, kFramed, message);
}

// A folder whose files somebody writes to while they are looked at.
class GrowingFiles final : public FileSet {
 public:
  explicit GrowingFiles(std::string text) : text_(std::move(text)) {}
  Result<std::vector<std::string>> names() const override { return std::vector<std::string>{"bills_202512_0001.csv"}; }
  Result<std::unique_ptr<ByteSource>> open(const std::string&) const override { return text_source(text_); }
  Result<std::optional<FileStamp>> stamp(const std::string&) const override {
    ++looks_;
    const std::uint64_t grown = looks_ > grows_after ? 1 : 0;
    return std::optional(FileStamp{text_.size() + grown, Instant::from_micros(1'000'000)});
  }
  int grows_after = 1000;

 private:
  std::string text_;
  mutable int looks_ = 0;
};

}  // namespace

TEST_CASE("a file with a header and a trailer record is read as if they were not there, at its own places") {
  auto feed = FileFeed(std::make_shared<TextFiles>(Texts{{"bills_202512_0001.csv", kGood}}), mapping_of(kFramed));
  const auto splits = feed.plan({}).value();
  REQUIRE(splits.size() == 1);
  REQUIRE_FALSE(splits[0].withheld);
  const auto reader = feed.open({}, splits[0]).value();
  FeedBatch batch;
  REQUIRE(reader->next(batch).value());
  REQUIRE(batch.rows.size() == 2);
  CHECK(batch.rows[0].line == 3);
  CHECK(batch.rows[0].byte_offset == kGood.find("A1"));
  CHECK(batch.rejects.empty());
  CHECK(batch.parts[0].batch.find("amount")->value_text(0) == "123.450");
}

TEST_CASE("a total that lies keeps the file out, and says what was declared and what was counted") {
  CHECK(reason_of(kGood).empty());
  std::string told;
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = kGood;
    return text.replace(text.find(from), from.size(), to);
  };
  CHECK(reason_of(with("TRL|2|123.40", "TRL|3|123.40"), &told) == "totals_differ");
  CHECK(told.find("declares 3 rows, and the file has 2") != std::string::npos);
  CHECK(reason_of(with("TRL|2|123.40", "TRL|2|123.41"), &told) == "totals_differ");
  CHECK(told.find("123.41") != std::string::npos);
  CHECK(told.find("12340 as they are written") != std::string::npos);
  CHECK(reason_of(with("HDR|2025-12|2", "HDR|2025-12|9")) == "totals_differ");
  CHECK(reason_of(with("HDR|2025-12|2", "HDR|2025-11|2"), &told) == "wrong_record");
  CHECK(told.find("2025-11") != std::string::npos);
  CHECK(reason_of(with("HDR|2025-12|2", "HEAD|2")) == "wrong_record");
  CHECK(reason_of(with("A2,-5\n", "")) == "totals_differ");
  CHECK(reason_of(with("-5", "five"), &told) == "totals_differ");
  CHECK(told.find("without a number there: 1, the first on line 4") != std::string::npos);
  CHECK(reason_of(with("TRL|2|123.40", "TRL|2|x")) == "totals_differ");
  // Its bound is told: money is added up to four decimals.
  CHECK(reason_of(with("TRL|2|123.40", "TRL|2|92233720368547758.08"), &told) == "totals_differ");
  CHECK(told.find("is greater than 922337203685477.5807") != std::string::npos);
}

TEST_CASE("a file that is cut anywhere is withheld") {
  std::string whole_lines = kFramed;
  whole_lines.insert(whole_lines.find("header_record"), "final_line_end = true\n");
  for (std::size_t size = 0; size < kGood.size(); ++size) {
    CAPTURE(size);
    CHECK(reason({{"bills_202512_0001.csv", kGood.substr(0, size)}}, whole_lines) == "truncated");
  }
  CHECK(reason({{"bills_202512_0001.csv", kGood}}, whole_lines).empty());
  CHECK(reason_of(kGood.substr(0, kGood.find("TRL"))) == "truncated");
  const std::string line_end =
      "[[feed]]\nfiles = \"bills_{date:yyyyMM}.csv\"\nfinal_line_end = true\n" + std::string(kEntity);
  CHECK(reason({{"bills_202512.csv", "ACCT,FEN\nA1,1\n"}}, line_end).empty());
  CHECK(reason({{"bills_202512.csv", "ACCT,FEN\nA1,1"}}, line_end) == "truncated");
}

TEST_CASE("a file without even its header is withheld; one without rows is not") {
  const std::string plain = "[[feed]]\nfiles = \"bills_{date:yyyyMM}.csv\"\n" + std::string(kEntity);
  CHECK(reason({{"bills_202512.csv", ""}}, plain) == "empty");
  CHECK(reason({{"bills_202512.csv", "ACCT,FEN\n"}}, plain).empty());
}

TEST_CASE("the same in fixed width and GB18030, with lines that only people read") {
  const std::string fixed = std::string(R"(
[[feed]]
files = "bills_{date:yyyyMM}.txt"
format = "fixed_width"
encoding = "gb18030"
layout = { ACCT = [1, 4], FEN = [5, 6] }
header_record = "账单{date:yyyyMM}{rows:4}"
skip_lines = 1
trailer_record = "合计{sum:FEN:8}"
)") + kEntity;
  // "账单", "合计" in GB18030.
  const std::string head = "\xD5\xCB\xB5\xA5", sum = "\xBA\xCF\xBC\xC6";
  const auto file = [&](const std::string& total) {
    return Texts{{"bills_202512.txt", head + "202512   2\n----------\nA1  000100\nA2  000023\n" + sum + total + "\n"}};
  };
  CHECK(reason(file("     123"), fixed).empty());
  CHECK(reason(file("     124"), fixed) == "totals_differ");
}

TEST_CASE("a check file: not there, with other totals, of several files, with a digest") {
  const auto with = [](const std::string& check) {
    return "[[feed]]\nfiles = \"bills_{date:yyyyMM}.csv\"\ncheck_file = " + check + "\n" + kEntity;
  };
  const std::string data = "ACCT,FEN\nA1,12345\nA2,-5\n";
  const Texts alone = {{"bills_202512.csv", data}};
  const auto beside = [&](const std::string& name, const std::string& text) {
    Texts texts = alone;
    texts[name] = text;
    return texts;
  };
  const std::string ok_file = with("\"{stem}.ok\"");
  CHECK(reason(alone, ok_file) == "not_ready");
  CHECK(reason(beside("bills_202512.ok", ""), ok_file).empty());
  const std::string totals = with("{ name = \"{name}.chk\", record = \"{name}|{rows}|{sum:FEN}|{bytes}\" }");
  const std::string bytes = std::to_string(data.size());
  CHECK(reason(beside("bills_202512.csv.chk", "bills_202512.csv|2|12340|" + bytes), totals).empty());
  CHECK(reason(beside("bills_202512.csv.chk", "bills_202512.csv|1|12340|" + bytes), totals) == "totals_differ");
  CHECK(reason(beside("bills_202512.csv.chk", "bills_202512.csv|2|12340|7"), totals) == "digest_differs");
  CHECK(reason(beside("bills_202512.csv.chk", "bills_202511.csv|2|12340|" + bytes), totals) == "wrong_record");
  CHECK(reason(beside("bills_202512.csv.chk", "other.csv|9|9|9\r\nbills_202512.csv|2|12340|" + bytes + "\r\n"), totals)
            .empty());
  const std::string lines = with("{ name = \"{date}.ctl\", records = [\"rows={rows}\", \"fee={sum:FEN}\"] }");
  CHECK(reason(beside("202512.ctl", "fee=12340\nrows=2\n"), lines).empty());
  CHECK(reason(beside("202512.ctl", "rows=2\n"), lines) == "wrong_record");
  for (const auto kind : {ChecksumKind::md5, ChecksumKind::sha1, ChecksumKind::sha256, ChecksumKind::crc32}) {
    const std::string name(name_of(kind));
    const std::string digest = with("{ name = \"{name}." + name + "\", record = \"{" + name + "}  {name}\" }");
    std::string right = checksum(kind, data);
    CHECK(reason(beside("bills_202512.csv." + name, right + "  bills_202512.csv\n"), digest).empty());
    right[0] = right[0] == '0' ? '1' : '0';
    CHECK(reason(beside("bills_202512.csv." + name, right + "  bills_202512.csv\n"), digest) == "digest_differs");
  }
}

TEST_CASE("a check file is no data, even where its name fits the feed") {
  const std::string mapping =
      "[[feed]]\nfiles = \"b*\"\ncheck_file = \"{name}.ok\"\n[[feed.entity]]\ntable = \"customers\"\nfields = { "
      "customer_id = \"C\" }\n";
  RejectList rejects;
  const auto check =
      check_feed(TextFiles({{"b.csv", "C\nC1\n"}, {"b.csv.ok", "?"}}), *mapping_of(mapping), rejects).value();
  REQUIRE(check.files.size() == 1);
  CHECK(check.clean());
  CHECK(check.unmatched_files.empty());
}

TEST_CASE("a packed file is the file that was packed: same content, same rows") {
  const auto content = [](const Texts& texts) {
    return FileFeed(std::make_shared<TextFiles>(texts), mapping_of(kFramed)).plan({}).value()[0].content;
  };
  const std::string packed = gzip_packed(kGood).value();
  const std::string halves = gzip_packed(kGood.substr(0, 20)).value() + gzip_packed(kGood.substr(20)).value();
  CHECK(content({{"bills_202512_0001.csv", kGood}}) == content({{"bills_202512_0001.csv.gz", packed}}));
  CHECK(content({{"bills_202512_0001.csv", kGood}}) == content({{"bills_202512_0001.csv.gz", halves}}));
  CHECK(content({{"bills_202512_0001.csv", kGood}}) != content({{"bills_202512_0002.csv.gz", packed}}));
  CHECK(reason({{"bills_202512_0001.csv.gz", packed}}, kFramed).empty());
  CHECK(reason({{"bills_202512_0001.csv.gz", packed.substr(0, packed.size() - 9)}}, kFramed) == "damaged");
  CHECK(reason({{"bills_202512_0001.csv.gz", kGood}}, kFramed) == "damaged");
  std::string small = kFramed;
  small.insert(small.find("header_record"), "max_unpacked_bytes = 20\n");
  CHECK(reason({{"bills_202512_0001.csv.gz", packed}}, small) == "too_large");
}

TEST_CASE("more rows than agreed, and none more") {
  const std::string mapping = "[[feed]]\nfiles = \"bills_{date:yyyyMM}.csv\"\nmax_rows = 2\n" + std::string(kEntity);
  CHECK(reason({{"bills_202512.csv", "ACCT,FEN\nA1,1\nA2,1\n"}}, mapping).empty());
  CHECK(reason({{"bills_202512.csv", "ACCT,FEN\nA1,1\nA2,1\nA3,1\n"}}, mapping) == "too_many_rows");
}

TEST_CASE("a file that changes while it is looked at, between two looks, or was written to just now") {
  const auto reason_after = [](int looks, std::int64_t quiet, std::optional<Instant> now) {
    GrowingFiles files(kGood);
    files.grows_after = looks;
    std::string mapping = kFramed;
    mapping.insert(mapping.find("header_record"), "quiet_seconds = " + std::to_string(quiet) + "\n");
    RejectList rejects;
    const auto check = check_feed(files, *mapping_of(mapping), rejects, {}, now).value();
    if (check.files[0].withheld) CHECK(check.files[0].withheld->waits);
    return check.files[0].withheld ? check.files[0].withheld->reason : std::string();
  };
  CHECK(reason_after(1000, 0, std::nullopt).empty());
  CHECK(reason_after(1, 0, std::nullopt) == "growing");
  CHECK(reason_after(2, 0, std::nullopt) == "growing");
  CHECK(reason_after(1000, 60, Instant::from_micros(30'000'000)) == "growing");
  CHECK(reason_after(1000, 60, Instant::from_micros(61'000'000)).empty());
}

TEST_CASE("gaps and repeats of a series are told, and the rows come in all the same") {
  const auto notices = [](const std::vector<std::string>& names, const std::string& keys = {}) {
    std::string mapping = kFramed;
    mapping.insert(mapping.find("header_record"), keys);
    Texts texts;
    for (const auto& name : names)
      texts["bills_" + name] =
          "HDR|" + name.substr(0, 4) + "-" + name.substr(4, 2) + "|1\nACCT,FEN\n" + name + ",0\nTRL|1|0\n";
    RejectList rejects;
    const auto check = check_feed(TextFiles(texts), *mapping_of(mapping), rejects).value();
    std::string told;
    for (const auto& file : check.files) {
      CHECK_FALSE(file.withheld);
      for (const auto& notice : file.notices) told += file.file + ": " + notice + "\n";
    }
    return told;
  };
  CHECK(notices({"202512_0001.csv", "202512_0002.csv", "202511_0001.csv"}).empty());
  CHECK(notices({"202512_0001.csv", "202512_0004.csv"}) ==
        "bills_202512_0004.csv: serials 0002 to 0003 of 202512 are missing before this file; ask the sender for what "
        "is missing\n");
  CHECK(notices({"202512_0002.csv"}).find("serial 0001 of 202512 is missing") != std::string::npos);
  CHECK(notices({"202512_0000.csv", "202512_0001.csv"}, "serial_from = 0\n").empty());
  CHECK(notices({"202511_0007.csv", "202512_0008.csv"}, "serial_per = \"feed\"\n").empty());
  CHECK(notices({"202511_0007.csv", "202512_0009.csv"}, "serial_per = \"feed\"\n").find("serial 0008 is missing") !=
        std::string::npos);
  CHECK(notices({"202512_0001.csv", "202512_0001.csv.2"}).find("the same serial: bills_202512_0001.csv.2") !=
        std::string::npos);
}

TEST_CASE("a split that is withheld is planned, tells why, and does not open") {
  const auto texts = std::make_shared<TextFiles>(Texts{{"bills_202511_0001.csv", "HDR|2025-11|0\nACCT,FEN\nTRL|0|0\n"},
                                                       {"bills_202512_0001.csv", kGood.substr(0, 40)}});
  FileFeed feed(texts, mapping_of(kFramed));
  const auto splits = feed.plan({}).value();
  REQUIRE(splits.size() == 2);
  CHECK_FALSE(splits[0].withheld);
  REQUIRE(splits[1].withheld);
  CHECK(splits[1].withheld->reason == "truncated");
  CHECK(feed.open({}, splits[1]).error().code() == Errc::feed_incomplete);
  const auto report = check_boss_feed(feed, {});
  CHECK_MESSAGE(report.passed(), report.to_string());
}

TEST_CASE("a required feed whose only file is withheld stops the run and says why") {
  FileFeed feed(std::make_shared<TextFiles>(Texts{{"bills_202512_0001.csv", kGood.substr(0, 40)}}),
                mapping_of(kFramed));
  const auto plan = feed.plan({});
  REQUIRE_FALSE(plan);
  CHECK(plan.error().code() == Errc::feed_incomplete);
  CHECK(plan.error().message().find("the file is cut") != std::string::npos);
}

TEST_CASE("rows that say that theirs is gone need their key and their date alone") {
  const std::string mapping = R"(
[[feed]]
files = "s.csv"
[[feed.entity]]
table = "subscriptions"
deleted = { column = "OP", texts = ["D", "DEL"] }
[feed.entity.fields]
subscription_id = "S"
customer_id = "C"
activated = "DAY"
)";
  FileFeed feed(
      std::make_shared<TextFiles>(Texts{{"s.csv", "S,C,DAY,OP\nS1,C1,2025-01-31,U\nS2,,nonsense,D\nS3,,,U\n,,,DEL\n"}}),
      mapping_of(mapping));
  const auto reader = feed.open({}, feed.plan({}).value()[0]).value();
  FeedBatch batch;
  REQUIRE(reader->next(batch).value());
  REQUIRE(batch.parts.size() == 1);
  CHECK(batch.parts[0].batch.rows() == 2);
  CHECK_FALSE(batch.parts[0].is_deleted(0));
  CHECK(batch.parts[0].is_deleted(1));
  CHECK(batch.parts[0].batch.find("activated")->is_null(1));
  REQUIRE(batch.rejects.size() == 2);
  CHECK(batch.rejects[0].reason == "missing_value");
  CHECK(batch.rejects[1].column == "S");
  const auto report = check_boss_feed(feed, {});
  CHECK_MESSAGE(report.passed(), report.to_string());
}

TEST_CASE("what cannot be declared together is refused at its place") {
  const auto complaint = [](const std::string& lines, const std::string& entity = kEntity) {
    const auto mapping = Mapping::parse("[[feed]]\nfiles = \"b_{date:yyyyMM}.csv\"\n" + lines + entity, "m.toml");
    return mapping ? std::string() : mapping.error().to_string();
  };
  CHECK(complaint("").empty());
  CHECK(complaint("header_record = \"H|{rowz}\"\n").find("m.toml:3:") == 0);
  CHECK(complaint("trailer_record = \"{sum:FEN}\"\nsum_units = { FEN = \"pound\" }\n").find("no such unit") !=
        std::string::npos);
  CHECK(complaint("trailer_record = \"{sum:FEN}\"\nsum_units = { FEE = \"yuan\" }\n").find("did you mean 'FEN'") !=
        std::string::npos);
  CHECK(complaint("trailer_record = \"{sum:X}\"\nsum_units = { X = \"yuan\" }\n").find("unit is unknown") !=
        std::string::npos);
  CHECK(complaint("check_file = \"{nam}.chk\"\n").find("{name}, {stem}") != std::string::npos);
  CHECK(complaint("check_file = \"{name}\"\n").find("the data file itself") != std::string::npos);
  CHECK(complaint("serial_from = 0\n").find("no {serial") != std::string::npos);
  CHECK(complaint("absent = \"deleted\"\n").find("facts are not forgotten") != std::string::npos);
  CHECK(complaint("max_rows = 0\n").find("from 1 on") != std::string::npos);
  CHECK(complaint("quiet_seconds = -1\n").find("from 0 on") != std::string::npos);
  CHECK(complaint("packing = \"zip\"\n").find("by_name, none, gzip") != std::string::npos);
  const std::string customers = "[[feed.entity]]\ntable = \"customers\"\nfields = { customer_id = \"C\" }\n";
  CHECK(complaint("absent = \"deleted\"\n", customers).empty());
  CHECK(complaint("absent = \"deleted\"\nmode = \"increment\"\n", customers).find("did not change") !=
        std::string::npos);
  const auto exchange = [&](const std::string& lines) {
    const auto mapping = Mapping::parse("[exchange]\n" + lines + "[[feed]]\nfiles = \"c\"\n" + customers, "m.toml");
    return mapping ? std::string() : mapping.error().message();
  };
  CHECK(exchange("source = \"in\"\nprocessed = \"done\"\nquarantine = \"bad\"\n").empty());
  CHECK(exchange("source = \"in\"\nprocessed = \"in/done\"\nquarantine = \"bad\"\n").find("none inside") !=
        std::string::npos);
  CHECK(exchange("source = \"../in\"\nprocessed = \"done\"\nquarantine = \"bad\"\n").find("under that of the export") !=
        std::string::npos);
}
