#include "staysail/boss/file_feed.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "main/shared_data.hpp"
#include "staysail/boss/feed_check.hpp"
#include "staysail/testing/boss_feed_kit.hpp"

using namespace staysail;

namespace {

constexpr const char* kMapping = R"(
version = 1
name = "three keys"
date_pattern = "yyyyMMdd"
[codes.kind]
"个人" = "individual"
"集团" = "group"
[[feed]]
name = "customers"
files = "cust_*.csv"
unknown_columns = "keep"
[[feed.entity]]
table = "customers"
[feed.entity.fields]
customer_id = "CUST_ID"
customer_type = { column = "KIND", codes = "kind" }
since = "SINCE"
[[feed.entity]]
table = "parties"
skip_when_null = ["NAME"]
[feed.entity.fields]
party_id = "CUST_ID"
name = "NAME"
[[feed]]
name = "bills"
files = "bills_*.txt"
separator = "|"
required = false
[[feed.entity]]
table = "bills"
[feed.entity.fields]
account_id = "ACCT"
month = { file_name = "yyyyMM" }
amount = { column = "FEN", unit = "fen" }
paid = "PAID"
)";

using Texts = std::map<std::string, std::string>;

const Texts kFiles = {
    {"cust_20260101.csv",
     "CUST_ID,KIND,SINCE,NAME,电话偏好,region\n007,个人,20200131,王小明,晚上,\n7,集团,20210228,,,Wuhan\n"},
    {"bills_202512.txt", "ACCT|FEN|PAID\nA1|12345|20251231\nA2|-5|\n"},
    {"readme.md", "not ours"},
};

std::shared_ptr<const Mapping> mapping_of(const std::string& text) {
  return std::make_shared<const Mapping>(Mapping::parse(text, "mapping.toml").value());
}

FileFeed feed_of(const Texts& texts, const std::string& mapping = kMapping) {
  return FileFeed(std::make_shared<TextFiles>(texts), mapping_of(mapping));
}

// All batches of a feed, file by file.
std::vector<FeedBatch> drain(FileFeed& feed, std::size_t rows_per_batch = 65536) {
  FeedRequest request;
  request.rows_per_batch = rows_per_batch;
  std::vector<FeedBatch> batches;
  for (const auto& split : feed.plan(request).value()) {
    const auto reader = feed.open(request, split).value();
    FeedBatch batch;
    while (reader->next(batch).value()) batches.push_back(std::move(batch));
  }
  return batches;
}

const FeedPart& part(const FeedBatch& batch, std::string_view table) {
  for (const auto& one : batch.parts)
    if (one.table == table) return one;
  FAIL("no part for " << table);
  return batch.parts.front();
}

std::string value(const FeedPart& part, const char* column, std::size_t row) {
  const Column* found = part.batch.find(column);
  REQUIRE(found != nullptr);
  return found->value_text(row);
}

// The reasons of all rejects of one customers file whose rows are `rows`.
std::vector<std::string> reasons(const std::string& rows) {
  auto feed = feed_of({{"cust_1.csv", "CUST_ID,KIND,SINCE,NAME\n" + rows}});
  std::vector<std::string> found;
  for (const auto& batch : drain(feed))
    for (const auto& row : batch.rejects)
      found.push_back(row.column.empty() ? row.reason : row.column + ":" + row.reason);
  return found;
}

}  // namespace

