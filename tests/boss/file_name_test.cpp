#include "staysail/boss/file_name.hpp"

#include <doctest/doctest.h>

#include "staysail/boss/record_pattern.hpp"

using namespace staysail;

namespace {

std::optional<FileNameParts> match(const char* pattern, const char* name) {
  return FileNamePattern::of(pattern).value().match(name);
}

std::string why_not(const char* pattern) { return FileNamePattern::of(pattern).error().message(); }

std::string values(const char* pattern, const char* line) {
  const auto found = RecordPattern::of(pattern).value().match(line);
  if (!found) return "no";
  std::string text;
  for (const auto& value : *found) text += value.field.kind + "=" + value.text + ";";
  return text;
}

}  // namespace

TEST_CASE("a name tells the period and the serial of its file") {
  const auto parts = match("in/bills_{date:yyyyMMdd}_{serial:4}.csv.gz", "in/bills_20251231_0007.csv.gz");
  REQUIRE(parts);
  CHECK(parts->matched == "202512310007");
  CHECK(parts->date == "20251231");
  CHECK(parts->period_end->to_string() == "2025-12-31T23:59:59");
  CHECK(*parts->serial == 7);
  CHECK(parts->version() == parts->period_end->micros() + 7);
  CHECK(parts->version_of_period() == parts->period_end->micros());
  for (const char* name : {"bills_20251231_0007.csv.gz", "in/bills_20251331_0007.csv.gz", "in/bills_20251231_07.csv.gz",
                           "in/bills_20251231_00071.csv.gz", "in/bills_2025-12-31_0007.csv.gz"})
    CHECK_MESSAGE(!match("in/bills_{date:yyyyMMdd}_{serial:4}.csv.gz", name), name);
}

TEST_CASE("a month ends after its last day, and an hour with its last second") {
  CHECK(match("a_{date:yyyyMM}", "a_202402")->period_end->to_string() == "2024-02-29T23:59:59");
  CHECK(match("a_{date:yyyy-MM-dd HH}", "a_2024-02-01 07")->period_end->to_string() == "2024-02-01T07:59:59");
  CHECK(match("a_{date:yyyyMMddHHmm}", "a_202402010730")->period_end->to_string() == "2024-02-01T07:30:59");
  CHECK(match("a_{date:yyyyMMdd}", "a_20251231")->version() == match("b{date:yyyyMM}", "b202512")->version());
  CHECK(match("*_{serial}.csv", "city_0755_12.csv")->serial == 12);
  CHECK(match("a_*.csv", "a_202512.csv")->version() == 202512);
  CHECK(match("a.csv", "a.csv")->version() == 0);
}

TEST_CASE("a pattern that cannot be says what can") {
  for (const char* pattern :
       {"a_{date}", "a_{date:yyyy}", "a_{date:yyyyMMdd[HH]}", "a_{date:yyyyMd}", "a_{serial:x}", "a_{serial:99}",
        "a_{what}", "a_{date:yyyyMM", "{serial}{serial}", "{date:yyyyMM}{date:yyyyMM}"})
    CHECK_MESSAGE(!why_not(pattern).empty(), pattern);
  CHECK(why_not("a_{what}").find("{date:yyyyMMdd}") != std::string::npos);
}

TEST_CASE("the file that belongs to another") {
  const auto parts = *match("in/b_{date:yyyyMMdd}_{serial:4}.csv.gz", "in/b_20251231_0007.csv.gz");
  const auto of = [&](const char* pattern) { return companion_name(pattern, "in/b_20251231_0007.csv.gz", parts); };
  CHECK(of("{name}.chk") == "in/b_20251231_0007.csv.gz.chk");
  CHECK(of("{stem}.ok") == "in/b_20251231_0007.ok");
  CHECK(of("ctl_{date}_{serial}.ctl") == "in/ctl_20251231_0007.ctl");
  CHECK(of("{other}").empty());
}

TEST_CASE("records of every form give their fields") {
  CHECK(values("TRL|{rows}|{sum:FEE}", "TRL|000123|98765.40") == "rows=000123;sum=98765.40;");
  CHECK(values("HDR{date:yyyyMMdd}{rows:6}{any:10}", "HDR20251231    12wuhan") == "date=20251231;rows=12;any=wuhan;");
  CHECK(values("HDR{date:yyyyMMdd}{rows:6}{any:10}", "HDR20251231    12") == "date=20251231;rows=12;any=;");
  CHECK(values("{md5}  {name}", "abc  a b.csv") == "md5=abc;name=a b.csv;");
  CHECK(values("合计{rows}条", "合计12条") == "rows=12;");
  CHECK(values("{{{rows}}", "{7}") == "rows=7;");
  CHECK(values("{any}|{rows}", "a|b|3") == "any=a;rows=b|3;");
  for (const char* line : {"TRL|1", "TRX|1|2", "", "xTRL|1|2"}) CHECK(values("TRL|{rows}|{sum:FEE}", line) == "no");
  CHECK(values("END {rows}.", "END 3. ") == "rows=3;");
}

TEST_CASE("forms of records that cannot be") {
  for (const char* pattern : {"", "{rows}{sum:F}", "{sum}", "{row}", "{date:yyy}", "{rows"})
    CHECK_MESSAGE(!RecordPattern::of(pattern).has_value(), pattern);
  CHECK(RecordPattern::of("{row}").error().message().find("did you mean 'rows'") != std::string::npos);
}
