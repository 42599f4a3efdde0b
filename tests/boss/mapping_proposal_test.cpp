#include "staysail/boss/mapping_proposal.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "staysail/boss/feed_check.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/files/gzip.hpp"

using namespace staysail;

namespace {

using Texts = std::map<std::string, std::string>;

std::string proposed(const Texts& files) {
  const auto proposal = propose_mapping(TextFiles(files));
  REQUIRE_MESSAGE(proposal.has_value(), proposal.error().to_string());
  return proposal->toml;
}

// The check of the files by what is proposed for them; the text must load as it is.
FeedCheck checked(const Texts& files) {
  const std::string toml = proposed(files);
  const auto mapping = Mapping::parse(toml, "proposed.toml");
  REQUIRE_MESSAGE(mapping.has_value(), mapping.error().to_string() << "\n" << toml);
  RejectList rejects;
  const auto check = check_feed(TextFiles(files), *mapping, rejects);
  REQUIRE(check.has_value());
  return *check;
}

std::uint64_t rows_for(const FeedCheck& check, const std::string& table) {
  std::uint64_t rows = 0;
  for (const auto& file : check.files)
    if (const auto found = file.rows_by_table.find(table); found != file.rows_by_table.end()) rows += found->second;
  return rows;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// What stands between a part and the end of its line; empty when the part is not there.
std::string line_of(const std::string& text, std::string_view part) {
  const std::size_t at = text.find(part);
  return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
}

// The export of docs/mapping.md: the lines have no header, and the month of a bill stands in the file's name.
const Texts kThreeKeys = {
    {"customers_202512.csv",
     "客户编号,客户类型,姓名,联系电话,入网日期,积分等级\n0071,个人,王小明,13800001111,20210305,金卡\n"
     "0072,集团,长江贸易,,20200101,\n"},
    {"lines_202512.txt", "S1|0071|A1|13800001111|01|1|20210305|\nS2|0072|A2|13900002222|01|2|20200101|20251130\n"},
    {"bills_202512.csv", "SUBS,ACCT,FEE_FEN,PAY_DATE\nS1,A1,5900,2025-12-28 09:15:00\nS2,A2,12850,\n"},
};

// An operator of which this repository knows nothing else: other names, fixed width, dates with strokes.
const Texts kUnseen = {
    {"crm/用户资料_20260131.txt",
     "用户标识\t客户标识\t账户标识\t业务号码\t用户状态\t开户时间\t主套餐\n"
     "9001\tK7\tH1\t13512340001\t在用\t2021/03/05\t畅享59\n9002\tK7\tH1\t13512340002\t欠费停机\t2022/11/30\t畅享99\n"
     "9003\tK8\tH2\t13512340003\t在用\t2020/01/01\t畅享59\n"},
    {"crm/客户信息.csv",
     "客户标识;客户名称;证件号;客户级别;客户类别\nK7;张三丰;11010519491231002X;五星;公众客户\n"
     "K8;\"长江;贸易\";;三星;政企客户\n"},
    {"billing/出账_202601.txt",
     "9001      H1        202601    00005900  \n9002      H1        202601    00012850  \n"
     "9003      H2        202601    00000000  \n"},
    {"billing/缴费流水_202601.csv",
     "缴费流水号,账户标识,缴费时间,缴费金额(元),缴费渠道\nP1,H1,2026-01-20 10:00:00,59.00,app\nP2,H2,2026-01-21 "
     "11:30:00,128.50,outlet\n"},
};

}  // namespace

TEST_CASE("the export of the handbook is proposed without a word from anybody") {
  const std::string toml = proposed(kThreeKeys);
  const FeedCheck check = checked(kThreeKeys);
  CHECK(check.clean());
  CHECK(check.rows() == 6);
  for (const char* table : {"customers", "parties", "subscriptions", "bills"})
    CHECK_MESSAGE(rows_for(check, table) == 2, table);
  CHECK(holds(toml, "amount = { column = \"FEE_FEN\", unit = \"fen\" }"));
  CHECK(holds(toml, "month = { file_name = \"yyyyMM\" }"));
  CHECK(holds(toml, "\"集团\" = \"group\""));
  SUBCASE("what only values tell is marked, with where they stand") {
    CHECK(holds(line_of(toml, "subscription_id = 1"), "UNCERTAIN: 100 % of its values stand in column 'SUBS'"));
    CHECK(holds(line_of(toml, "number = 4"), "UNCERTAIN: 100 % of its values are mobile numbers"));
    CHECK_FALSE(holds(line_of(toml, "customer_id = \"客户编号\""), "UNCERTAIN"));
  }
}

TEST_CASE("amounts with commas between their thousands are amounts") {
  const Texts files = {
      {"accounts.csv", "账户标识,客户标识\nH1,C1\nH2,C2\n"},
      {"customers.csv", "客户标识,客户类型\nC1,个人\nC2,个人\n"},
      {"payments_202601.csv",
       "流水号,账户标识,缴费日期,缴费金额(元)\nP1,H1,2026-01-20,\"1,234.50\"\nP2,H2,2026-01-21,128.50\n"}};
  const std::string toml = proposed(files);
  CHECK(holds(line_of(toml, "amount = "), "grouping = \",\""));
  const FeedCheck check = checked(files);
  CHECK(check.clean());
  CHECK(rows_for(check, "payments") == 2);
}

TEST_CASE("an export that nobody has seen: other names, tabs, semicolons in quotes, fixed width") {
  const std::string toml = proposed(kUnseen);
  const FeedCheck check = checked(kUnseen);
  INFO(toml);
  CHECK(check.clean());
  CHECK(check.rows() == 10);
  CHECK(rows_for(check, "subscriptions") == 3);
  CHECK(rows_for(check, "bills") == 3);
  CHECK(rows_for(check, "customers") == 2);
  CHECK(rows_for(check, "parties") == 2);
  CHECK(rows_for(check, "payments") == 2);
  CHECK(holds(toml, "separator = \"tab\""));
  CHECK(holds(toml, "separator = \";\""));
  CHECK(holds(toml, "format = \"fixed_width\""));
  CHECK(holds(toml, "column_4 = [31, 10]"));
  CHECK(holds(toml, "activated = { column = \"开户时间\", pattern = \"yyyy/MM/dd\" }"));
  CHECK(holds(toml, "\"欠费停机\" = \"suspended\""));
  CHECK(holds(toml, "\"政企客户\" = \"group\""));
  CHECK(holds(toml, "day = { column = \"缴费时间\", pattern = \"yyyy-MM-dd HH:mm:ss\" }"));
}

TEST_CASE("shipped data sets: every row of them is good by what is proposed") {
  const std::string folder = STAYSAIL_SOURCE_DIR "/examples/";
  for (const std::string file : {"iranian/Customer_Churn.csv", "telco_ibm/Telco-Customer-Churn.csv",
                                 "telco_ibm/telco_zh.utf8.csv", "telco_ibm/telco_zh.gb18030.csv"}) {
    CAPTURE(file);
    const auto text = read_file(folder + file, 8 << 20);
    REQUIRE(text.has_value());
    const FeedCheck check = checked({{"set.csv", *text}});
    CHECK(check.clean());
    CHECK(check.rows() > 3000);
    CHECK(rows_for(check, "subscriptions") == check.rows());
    CHECK(rows_for(check, "customers") == check.rows());
  }
}

TEST_CASE("the encoding is told by the text, and a few bad bytes do not change it") {
  const std::string header = "客户编号,姓名\n";
  std::string rows, gb = "\xBF\xCD\xBB\xA7\xB1\xE0\xBA\xC5,\xD0\xD5\xC3\xFB\n";
  for (int i = 0; i < 40; ++i) {
    rows += "K" + std::to_string(i) + ",王小明\n";
    gb += "K" + std::to_string(i) + ",\xCD\xF5\xD0\xA1\xC3\xF7\n";
  }
  CHECK(holds(proposed({{"a.csv", header + rows}}), "encoding = \"utf-8\""));
  CHECK(holds(proposed({{"a.csv", gb}}), "encoding = \"gb18030\""));
  CHECK(holds(proposed({{"a.csv", header + rows + "K99,\xFF\n"}}), "encoding = \"utf-8\"  # UNCERTAIN: 1 byte of it"));
  CHECK(checked({{"a.csv", gb}}).clean());
}

TEST_CASE("packed files are looked at as what they hold") {
  const auto packed = gzip_packed("用户编号,账单月份,出账金额\nS1,202601,59.00\nS2,202601,12\n");
  REQUIRE(packed.has_value());
  const Texts files = {{"bills_202601.csv.gz", *packed}};
  CHECK(holds(proposed(files), "files = \"bills_*.csv.gz\""));
  CHECK(rows_for(checked(files), "bills") == 2);
  CHECK(propose_mapping(TextFiles(Texts{{"bills_202601.csv.gz", packed->substr(0, 20)}})).error().code() ==
        Errc::not_found);
}

TEST_CASE("what cannot be proposed is left out and said") {
  Texts files = kThreeKeys;
  files["empty.csv"] = "";
  files["strange.csv"] = "foo,bar\nx,y\n";
  files["wide.csv"] = "\xFF\xFEx";
  const auto proposal = propose_mapping(TextFiles(files));
  REQUIRE(proposal.has_value());
  CHECK(proposal->left_out.size() == 3);
  CHECK(proposal->feeds == 3);
  for (const auto& [file, text] : files) CHECK(holds(proposal->toml, file.substr(0, file.find('_'))));
  const auto none = propose_mapping(TextFiles(Texts{{"strange.csv", "foo,bar\nx,y\n"}}));
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().code() == Errc::not_found);
  CHECK(holds(none.error().message(), "foo, bar"));
  CHECK(propose_mapping(TextFiles(Texts{})).error().code() == Errc::not_found);
  ProposalOptions options;
  options.sample_bytes = 0;
  CHECK(propose_mapping(TextFiles(files), options).error().code() == Errc::invalid_argument);
}