TEST_CASE("one row feeds several tables, codes and units are applied, columns nobody names are kept") {
  auto feed = feed_of(kFiles);
  const auto batches = drain(feed);
  REQUIRE(batches.size() == 2);
  const FeedBatch& bills = batches[0];
  CHECK(value(part(bills, "bills"), "amount", 0) == "123.450");
  CHECK(value(part(bills, "bills"), "amount", 1) == "-0.050");
  CHECK(part(bills, "bills").batch.find("month")->numbers()[0] == Month::of(2025, 12).index());
  CHECK(value(part(bills, "bills"), "paid", 1).empty());
  CHECK(part(bills, "bills").version[0] == 202512);

  const FeedBatch& customers = batches[1];
  CHECK(customers.rows_read() == 2);
  const FeedPart& known = part(customers, "customers");
  CHECK(value(known, "customer_id", 0) == "007");
  CHECK(value(known, "customer_id", 1) == "7");
  CHECK(value(known, "customer_type", 1) == "group");
  CHECK(value(known, "since", 0) == "2020-01-31");
  CHECK(value(known, "电话偏好", 0) == "晚上");
  CHECK(value(known, "x_region", 1) == "Wuhan");  // not the attribute of that name, which is not mapped
  const FeedPart& persons = part(customers, "parties");
  CHECK(persons.batch.rows() == 1);
  CHECK(persons.row == std::vector<std::uint32_t>{0});
  CHECK(customers.rows[1].line == 3);
}

TEST_CASE("what a file lacks or has too much of is told before anything is read") {
  auto feed = feed_of({{"bills_202512.txt", "ACCT|FEN|PAID\n"}});
  CHECK(feed.plan({}).error().code() == Errc::feed_incomplete);
  auto misspelt = feed_of({{"cust_1.csv", "CUST_ID,KINDS,SINCE,NAME\n"}});
  const auto splits = misspelt.plan({}).value();
  const auto error = misspelt.open({}, splits[0]).error();
  CHECK(error.code() == Errc::mapping_invalid);
  CHECK(error.to_string().find("mapping.toml:16:") == 0);
  CHECK(error.message().find("did you mean 'KINDS'?") != std::string::npos);
  auto doubled = feed_of({{"cust_1.csv", "CUST_ID,KIND,SINCE,NAME,KIND\n"}});
  CHECK(doubled.open({}, doubled.plan({}).value()[0]).error().message().find("stands twice") != std::string::npos);
  const auto unknown = feed_of(kFiles).unknown_columns().value();
  REQUIRE(unknown.size() == 2);
  CHECK((unknown[0].column == "电话偏好" && unknown[0].kept));
}

TEST_CASE("a file that fits two feeds") {
  std::string twice = kMapping;
  twice +=
      "[[feed]]\nname = \"more\"\nfiles = \"*.txt\"\n[[feed.entity]]\ntable = \"units\"\nfields = { unit_id = \"A\" "
      "}\n";
  CHECK(feed_of(kFiles, twice).plan({}).error().message().find("fits two feeds") != std::string::npos);
}

TEST_CASE("each kind of bad row has a reason, and the rows around it are read") {
  using Reasons = std::vector<std::string>;
  CHECK(reasons("1,个人,20200101,A\n") == Reasons{});
  CHECK(reasons(",个人,20200101,A\n") == Reasons{"CUST_ID:missing_value"});
  CHECK(reasons("1,家庭,20200101,A\n") == Reasons{"KIND:unknown_symbol"});
  CHECK(reasons("1,group,20200101,A\n") == Reasons{});  // already canonical
  CHECK(reasons("1,个人,20200230,A\n") == Reasons{"SINCE:bad_date"});
  CHECK(reasons("1,个人,2020-01-01,A\n") == Reasons{"SINCE:bad_date"});
  CHECK(reasons("1,个人\n2,个人,20200101,B,C\n") == Reasons{"field_count", "field_count"});
  CHECK(reasons("1,\"个人,20200101,A\n2,个人,20200101,B\n") == Reasons{"bad_quote"});
  CHECK(reasons(std::string("1\0x,个人,20200101,A\n", 22)) == Reasons{"CUST_ID:bad_text"});
  CHECK(reasons(std::string(1'100'000, '1') + ",个人,20200101,A\n2,个人,20200101,A\n") == Reasons{"record_too_long"});
}

