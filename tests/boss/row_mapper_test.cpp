// The two ways of a record into columns: with its digest, and straight.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/boss/file_feed.hpp"
#include "staysail/columns/batch_codec.hpp"

using namespace staysail;

namespace {

using Texts = std::map<std::string, std::string>;

FileFeed feed_of(const Texts& texts, const std::string& mapping) {
  return FileFeed(std::make_shared<TextFiles>(texts),
                  std::make_shared<const Mapping>(Mapping::parse(mapping, "mapping.toml").value()));
}

}  // namespace

TEST_CASE("a digest that is left out can be made from the row; where it cannot, it is not left out") {
  const std::string mapping = R"(
[[feed]]
files = "x.csv"
unknown_columns = "keep"
[[feed.entity]]
table = "customers"
deleted = { column = "GONE", texts = ["1"] }
[feed.entity.fields]
customer_id = "ID"
since = { column = "SINCE", pattern = "yyyyMMdd" }
grade = { constant = "A" }
region = "REGION"
)";
  const Texts texts = {{"x.csv", "ID,SINCE,REGION,GONE,extra\n1,20200131,Wuhan,,x\n2,,,1,\n3,2020,,,\n4,,,,y\n"}};
  const auto read = [&](const Texts& files, const std::string& text, bool row_digests) {
    auto feed = feed_of(files, text);
    FeedRequest request;
    request.row_digests = row_digests;
    FeedBatch batch;
    REQUIRE(feed.open(request, feed.plan(request).value().back()).value()->next(batch).value());
    return batch;
  };
  const FeedBatch with = read(texts, mapping, true), without = read(texts, mapping, false);
  CHECK_FALSE(with.digests_left_out);
  REQUIRE(without.digests_left_out);
  REQUIRE(without.rows.size() == 3);
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(without.rows[row].digest == Digest{});
    CHECK(digest_of_row(without.parts[0], row) == with.rows[row].digest);
  }
  CHECK(without.rejects[0].digest == with.rejects[0].digest);
  const std::string two_parts = mapping + R"(
[[feed.entity]]
table = "parties"
[feed.entity.fields]
party_id = "ID"
)";
  CHECK_FALSE(read(texts, two_parts, false).digests_left_out);
}

TEST_CASE("property: rows that go straight into their columns say what rows say that wait to be digested") {
  const std::string mapping = R"(
[codes.kind]
"通话" = "complaint"
"" = "inquiry"
[[feed]]
files = "x.csv"
null_texts = ["-", "NULL"]
[[feed.entity]]
table = "tickets"
version = { column = "CHANGED", pattern = "yyyyMMdd" }
[feed.entity.fields]
ticket_id = "ID"
subscription_id = "LINE"
customer_id = "CUST"
type = { column = "TYPE", codes = "kind" }
status = { constant = "closed" }
opened = { column = "OPENED", pattern = "yyyyMMdd" }
resolved = { column = "RESOLVED", pattern = "yyyyMMdd" }
severity = "SEVERITY"
)";
  const std::vector<std::vector<std::string>> fields = {{"K1", "K2", " K3 ", "K1", ""},
                                                        {"L1", "L2", "", "-"},
                                                        {"C1", "NULL", ""},
                                                        {"通话", "", "fault", "nothing known", "-"},
                                                        {"20260101", "20260131", "20260230", "", "2026-01-02"},
                                                        {"20260105", "", "-", "later", " 20260105 "},
                                                        {"high", "低", ""},
                                                        {"20260131", "20260228", "-", "", "x"}};
  REQUIRE(rc::check([&] {
    std::string text = "ID,LINE,CUST,TYPE,OPENED,RESOLVED,SEVERITY,CHANGED\n";
    for (int row = *rc::gen::inRange(1, 40); row > 0; --row) {
      for (const auto& choices : fields) {
        // Mostly the first, so that many rows are good.
        const auto which = *rc::gen::inRange<std::size_t>(0, 3 * choices.size());
        text += (which < choices.size() ? choices[which] : choices.front()) + ",";
      }
      text.back() = '\n';
    }
    const auto read = [&](bool row_digests) {
      auto feed = feed_of({{"x.csv", text}}, mapping);
      FeedRequest request;
      request.row_digests = row_digests;
      request.rows_per_batch = 16;
      std::vector<std::string> told;
      const auto reader = feed.open(request, feed.plan(request).value().front()).value();
      for (FeedBatch batch; reader->next(batch).value();) {
        for (const auto& part : batch.parts) {
          told.push_back(encode_batch(part.batch));
          for (std::size_t i = 0; i < part.row.size(); ++i)
            told.push_back(
                std::to_string(part.row[i]) + " " + std::to_string(part.version[i]) + " " +
                (batch.digests_left_out ? digest_of_row(part, i) : batch.rows[part.row[i]].digest).to_string());
        }
        for (const auto& origin : batch.rows)
          told.push_back(std::to_string(origin.line) + " " + std::to_string(origin.byte_offset));
        for (const auto& row : batch.rejects)
          told.push_back(std::to_string(row.line) + row.column + row.reason + row.text + row.digest.to_string());
      }
      return told;
    };
    RC_ASSERT(read(true) == read(false));
  }));
}