TEST_CASE("header records ahead of the names of the columns are seen, and are no rows") {
  const std::string rows = "SUBS,ACCT,FEE_FEN,PAY_DATE\nS1,A1,5900,2025-12-28\nS2,A2,12850,\nS3,A3,100,\n";
  const Texts framed = {{"bills_202512.csv", "HDR,20251231\nBILLS OF A MONTH\n" + rows}};
  const std::string toml = proposed(framed);
  CHECK(holds(toml, "skip_lines = 2"));
  CHECK(holds(line_of(toml, "skip_lines"), "HDR,20251231"));
  CHECK(rows_for(checked(framed), "bills") == 3);
  CHECK(checked(framed).clean());
  // As many fields as the rows, but values; and a header that lost its last separator is a header.
  CHECK_FALSE(holds(proposed({{"bills_202512.csv", rows}}), "skip_lines"));
  CHECK_FALSE(holds(proposed({{"bills_202512.csv", rows.substr(0, 17) + rows.substr(26)}}), "skip_lines"));
}

TEST_CASE("files of one feed with other columns are told") {
  const std::string toml = proposed({{"bills_202601.csv", "用户编号,账单月份,出账金额\nS1,202601,59.00\n"},
                                     {"bills_202602.csv", "用户编号,账单月份,出账金额,未缴金额\nS1,202602,59.00,0\n"}});
  CHECK(holds(toml, "# UNCERTAIN: bills_202601.csv has other columns than bills_202602.csv"));
  CHECK(holds(toml, "files = \"bills_*.csv\""));
}