TEST_CASE("an amount that no bill can have is quarantined before it bursts a sum") {
  const char* mapping =
      "[[feed]]\nfiles = \"b.csv\"\n[[feed.entity]]\ntable = \"bills\"\n[feed.entity.fields]\n"
      "bill_id = \"ID\"\nsubscription_id = \"S\"\nmonth = \"M\"\namount = \"A\"\n";
  auto feed = feed_of({{"b.csv",
                        "ID,S,M,A\n1,S1,2025-12,1000000000000\n2,S1,2025-12,1000000000000.001\n3,S1,2025-12,-"
                        "1000000000000.001\n4,S1,2025-12,99999999999999999999\n"}},
                      mapping);
  const auto batch = drain(feed)[0];
  CHECK(batch.rows.size() == 1);
  REQUIRE(batch.rejects.size() == 3);
  for (const auto& reject : batch.rejects) CHECK(reject.reason == "number_overflow");
  CHECK(batch.rejects[0].line == 3);
}

TEST_CASE("a quarantined value about a person is masked") {
  std::string mapping = kMapping;
  mapping.replace(mapping.find("name = \"NAME\""), 13, "birth_day = \"NAME\"");
  auto feed = feed_of({{"cust_1.csv", "CUST_ID,KIND,SINCE,NAME\n1,个人,20200101,13800000000\n"}}, mapping);
  CHECK(drain(feed)[0].rejects[0].text != "13800000000");
  mapping.replace(mapping.find("birth_day"), 9, "gender");
  auto gendered = feed_of({{"cust_1.csv", "CUST_ID,KIND,SINCE,NAME\n1,个人,20200101,13800000000\n"}}, mapping);
  CHECK(drain(gendered)[0].rejects[0].reason == "unknown_symbol");
  CHECK(drain(gendered)[0].rejects[0].text != "13800000000");
  auto personal = feed_of({{"cust_1.csv", "CUST_ID,KIND,SINCE,NAME\n1,个人,20200101,13800000000,extra\n"}});
  CHECK(drain(personal)[0].rejects[0].text == "5 fields");
  auto named = feed_of({{"cust_1.csv", std::string("CUST_ID,KIND,SINCE,NAME\n1,个人,20200101,\"Wang\0\"\n", 50)}});
  const auto text = drain(named)[0].rejects.at(0).text;
  CHECK(text.find("ang") == std::string::npos);
}

TEST_CASE("numbers without a feed's help: positions, fixed width, constants, digests as keys, derived days, versions") {
  const char* mapping = R"(
as_of = 2026-01-31
[[feed]]
files = "lines.txt"
format = "fixed_width"
layout = { ID = [1, 4], MONTHS = [5, 3], SEEN = [8, 8] }
[[feed.entity]]
table = "subscriptions"
version = { column = "SEEN", pattern = "yyyyMMdd" }
[feed.entity.fields]
subscription_id = "ID"
customer_id = { row_digest = true }
product_type = { constant = "mobile" }
activated = { column = "MONTHS", derive = "months_before_as_of" }
tenure_months = { column = "MONTHS", unit = "years" }
[[feed]]
files = "plain.csv"
header = false
[[feed.entity]]
table = "units"
fields = { unit_id = 2, name = 1 }
)";
  auto feed = feed_of({{"lines.txt",
                        "00070110"
                        "20260102\n0008 11"
                        "20260103\n"},
                       {"plain.csv", "湖北,HB\n武汉,WH\n"}},
                      mapping);
  FeedRequest request;
  const auto splits = feed.plan(request).value();
  FeedBatch batch;
  REQUIRE(feed.open(request, splits[0]).value()->next(batch).value());
  REQUIRE(batch.rejects.size() ==
          1);  // 110 and 20260102 are cut apart at the bytes that the layout says: "011", "02026010"
  auto good = feed_of({{"lines.txt", "0007 1120260102\n"}, {"plain.csv", "湖北,HB\n"}}, mapping);
  const auto batches = drain(good);
  const FeedPart& line = part(batches[0], "subscriptions");
  CHECK(value(line, "activated", 0) == "2025-02-28");
  CHECK(value(line, "tenure_months", 0) == "132");
  CHECK(value(line, "product_type", 0) == "mobile");
  CHECK(value(line, "customer_id", 0) == batches[0].rows[0].digest.to_string());
  CHECK(line.version[0] == Instant::parse("2026-01-02").value().micros());
  CHECK(value(part(batches[1], "units"), "unit_id", 0) == "HB");
}

