#include "staysail/decision/expression.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "decision/inputs_text.hpp"

using namespace staysail;

namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

struct Scenario {
  std::size_t line = 0;
  std::string expression, inputs, result;
};

std::vector<Scenario> scenarios(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.good());
  std::vector<Scenario> list;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    const std::size_t result = line.find("||");
    if (line.empty() || line.front() == '#' || result == std::string::npos) continue;
    const std::size_t inputs = line.find('|');
    REQUIRE_MESSAGE(inputs < result, path << ":" << number << ": `expression | inputs || result` was expected");
    list.push_back({number, trimmed(line.substr(0, inputs)), trimmed(line.substr(inputs + 1, result - inputs - 1)),
                    trimmed(line.substr(result + 2))});
  }
  return list;
}

void check_error(const Result<Expression>& compiled, const std::string& wanted) {
  REQUIRE_FALSE(compiled.has_value());
  CHECK_MESSAGE(compiled.error().message().find(wanted) != std::string::npos, compiled.error().to_string());
}

void check(const Scenario& scenario) {
  CAPTURE(scenario.line);
  CAPTURE(scenario.expression);
  const Inputs inputs = testing::inputs_from(scenario.inputs);
  Scope scope = testing::scope_of(inputs);
  if (scope.find("x") == nullptr) scope.add("x", FeelType::number());
  const auto compiled = Expression::compile(scenario.expression, scope);
  if (scenario.result.starts_with("error: ")) return check_error(compiled, scenario.result.substr(7));
  REQUIRE_MESSAGE(compiled.has_value(), compiled.error().to_string());
  const auto wanted = Expression::compile(scenario.result, Scope());
  REQUIRE_MESSAGE(wanted.has_value(), wanted.error().to_string());
  const Value value = compiled->evaluate(inputs);
  CHECK_MESSAGE(value == wanted->evaluate(Inputs()), "gave " << value.to_feel());
  const auto reread = Expression::compile(value.to_feel(), Scope());
  REQUIRE_MESSAGE(reread.has_value(), "does not read back: " << value.to_feel());
  CHECK(reread->evaluate(Inputs()) == value);
}

Scope customer() {
  Scope scope;
  scope.add("arpu_3m", FeelType::number()).add("tenure", FeelType::number()).add("city", FeelType::text());
  scope.add("status", std::vector<std::string>{"active", "suspended", "terminated"});
  return scope;
}

Error error_of(std::string_view text) {
  const auto compiled = Expression::compile(text, customer(), {"rules.toml", 7, 9});
  REQUIRE_FALSE(compiled.has_value());
  return compiled.error();
}

}  // namespace

TEST_CASE("FEEL gives what the scenario table says") {
  const auto list = scenarios(STAYSAIL_SOURCE_DIR "/tests/scenarios/feel.txt");
  CHECK(list.size() > 100);
  for (const Scenario& scenario : list) check(scenario);
}

TEST_CASE("an unknown name is an error at its place, with the name that was meant") {
  const Error error = error_of("tenure > 3 and\n  arpu_3n > 50");
  CHECK(error.code() == Errc::unknown_name);
  CHECK(error.message().find("arpu_3m") != std::string::npos);
  CHECK(error.place()->file == "rules.toml");
  CHECK(error.place()->line == 8);
  CHECK(error.place()->column == 3);
}