TEST_CASE("a rare label that nobody knows stays refused; a common one is asked about") {
  std::string rare = "用户编号,客户编号,用户状态\n", common = rare;
  for (int i = 0; i < 200; ++i) {
    rare += "S" + std::to_string(i) + ",K" + std::to_string(i) + (i == 7 ? ",乱码\n" : ",在用\n");
    common += "S" + std::to_string(i) + ",K" + std::to_string(i) + (i % 2 == 0 ? ",挂起\n" : ",在用\n");
  }
  CHECK(holds(proposed({{"subs.csv", rare}}), "# \"乱码\" = \"\"  # UNCERTAIN: 1 row with it will be refused"));
  CHECK(holds(proposed({{"subs.csv", common}}), "\n\"挂起\" = \"\"  # UNCERTAIN: nothing tells what it means"));
  CHECK(checked({{"subs.csv", rare}}).bad() == 1);
  CHECK(checked({{"subs.csv", common}}).bad() == 0);
}

TEST_CASE("whatever the files hold, what is proposed loads and reads them") {
  const auto cell =
      rc::gen::oneOf(rc::gen::elementOf(std::vector<std::string>{
                         "客户编号", "SUBS_ID", "姓名", "账单月份", "出账金额(分)", "a\"b", "x\\y", "#", "=1+1", "\t",
                         "\x7F", "202601", "13800001111", "20260131", "是", "NULL", "", "12.5"}),
                     rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  rc::check("any table", [&] {
    const auto rows =
        *rc::gen::container<std::vector<std::vector<std::string>>>(rc::gen::container<std::vector<std::string>>(cell));
    std::string text;
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + row[i];
      text += "\n";
    }
    const TextFiles files(Texts{{"a_202601.csv", text}, {"customers.csv", "客户编号,姓名\nK1,王小明\n"}});
    const auto proposal = propose_mapping(files);
    RC_ASSERT(proposal.has_value());
    const auto mapping = Mapping::parse(proposal->toml, "proposed.toml");
    RC_LOG() << proposal->toml << (mapping ? "" : mapping.error().to_string());
    RC_ASSERT(mapping.has_value());
    RejectList rejects;
    const auto check = check_feed(files, *mapping, rejects);
    RC_ASSERT(check.has_value());
    for (const auto& file : check->files) RC_ASSERT(file.missing_columns.empty());
  });
}