TEST_CASE("the digest of a row tells its meaning: no encoding, quoting, unit or language of labels changes it") {
  const std::string english =
      "files = \"x.csv\"\n[[feed.entity]]\ntable = \"bills\"\n[feed.entity.fields]\naccount_id = \"acct\"\nmonth = "
      "\"month\"\namount = { column = \"fee\", unit = \"yuan\" }\n";
  const std::string chinese =
      "files = \"x.csv\"\n[[feed.entity]]\ntable = \"bills\"\n[feed.entity.fields]\naccount_id = \"账户\"\nmonth = { "
      "column = \"账期\", pattern = \"yyyy年M月\" }\namount = { column = \"费用\", unit = \"fen\" }\n";
  auto left = feed_of({{"x.csv", "acct,month,fee\nA,2025-12,12.50\n"}}, "[[feed]]\n" + english);
  auto right = feed_of({{"x.csv", "费用,账户,账期\n1250,\"A\",2025年12月\n"}}, "[[feed]]\n" + chinese);
  CHECK(drain(left)[0].rows[0].digest == drain(right)[0].rows[0].digest);
  auto other = feed_of({{"x.csv", "acct,month,fee\nA,2025-12,12.51\n"}}, "[[feed]]\n" + english);
  CHECK(drain(left)[0].rows[0].digest != drain(other)[0].rows[0].digest);
}

