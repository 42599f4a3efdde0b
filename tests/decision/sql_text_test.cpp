// SQL texts as they read, and what has none.
#include "staysail/decision/sql_text.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

Scope scope() {
  Scope scope;
  scope.add("fee", FeelType::number(2)).add("months", FeelType::number(0)).add("score", FeelType::number());
  scope.add("barred", FeelType::boolean()).add("plan", FeelType::text()).add("monthly note", FeelType::text());
  return scope.add("ended", FeelType::date()).add("as_of", FeelType::date());
}

Result<std::string> where(const std::string& text, SqlDialect dialect, const Inputs& constants = {}) {
  const auto expression = Expression::compile(text, scope(), {"rules.toml", 7, 9});
  REQUIRE_MESSAGE(expression.has_value(), expression.error().to_string());
  return sql_where(*expression, dialect, constants);
}

std::string sqlite(const std::string& text) { return where(text, SqlDialect::sqlite).value_or("refused"); }
std::string postgresql(const std::string& text) { return where(text, SqlDialect::postgresql).value_or("refused"); }
std::string spark(const std::string& text) { return where(text, SqlDialect::spark).value_or("refused"); }

void check_refused(const std::string& text, SqlDialect dialect, const std::string& construct, std::uint64_t column) {
  const auto refused = where(text, dialect);
  REQUIRE_FALSE_MESSAGE(refused.has_value(), text);
  CHECK(refused.error().code() == Errc::unsupported);
  CHECK_MESSAGE(refused.error().message().find("`" + construct + "`") != std::string::npos, refused.error().message());
  CHECK(refused.error().place()->line == 7);
  CHECK(refused.error().place()->column == column);
}

}  // namespace

TEST_CASE("a condition reads as SQL in three dialects") {
  const std::string text = "fee >= 49.95 and not(plan = \"5G\") or ended = null";
  CHECK(sqlite(text) == "(((`fee` >= 4995) AND (NOT (`plan` IS '5G'))) OR (`ended` IS NULL))");
  CHECK(postgresql(text) ==
        "(((\"fee\" >= 49.95) AND (NOT (\"plan\" IS NOT DISTINCT FROM '5G'))) OR (\"ended\" IS NULL))");
  CHECK(spark(text) == "(((`fee` >= 49.95) AND (NOT (`plan` <=> '5G'))) OR (`ended` IS NULL))");
}

TEST_CASE("bounds between two numbers of a column move to the nearest that decides the same") {
  CHECK(sqlite("fee > 2.555") == "(`fee` > 255)");
  CHECK(sqlite("fee < 2.555") == "(`fee` <= 255)");
  CHECK(sqlite("fee = 2.555") == "0");
  CHECK(sqlite("fee != 2.555") == "1");
  CHECK(sqlite("fee < 1e30") == "(`fee` <= 9223372036854775807)");
  CHECK(sqlite("fee < -1e30") == "(`fee` < (-9223372036854775807 - 1))");
}

TEST_CASE("what constants alone decide is computed, durations and months included") {
  const Inputs constants = {{"as_of", Value::date(Day::parse("2026-01-31").value())}};
  CHECK(where("ended <= as_of + duration(\"P1M\")", SqlDialect::postgresql, constants).value() ==
        "(\"ended\" <= DATE '2026-02-28')");
  CHECK(where("ended - as_of < duration(\"P3D\")", SqlDialect::spark, constants).value() ==
        "(datediff(`ended`, DATE '2026-01-31') < 3)");
  CHECK(where("ended + duration(\"P2M\") > as_of", SqlDialect::postgresql, constants).value() ==
        "(CAST(\"ended\" + INTERVAL '2 months' AS DATE) > DATE '2026-01-31')");
  CHECK(where("fee > null", SqlDialect::sqlite).value() == "NULL");
}

TEST_CASE("texts stay texts and names stay names, whatever stands in them") {
  const std::string attack = "plan = \"x' OR 1=1; --\\\\\"";
  CHECK(sqlite(attack) == "(`plan` IS 'x'' OR 1=1; --\\')");
  CHECK(postgresql(attack) == "(\"plan\" IS NOT DISTINCT FROM E'x'' OR 1=1; --\\\\')");
  CHECK(spark(attack) == "(`plan` <=> 'x\\' OR 1=1; --\\\\')");
  CHECK(postgresql("monthly note < \"b\"") == "((\"monthly note\" COLLATE \"C\") < ('b' COLLATE \"C\"))");
}

TEST_CASE("what has no exact SQL form is refused, with the construct and its place") {
  check_refused("months > 1 and fee / months > 3", SqlDialect::postgresql, "fee / months", 24);
  check_refused("ended + duration(\"P1M\") > as_of", SqlDialect::sqlite, "ended + duration(\"P1M\")", 9);
  check_refused("months > 3 and upper case(plan) = \"A\"", SqlDialect::spark, "upper case(plan)", 24);
  check_refused("score > 0.1", SqlDialect::sqlite, "score > 0.1", 9);
  check_refused("fee * fee * fee > 1", SqlDialect::postgresql, "fee * fee", 9);
  check_refused("some x in [fee, months] satisfies x > 3", SqlDialect::sqlite,
                "some x in [fee, months] satisfies x > 3", 9);
  CHECK(where("fee", SqlDialect::sqlite).error().code() == Errc::type_mismatch);
}
