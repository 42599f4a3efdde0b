#include "staysail/boss/mapping.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

constexpr const char* kHead = R"(
version = 1
name = "test"
currency = "CNY"
as_of = 2026-01-01
[codes.product]
"手机" = "mobile"
)";

std::string with_fields(const std::string& table, const std::string& fields) {
  return std::string(kHead) + "[[feed]]\nfiles = \"x.csv\"\n[[feed.entity]]\ntable = \"" + table +
         "\"\n[feed.entity.fields]\n" + fields;
}

std::string complaint(const std::string& text) {
  const auto mapping = Mapping::parse(text, "mapping.toml");
  return mapping ? "no error" : mapping.error().to_string();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const std::string kSubscription = "subscription_id = \"SUBS\"\ncustomer_id = \"CUST\"\n";

std::optional<std::string> matched(const char* pattern, const char* name) {
  const auto parts = FileNamePattern::of(pattern).value().match(name);
  return parts ? std::optional(parts->matched) : std::nullopt;
}

}  // namespace

TEST_CASE("a mapping is read with its defaults, feeds, entities and fields") {
  const auto mapping = Mapping::parse(std::string(kHead) + R"(
[[feed]]
files = "subs_*.txt"
separator = "|"
encoding = "gb18030"
date_pattern = "yyyyMMdd"
null_texts = ["", "NULL"]
unknown_columns = "keep"
required = false
mode = "increment"
[[feed.entity]]
table = "subscriptions"
skip_when_null = ["SUBS"]
version = { column = "UPDATED", pattern = "yyyy-MM-dd HH:mm:ss" }
[feed.entity.fields]
customer_id = "CUST"
subscription_id = { column = "SUBS" }
product_type = { column = "PROD", codes = "product" }
activated = "OPEN"
terminated = { column = "CLOSE", optional = true, pattern = "dd.MM.yyyy" }
)",
                                      "mapping.toml");
  REQUIRE(mapping.has_value());
  REQUIRE(mapping->feeds.size() == 1);
  const FeedMapping& feed = mapping->feeds[0];
  CHECK((feed.name == "subs_*.txt" && feed.delimited.separator == '|' && feed.delimited.encoding == Encoding::gb18030));
  CHECK((!feed.required && feed.mode == FeedMode::increment && feed.keep_unknown));
  const EntityMapping& entity = feed.entities.at(0);
  REQUIRE(entity.fields.size() == 5);
  CHECK(entity.fields[0].attribute.name == "subscription_id");  // the order of the table, not of the file
  CHECK(entity.fields[3].time->text() == "yyyyMMdd");
  CHECK(entity.fields[4].time->text() == "dd.MM.yyyy");
  CHECK((entity.version && entity.skip_when_null.size() == 1));
}

TEST_CASE("units turn into exact scales") {
  const auto mapping = Mapping::parse(with_fields("bills", R"(
account_id = "A"
month = { column = "M", pattern = "yyyyMM" }
amount = { column = "FEE", unit = "fen" }
remaining = { column = "LEFT", unit = "li" }
cost = { column = "COST", unit = "minor" }
)"),
                                      "mapping.toml")
                           .value();
  const auto& fields = mapping.feeds[0].entities[0].fields;
  CHECK(fields[2].number.shift == 2);
  CHECK(fields[3].number.shift == 3);
  CHECK(fields[4].number.shift == 2);
}

TEST_CASE("every complaint names its place and the nearest known name") {
  struct {
    std::string text;
    const char* expected;
  } const cases[] = {
      {"version = 2\n", "version 1"},
      {"nam = \"x\"\n", "did you mean 'name'?"},
      {std::string(kHead), "at least one [[feed]]"},
      {with_fields("subscription", kSubscription), "did you mean 'subscriptions'?"},
      {with_fields("subscriptions", kSubscription + "activatd = \"OPEN\"\n"), "did you mean 'activated'?"},
      {with_fields("subscriptions", "subscription_id = \"SUBS\"\n"), "needs the attribute 'customer_id'"},
      {with_fields("subscriptions", kSubscription + "product_type = { column = \"P\", codes = \"produkt\" }\n"),
       "did you mean 'product'?"},
      {with_fields("subscriptions", kSubscription + "activated = { column = \"O\", pattern = \"yyyyQdd\" }\n"),
       "means nothing in a date pattern"},
      {with_fields("subscriptions", kSubscription + "activated = { column = \"O\", pattern = \"yyyyMM\" }\n"),
       "no day (dd)"},
      {with_fields("subscriptions", kSubscription + "offering = { column = \"O\", pattern = \"yyyyMMdd\" }\n"),
       "for days, months and instants"},
      {with_fields("subscriptions",
                   kSubscription + "activated = { column = \"O\", derive = \"month_before_as_of\" }\n"),
       "did you mean 'months_before_as_of'?"},
      {with_fields("subscriptions", kSubscription + "activated = { constant = \"soon\" }\n"), "bad_date"},
      {with_fields("subscriptions", kSubscription + "status = { constant = \"activ\" }\n"), "unknown_symbol"},
      {with_fields("subscriptions", kSubscription + "activated = { colum = \"O\" }\n"), "did you mean 'column'?"},
      {with_fields("subscriptions", kSubscription + "activated = { column = \"O\", constant = 1 }\n"),
       "exactly one of"},
      {with_fields("bills", "account_id = \"A\"\nmonth = \"M\"\namount = { column = \"F\", unit = \"fenn\" }\n"),
       "did you mean 'fen'?"},
      {with_fields("bills", "month = \"M\"\namount = \"F\"\n"), "a fact needs its owner"},
      {with_fields("usage", "subscription_id = \"A\"\nmonth = \"M\"\nseconds = { column = \"S\", unit = \"MB\" }\n"),
       "no such unit"},
      {"separator = \"||\"\n" + with_fields("subscriptions", kSubscription), "one ASCII character"},
      {"encoding = \"latin1\"\n" + with_fields("subscriptions", kSubscription), "gb18030"},
      {std::string(kHead) +
           "[[feed]]\nfiles = \"x.csv\"\nformat = \"fixed_width\"\nlayout = { A = [0, 3] }\n[[feed.entity]]\n",
       "counted from 1"},
      {std::string(kHead) + "[[feed]]\nfiles = \"x.csv\"\n", "[[feed.entity]] is missing"},
  };
  for (const auto& one : cases) {
    const std::string text = complaint(one.text);
    CHECK_MESSAGE(contains(text, one.expected), text);
    CHECK_MESSAGE(contains(text, "mapping.toml:"), text);
  }
}