TEST_CASE("a scope admits values of its types, nulls and names that it does not have") {
  CHECK(customer().admits({{"tenure", Value::number(3)}, {"city", Value()}, {"other", Value::number(1)}}));
  const Status refused = customer().admits({{"tenure", Value::text("3")}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::type_mismatch);
  CHECK(refused.error().message() == "a number was expected under the name tenure, not \"3\"");
}

TEST_CASE("columns of errors count characters from the origin") {
  const Error error = error_of("city = \"北京\" and citi = \"x\"");
  CHECK(error.place()->line == 7);
  CHECK(error.place()->column == 9 + 16);
}

TEST_CASE("an enumerated text is never another text") {
  const Error error = error_of("status = \"suspendet\"");
  CHECK(error.code() == Errc::unknown_name);
  CHECK(error.message().find("did you mean \"suspended\"?") != std::string::npos);
  CHECK(error_of("status in (\"active\", \"gone\")").message().find("\"terminated\"") != std::string::npos);
  CHECK(Expression::compile("status in (\"active\", \"suspended\")", customer()).has_value());
}

TEST_CASE("the standard profile lets through what can only be null") {
  CHECK(error_of("tenure > \"a\"").code() == Errc::type_mismatch);
  const auto compiled = Expression::compile("tenure > \"a\"", customer(), {}, Profile::standard);
  REQUIRE(compiled.has_value());
  CHECK(compiled->evaluate({{"tenure", Value::number(1)}}).is_null());
}

TEST_CASE("a regular expression that is written out and is none is refused where rules are strict") {
  const Error error = error_of("matches(city, \"[武\")");
  CHECK(error.code() == Errc::syntax_error);
  CHECK(error.place()->column == 9 + 14);
  CHECK(error_of("replace(city, \"a\", \"b\", \"z\") = city").code() == Errc::syntax_error);
  CHECK(error_of("count(split(city, \"(\")) > 1").code() == Errc::syntax_error);
  CHECK(Expression::compile("matches(city, \"^[武汉]+$\", \"i\")", customer()).has_value());
  CHECK(Expression::compile("matches(city, \"[武\")", customer(), {}, Profile::standard)
            ->evaluate({{"city", Value::text("x")}})
            .is_null());
}

TEST_CASE("a mixed and/or without parentheses is a warning that shows the fix") {
  const auto mixed = Expression::compile("tenure > 1 and arpu_3m > 2 or city = \"x\"", customer(), {"f", 3, 5});
  REQUIRE(mixed.has_value());
  REQUIRE(mixed->warnings().size() == 1);
  CHECK(mixed->warnings()[0].message.find("(tenure > 1 and arpu_3m > 2) or city = \"x\"") != std::string::npos);
  CHECK(mixed->warnings()[0].place.column == 5);
  CHECK(Expression::compile("(tenure > 1 and arpu_3m > 2) or city = \"x\"", customer())->warnings().empty());
  CHECK(Expression::compile("tenure between 1 and 2 or arpu_3m > 2", customer())->warnings().empty());
}

TEST_CASE("limits end in an error that says so") {
  CHECK(error_of(std::string(kMaxExpressionBytes + 1, ' ')).code() == Errc::limit_exceeded);
  CHECK(error_of(std::string(10000, '(')).code() == Errc::limit_exceeded);
  CHECK(error_of(std::string(10000, '-') + "1").code() == Errc::limit_exceeded);
  CHECK(error_of(std::string(10000, '[')).code() == Errc::limit_exceeded);
  std::string chain = "1";
  for (int i = 0; i < 2000; ++i) chain += "+1";
  CHECK(error_of(chain).code() == Errc::limit_exceeded);
  std::string either = "tenure = 0";
  for (int i = 1; i < 3000; ++i) either += " or tenure = " + std::to_string(i);
  CHECK(Expression::compile(either, customer())->evaluate({{"tenure", Value::number(2999)}}).is_true());
}

TEST_CASE("expressions that would fill the memory give null") {
  const auto value_of = [](std::string_view text) { return Expression::compile(text, Scope())->evaluate(Inputs()); };
  CHECK(value_of("for a in 1..100000, b in 1..100000 return a").is_null());
  CHECK(value_of("count([1..2][true])") == Value::number(1));
  std::string doubling = "{a0: [1, 1]";
  for (int i = 1; i < 60; ++i)
    doubling += ", a" + std::to_string(i) + ": [a" + std::to_string(i - 1) + ", a" + std::to_string(i - 1) + "]";
  CHECK(value_of(doubling + "}").is_null());
  std::string text = "{a0: \"0123456789\"";
  for (int i = 1; i < 60; ++i)
    text += ", a" + std::to_string(i) + ": a" + std::to_string(i - 1) + " + a" + std::to_string(i - 1);
  CHECK(value_of(text + "}.a59").is_null());
  CHECK(value_of(text + "}.a3") ==
        Value::text("01234567890123456789012345678901234567890123456789012345678901234567890123456789"));
}

TEST_CASE("names are listed in order of first use, and constants are known") {
  const auto compiled = Expression::compile("city = \"x\" and tenure > 1 and city != \"y\"", customer());
  CHECK(compiled->names() == std::vector<std::string>{"city", "tenure"});
  CHECK(compiled->constant() == nullptr);
  CHECK(*Expression::compile("1 + 1", customer())->constant() == Value::number(2));
  CHECK(compiled->type().is(ValueKind::boolean));
}

TEST_CASE("cells are unary tests of the input") {
  const auto holds = [](std::string_view cell, const Value& input) {
    const auto tests = Expression::compile_tests(cell, FeelType::number(), customer());
    REQUIRE_MESSAGE(tests.has_value(), tests.error().to_string());
    return tests->evaluate({{"?", input}, {"tenure", Value::number(5)}});
  };
  CHECK(holds("-", Value()).is_true());
  CHECK(holds(">= 60", Value::number(60)).is_true());
  CHECK(holds("[3..12)", Value::number(12)).is_false());
  CHECK(holds("1, 2, > 10", Value::number(2)).is_true());
  CHECK(holds("not(1, 2)", Value::number(2)).is_false());
  CHECK(holds("not(1, 2)", Value::number(3)).is_true());
  CHECK(holds("null", Value()).is_true());
  CHECK(holds("not(null)", Value()).is_false());
  CHECK(holds("> 3", Value()).is_null());
  CHECK(holds("< tenure", Value::number(4)).is_true());
  CHECK(holds("? > 3 and ? < tenure", Value::number(4)).is_true());
  CHECK(holds("odd(?)", Value::number(4)).is_false());
  CHECK_FALSE(Expression::compile_tests("\"a\"", FeelType::number(), customer()).has_value());
  CHECK_FALSE(Expression::compile_tests("", FeelType::number(), customer()).has_value());
}

TEST_CASE("explain names the conditions that decide, with value and bound") {
  const auto rule = Expression::compile(
      "tenure >= 12 and (arpu_3m >= 50 or city = \"上海\") and status in (\"active\", \"suspended\")", customer());
  REQUIRE(rule.has_value());
  const Inputs poor{{"tenure", Value::number(3)},
                    {"arpu_3m", *[] { return std::optional(Value::number(*Decimal::parse("49.90"))); }()},
                    {"city", Value::text("北京")},
                    {"status", Value::text("active")}};
  const auto why_not = rule->explain(poor);
  REQUIRE(why_not.size() == 3);
  CHECK(why_not[0].text == "tenure >= 12");
  CHECK(why_not[0].actual == "tenure = 3");
  CHECK(why_not[0].bound == "12");
  CHECK(why_not[0].holds.is_false());
  CHECK(why_not[1].actual == "arpu_3m = 49.9");
  CHECK(why_not[2].text == "city = \"上海\"");
  CHECK(rule->conditions(poor).size() == 4);
  Inputs good = poor;
  good.set("tenure", Value::number(12)).set("city", Value::text("上海"));
  const auto why = rule->explain(good);
  REQUIRE(why.size() == 3);
  CHECK(why[1].text == "city = \"上海\"");
  CHECK(why[2].text == "status in (\"active\", \"suspended\")");
  CHECK(why[2].bound == "(\"active\", \"suspended\")");
}

TEST_CASE("explain gives the values of names on both sides of a comparison") {
  const auto rule = Expression::compile("arpu_3m >= 1.3 * tenure", customer());
  const auto why_not = rule->explain({{"tenure", Value::number(60)}, {"arpu_3m", Value::number(70)}});
  REQUIRE(why_not.size() == 1);
  CHECK(why_not[0].actual == "arpu_3m = 70, tenure = 60");
  CHECK(why_not[0].bound == "78");
}

TEST_CASE("explain says which null kept a rule from holding") {
  const auto rule = Expression::compile("tenure >= 12 and arpu_3m >= 50", customer());
  const auto why_not = rule->explain({{"tenure", Value::number(20)}});
  REQUIRE(why_not.size() == 1);
  CHECK(why_not[0].actual == "arpu_3m = null");
  CHECK(why_not[0].holds.is_null());
}
