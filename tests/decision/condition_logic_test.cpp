#include "staysail/decision/condition_logic.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace staysail;

namespace {

Scope scope() {
  Scope scope;
  scope.add("months", FeelType::number(0)).add("fee", FeelType::number(2)).add("price", FeelType::number(2));
  return scope.add("barred", FeelType::boolean())
      .add("status", {"active", "barred", "ended"})
      .add("city", FeelType::text());
}

ConditionLogic logic_of(const std::vector<std::string>& texts) {
  std::vector<Expression> conditions;
  for (const std::string& text : texts) {
    const auto compiled = Expression::compile(text, scope(), {"s.toml", 4, 9});
    REQUIRE_MESSAGE(compiled.has_value(), compiled.error().to_string());
    conditions.push_back(*compiled);
  }
  return ConditionLogic(std::move(conditions));
}

Shown can_hold(const std::string& text) { return logic_of({text}).can_hold(0).shown; }
Shown can_fail(const std::string& text) { return logic_of({text}).can_fail(0).shown; }

int pick(int count) { return *rc::gen::inRange(0, count); }

std::string one_of(const std::vector<std::string>& choices) {
  return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
}

std::string random_condition(int depth) {
  if (depth == 0)
    return one_of({"months > 3", "months <= 3", "months in [1..5]", "months = 4", "months != 2", "months = null",
                   "barred", "status = \"active\"", "status in (\"barred\", \"ended\")", "status != null",
                   "not(months < 2)"});
  switch (pick(3)) {
    case 0: return "not(" + random_condition(depth - 1) + ")";
    case 1: return "(" + random_condition(depth - 1) + " and " + random_condition(depth - 1) + ")";
    default: return "(" + random_condition(depth - 1) + " or " + random_condition(depth - 1) + ")";
  }
}

// Every customer there can be, as far as these conditions tell one from another.
std::vector<Inputs> everybody() {
  std::vector<Inputs> all;
  for (int months = -1; months <= 8; ++months)
    for (const Value& barred : {Value(), Value::boolean(true), Value::boolean(false)})
      for (const Value& status : {Value(), Value::text("active"), Value::text("barred"), Value::text("ended")})
        all.push_back(
            {{"months", months == 8 ? Value() : Value::number(months)}, {"barred", barred}, {"status", status}});
  return all;
}

}  // namespace

TEST_CASE("conditions on columns against constants are decided exactly, nulls included") {
  CHECK(can_hold("months > 5 and months < 3") == Shown::impossible);
  CHECK(can_hold("months > 5 and months < 7") == Shown::possible);
  CHECK(can_hold("months > 5 and months < 6") == Shown::impossible);
  CHECK(can_hold("fee > 5 and fee < 5.01") == Shown::impossible);
  CHECK(can_hold("fee > 5 and fee < 5.02") == Shown::possible);
  CHECK(can_hold("status = \"active\" and status = \"ended\"") == Shown::impossible);
  CHECK(can_hold("not(status in (\"active\", \"barred\", \"ended\")) and status != null") == Shown::impossible);
  CHECK(can_fail("months > 3 or months <= 3") == Shown::possible);  // null
  CHECK(can_fail("months > 3 or months <= 3 or months = null") == Shown::impossible);
  CHECK(logic_of({"months > 5 and barred", "months > 3"}).can_hold_without(0, 1).shown == Shown::impossible);
  CHECK(logic_of({"months > 5 and barred", "months > 3"}).can_hold_without(1, 0).shown == Shown::possible);
}

TEST_CASE("what more is asked is left open: impossible even so is proven, else a customer must show it") {
  CHECK(can_hold("fee > 1.3 * price and months > 5 and months < 3") == Shown::impossible);
  CHECK(can_hold("fee > price and not(fee > price)") == Shown::impossible);
  CHECK(can_hold("fee > 2 * price and status = \"active\"") == Shown::possible);
  CHECK(can_hold("fee > price and price > fee") == Shown::unseen);
  CHECK(can_fail("fee >= price or fee < price or fee = null or price = null") == Shown::unseen);
  CHECK(logic_of({"fee > price and barred", "fee > price"}).can_hold_without(0, 1).shown == Shown::impossible);
  CHECK(logic_of({"fee in [1..price]", "fee in [1..price)"}).can_hold_without(0, 1).shown != Shown::impossible);
}

TEST_CASE("an example is a customer for whom the evaluator says so") {
  const Answer answer = logic_of({"fee > 2 * price and months in [7..9] and not(barred)"}).can_hold(0);
  REQUIRE(answer.shown == Shown::possible);
  const auto text = "fee > 2 * price and months in [7..9] and not(barred)";
  CHECK(Expression::compile(text, scope())->evaluate(answer.example).is_true());
}

TEST_CASE("answers are those of looking at every customer") {
  const std::vector<Inputs> all = everybody();
  CHECK(rc::check("everybody", [&all] {
    const std::string a = random_condition(3), b = random_condition(2);
    const auto first = Expression::compile(a, scope()), second = Expression::compile(b, scope());
    const ConditionLogic logic({*first, *second});
    bool holds = false, fails = false, together = false, without = false;
    for (const Inputs& customer : all) {
      const bool in_a = first->evaluate(customer).is_true(), in_b = second->evaluate(customer).is_true();
      holds |= in_a;
      fails |= !in_a;
      together |= in_a && in_b;
      without |= in_a && !in_b;
    }
    const auto expected = [](bool there) { return there ? Shown::possible : Shown::impossible; };
    RC_ASSERT(logic.can_hold(0).shown == expected(holds));
    RC_ASSERT(logic.can_fail(0).shown == expected(fails));
    RC_ASSERT(logic.can_hold_both(0, 1).shown == expected(together));
    RC_ASSERT(logic.can_hold_without(0, 1).shown == expected(without));
  }));
}

TEST_CASE("a negation that meets a null is told, with what becomes of the customer") {
  const auto risks = logic_of({"months > 3 and not(fee > 0) and city != \"Xi'an\""}).null_risks(0);
  REQUIRE(risks.size() == 2);
  CHECK(risks[0].name == "fee");
  CHECK_FALSE(risks[0].taken);
  CHECK(risks[0].text == "not(fee > 0)");
  CHECK(risks[0].place.column == 24);
  CHECK(risks[1].name == "city");
  CHECK(risks[1].taken);
  CHECK(logic_of({"not(status = \"active\")"}).null_risks(0).front().taken);
  CHECK(logic_of({"fee > 3 and not(fee > 9)"}).null_risks(0).empty());
  CHECK(logic_of({"fee != null and fee != 9"}).null_risks(0).empty());
  CHECK(logic_of({"fee = null or not(fee > 9)"}).null_risks(0).empty());
  const std::vector<std::string> never_null = {"fee"};
  CHECK(logic_of({"not(fee > 9)"}).null_risks(0, never_null).empty());
}