TEST_CASE("a mapping may declare fact tables of its own") {
  const std::string table = R"([table.churn_survey]
key = ["subscription_id", "day"]
owners = ["subscription_id"]
dated_by = "day"
[table.churn_survey.attributes]
subscription_id = { type = "identifier", required = true }
day = { type = "day" }
score = { type = "number", scale = 2, unit = "points" }
)";
  const auto mapping =
      Mapping::parse(table +
                         "[[feed]]\nfiles = \"s.csv\"\n[[feed.entity]]\ntable = \"churn_survey\"\nfields = { "
                         "subscription_id = \"A\", day = \"D\", score = \"S\" }\n",
                     "m");
  REQUIRE(mapping.has_value());
  CHECK(mapping->catalog.find("churn_survey")->attributes.size() == 3);
  CHECK(contains(complaint("[table.bills]\nkey = [\"a\"]\nowners = [\"account_id\"]\ndated_by = \"a\"\nattributes = { "
                           "a = { type = \"day\" }, account_id = { type = \"identifier\" } }\n"),
                 "already has a table"));
  CHECK(contains(
      complaint(
          "[table.t]\nkey = [\"a\"]\nowners = [\"a\"]\ndated_by = \"a\"\nattributes = { a = { type = \"text\" } }\n"),
      "dated_by"));
  CHECK(contains(
      complaint(
          "[table.t]\nkey = [\"a\"]\nowners = [\"a\"]\ndated_by = \"a\"\nattributes = { a = { type = \"dya\" } }\n"),
      "one of"));
}

TEST_CASE("patterns of file names and what their wildcards match") {
  CHECK(matched("bills_*.csv", "bills_202501.csv").value() == "202501");
  CHECK(matched("bills_??????_*.csv", "bills_202501_07.csv").value() == "20250107");
  CHECK(matched("*", "a.csv").value() == "a.csv");
  CHECK(matched("a*b*c", "a1b2bc").value() == "12b");
  CHECK(matched("x.csv", "x.csv").value().empty());
  CHECK(matched("in/*.csv", "in/a.csv").has_value());
  for (const char* name : {"bill_1.csv", "bills_1.csv.gz", "in/bills_1.csv", "bills_1/2.csv", ""})
    CHECK_FALSE(matched("bills_*.csv", name));
}

TEST_CASE("personal columns are kinds of persons, of columns that are kept") {
  const auto mapping = [](const std::string& lines) {
    return std::string(kHead) + "[[feed]]\nfiles = \"x.csv\"\n" + lines +
           "[[feed.entity]]\ntable = \"customers\"\n[feed.entity.fields]\ncustomer_id = \"ID\"\n";
  };
  const auto kept =
      Mapping::parse(mapping("unknown_columns = \"keep\"\npersonal_columns = { TEL = \"phone\" }\n"), "mapping.toml");
  REQUIRE(kept.has_value());
  CHECK(kept->feeds[0].personal_columns.at("TEL") == AttributeType::phone);
  CHECK(contains(complaint(mapping("personal_columns = { TEL = \"phone\" }\n")), "unknown_columns"));
  CHECK(contains(complaint(mapping("unknown_columns = \"keep\"\npersonal_columns = { TEL = \"money\" }\n")),
                 "person_name, phone"));
}

TEST_CASE("a code table leads to values of its attribute") {
  const std::string own = complaint(with_fields(
      "subscriptions", kSubscription + "product_type = { column = \"P\", codes = { \"1\" = \"cable\" } }\n"));
  CHECK(contains(own, "leads from '1' to 'cable', which is no value of 'product_type'"));
  const auto shared = [](const std::string& canonical) {
    std::string text =
        with_fields("subscriptions", kSubscription + "product_type = { column = \"P\", codes = \"product\" }\n");
    return complaint(text.replace(text.find("\"mobile\""), 8, "\"" + canonical + "\""));
  };
  CHECK(contains(shared("mobil"), "did you mean 'mobile'"));
  CHECK(shared("mobile") == "no error");
  CHECK(shared("") == "no error");
  // Fields that share a table need not all have all of its values.
  CHECK(shared("something else altogether") == "no error");
}