TEST_CASE("file feeds conform") {
  auto feed = feed_of(kFiles);
  BossFeedExpectation expectation;
  expectation.records = 4;
  const auto report = check_boss_feed(feed, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
  auto dirty = kFiles;
  dirty["cust_2.csv"] = "CUST_ID,KIND,SINCE,NAME\n1,个人\n\"x\n2,集团,20260101,\xFF\n,,,\n3,个人,20260101,C\n";
  auto hostile = feed_of(dirty);
  expectation.records = 9;
  const auto second = check_boss_feed(hostile, expectation);
  CHECK_MESSAGE(second.passed(), second.to_string());
}

TEST_CASE("property: read = good + bad whatever stands in the file, and batches of any size tell the same") {
  const auto pieces =
      std::vector<std::string>{"1", ",", "\"", "\n", "个人", "20200101", "\xFF", "A", ",个人,20200101,B\n2", "\r\n"};
  CHECK(rc::check([&] {
    std::string text = "CUST_ID,KIND,SINCE,NAME\n";
    for (const auto& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) text += piece;
    auto feed = feed_of({{"cust_1.csv", text}});
    BossFeedExpectation expectation;
    const auto report = check_boss_feed(feed, expectation);
    RC_LOG() << report.to_string();
    RC_ASSERT(report.passed());
  }));
}

TEST_CASE("a feed is explained before anything is loaded") {
  auto files = kFiles;
  files["cust_20260102.csv"] = "CUST_ID,KIND,SINCES,NAME\n";
  files["cust_20260103.csv"] = "CUST_ID,KIND,SINCE,NAME\n1,个人,20209999,A\n2,个人,20200101,A\n";
  RejectList rejects;
  const auto mapping = mapping_of(kMapping);
  const auto check = check_feed(TextFiles(files), *mapping, rejects).value();
  CHECK_FALSE(check.clean());
  CHECK(check.unmatched_files == std::vector<std::string>{"readme.md"});
  REQUIRE(check.files.size() == 4);
  CHECK((check.files[1].good == 2 && check.files[1].bad == 0 && check.files[1].rows_by_table.at("parties") == 1));
  CHECK(check.files[1].unknown_columns.size() == 2);
  REQUIRE(check.files[2].failure.has_value());
  REQUIRE(check.files[2].missing_columns.size() == 1);
  CHECK((check.files[2].missing_columns[0].column == "SINCE" &&
         check.files[2].missing_columns[0].suggestion == "SINCES"));
  CHECK(check.files[3].bad_by_reason.at("bad_date") == 1);
  CHECK(check.rows() == 6);
  REQUIRE(rejects.rows().size() == 1);
  CHECK((rejects.rows()[0].line == 2 && rejects.rows()[0].column == "SINCE" && rejects.rows()[0].text == "20209999"));
  const auto missing = check_feed(TextFiles({}), *mapping, rejects).value();
  CHECK(missing.missing_feeds == std::vector<std::string>{"customers"});
}

TEST_CASE("the Telco customers in English and in Chinese GB18030 mean the same") {
  const auto mapping = [](const std::string& file, const std::string& columns) {
    return "as_of = 2020-01-01\nnull_texts = [\"\"]\n[[feed]]\nfiles = \"" + file +
           "\"\n[[feed.entity]]\ntable = \"subscriptions\"\n[feed.entity.fields]\n" + columns;
  };
  const std::string folder = STAYSAIL_SOURCE_DIR "/examples/telco_ibm";
  const auto read = [&](const std::string& text) {
    FileFeed feed(std::make_shared<FolderFiles>(folder), mapping_of(text));
    SetDigest rows;
    std::uint64_t bad = 0;
    for (const auto& batch : drain(feed, 1000)) {
      for (const auto& row : batch.rows) rows.add(row.digest);
      bad += batch.rejects.size();
    }
    CHECK(rows.size() == 7043);
    CHECK(bad == 0);
    return rows.finish();
  };
  const auto left = read(mapping("Telco-Customer-Churn.csv", R"(
subscription_id = "customerID"
customer_id = "customerID"
activated = { column = "tenure", derive = "months_before_as_of" }
status = { column = "Churn", codes = { Yes = "terminated", No = "active" } }
)"));
  const auto right = read(mapping("telco_zh.gb18030.csv", R"toml(
subscription_id = "客户编号"
customer_id = "客户编号"
activated = { column = "在网时长(月)", derive = "months_before_as_of" }
status = { column = "是否流失", codes = { "是" = "terminated", "否" = "active" } }
)toml"));
  CHECK(left == right);
}

TEST_CASE("equal bytes are known again unless the name tells another version or month") {
  const std::string rows = kFiles.at("bills_202512.txt"), customers = kFiles.at("cust_20260101.csv");
  auto feed = feed_of({{"bills_202512.txt", rows},
                       {"bills_202601.txt", rows},
                       {"cust_20260101.csv", customers},
                       {"cust_20260101_.csv", customers},
                       {"cust_20260102.csv", customers}});
  std::map<std::string, Digest> content;
  for (const auto& split : feed.plan({}).value()) content[split.file] = split.content;
  CHECK(content["bills_202512.txt"] != content["bills_202601.txt"]);
  CHECK(content["cust_20260101.csv"] == content["cust_20260101_.csv"]);
  CHECK(content["cust_20260101.csv"] != content["cust_20260102.csv"]);
}

TEST_CASE("a personal column is kept under its kind, and a value that looks like a person's number is masked") {
  std::string mapping = kMapping;
  mapping.replace(mapping.find("unknown_columns"), 0, "personal_columns = { TEL = \"phone\" }\n");
  auto feed = feed_of({{"cust_1.csv",
                        "CUST_ID,KIND,SINCE,NAME,TEL\n1,个人,20200101,,13800000000\n"
                        "2,13900000000,20200101,,\n"}},
                      mapping);
  const FeedBatch batch = drain(feed)[0];
  CHECK(value(part(batch, "customers"), "phone:TEL", 0) == "13800000000");
  CHECK(batch.rejects.at(0).text == "139****0000");
  auto lacking = feed_of({{"cust_1.csv", "CUST_ID,KIND,SINCE,NAME,TELL\n1,个人,20200101,,\n"}}, mapping);
  const auto opened = lacking.open({}, lacking.plan({}).value()[0]);
  CHECK(opened.error().message().find("did you mean 'TELL'") != std::string::npos);
}
