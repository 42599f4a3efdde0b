// FEEL's standard mode: the table, and what ends in a clear error or in null however large it is.
#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "staysail/decision/expression.hpp"

using namespace staysail;

namespace {

Result<Expression> compiled(const std::string& text) {
  return Expression::compile(text, Scope(), {}, Profile::standard);
}

Value value_of(const std::string& text) {
  const auto expression = compiled(text);
  REQUIRE_MESSAGE(expression.has_value(), text << ": " << expression.error().to_string());
  return expression->evaluate(Inputs());
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// The beginning of a context in which `name` is `value` put behind itself so many times over.
std::string doubled(const std::string& name, const std::string& value, int times) {
  std::string text = "{" + name + "0: " + value + ", ";
  for (int i = 1; i <= times; ++i) {
    const std::string last = name + std::to_string(i - 1), next = i == times ? name : name + std::to_string(i);
    text += next + ": " + last + " + " + last + ", ";
  }
  return text;
}

void check_line(const std::string& expression, const std::string& wanted) {
  CAPTURE(expression);
  if (wanted.starts_with("error: ")) {
    const auto refused = compiled(expression);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message().find(wanted.substr(7)) != std::string::npos);
    return;
  }
  const Value value = value_of(expression);
  CHECK_MESSAGE(value == value_of(wanted), "gave " << value.to_feel());
}

// Checks a table and gives the number of its lines.
std::size_t lines_held(const std::string& part) {
  std::ifstream file(std::string(STAYSAIL_SOURCE_DIR) + "/tests/scenarios/feel_standard" + part + ".txt");
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) {
    const std::size_t bar = line.rfind(" || ");
    if (line.empty() || line.front() == '#' || bar == std::string::npos) continue;
    check_line(line.substr(0, line.find_last_not_of(' ', bar) + 1), line.substr(bar + 4));
    ++lines;
  }
  return lines;
}

}  // namespace

TEST_CASE("the standard mode gives what its tables say") {
  for (const std::string part : {"", "_functions", "_lists", "_time", "_language"}) CHECK(lines_held(part) > 150);
}

TEST_CASE("what is too large or too deep ends in an error or in null") {
  CHECK(compiled(repeated("1 + ", 300'000) + "1").error().code() == Errc::limit_exceeded);
  CHECK(compiled(repeated("(", 10'000) + "1" + repeated(")", 10'000)).error().code() == Errc::limit_exceeded);
  CHECK(compiled(repeated("function(a) ", 5'000) + "a").error().code() == Errc::limit_exceeded);
  CHECK(compiled("1 instance of " + repeated("list<", 5'000) + "number").error().code() == Errc::limit_exceeded);
  CHECK(value_of("for i in 1..2000, j in 1..2000 return 1").is_null());
  CHECK(value_of("{f: function(f, n) f(f, n + 1), r: f(f, 0)}.r").is_null());
  CHECK(value_of("{f: function(f, n) if n = 0 then 1 else f(f, n - 1) + f(f, n - 1), r: f(f, 90)}.r").is_null());
  CHECK(value_of("matches(\"" + repeated("a", 5'000) + "\", \"(a+)+(a+)+(a+)+$\")").is_true());
  CHECK(value_of("matches(\"" + repeated("a", 5'000) + "b\", \"^(a+)+$\")").is_false());
  CHECK(value_of("matches(\"a\", \"((a{1,900}){1,900}){1,900}\")").is_null());
  CHECK(value_of("matches(\"" + repeated("a", 5'000) + "\", \"((a*)*)*\\2b\")").is_null());
  CHECK(value_of("matches(\"a\", \"(a)(\\1{1,900}){1,900}\")").is_null());
  CHECK(value_of("matches(\"a\", \"(a)\\1" + repeated("(", 200) + repeated(")", 200) + "\")").is_null());
  CHECK(value_of("for i in 1..1000 return matches(\"" + repeated("a", 40) + "\", \"((a*)*)*\\2b\")").is_null());
}

TEST_CASE("a text is never read as FEEL") {
  CHECK(value_of("string length(\"1 + 1\")") == Value::number(5));
  CHECK(value_of("{a: \"b + 1\", b: 1, c: a}.c") == Value::text("b + 1"));
  CHECK(value_of("(function(x) external {java: {class: \"java.lang.Runtime\"}})(1)").is_null());
}

TEST_CASE("what compares each item with each ends as well") {
  CHECK(value_of("count(distinct values(for i in 1..900 return i))") == Value::number(900));
  CHECK(value_of("distinct values(for i in 1..20000 return i)").is_null());
  CHECK(value_of("context(for i in 1..20000 return {key: string(i), value: i})").is_null());
  CHECK(value_of("context merge(for i in 1..20000 return {a: i})").is_null());
}

TEST_CASE("work on long values counts as several steps [slow]") {
  CHECK(value_of(doubled("a", "\"" + repeated("x", 64) + "\"", 13) + "r: for i in 1..1000000 return upper case(a)}.r")
            .is_null());
  CHECK(value_of(doubled("a", "\"" + repeated("x", 64) + "\"", 13) + "r: for i in 1..1000000 return a + \"y\"}.r")
            .is_null());
  CHECK(value_of("{a: for i in 1..100000 return i, r: for i in 1..1000000 return a = a}.r").is_null());
  CHECK(value_of("{a: for i in 1..100000 return i, r: for i in 1..1000000 return sum(a)}.r").is_null());
  CHECK(value_of("{a: for i in 1..100000 return {b: i}, r: for i in 1..1000000 return a.b}.r").is_null());
  CHECK(value_of("for i in 1..1000 return distinct values(for j in 1..2000 return j)").is_null());
}

TEST_CASE("what other products would run in a value is a text like any other") {
  for (const std::string payload :
       {"${7*7}", "#{7*7}", "{{7*7}}", "<%= 7*7 %>", "=1+1", "T(java.lang.Runtime).getRuntime()", "1) or (1 = 1",
        "'; drop table customer; --", "@\\\"2026-01-01\\\"", "\\u0022 + today()", "function() 1"}) {
    CAPTURE(payload);
    const Value value = value_of("\"" + payload + "\"");
    REQUIRE(value.kind() == ValueKind::text);
    Scope scope;
    scope.add("x", FeelType::text());
    const auto same = Expression::compile("x = \"" + payload + "\" and string(x) = x and [x][item = x][1] = x", scope);
    REQUIRE(same.has_value());
    CHECK(same->evaluate({{"x", value}}).is_true());
  }
}
