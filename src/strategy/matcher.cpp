#include "staysail/strategy/matcher.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace staysail {
namespace {

Status check_unique(const std::vector<MatchRule>& rules) {
  std::set<std::string> seen;
  for (const MatchRule& rule : rules) {
    if (!seen.insert(rule.id.text()).second) {
      return Error::at(rule.place, Errc::conflict, "two strategies have one id; give each its own: " + rule.id.text());
    }
  }
  return ok();
}

Result<Expression> compile_condition(const MatchRule& rule, const Scope& scope) {
  auto condition = Expression::compile(rule.when, scope, rule.place);
  if (!condition) return condition.error().within("strategy " + rule.id.text());
  const FeelType& type = condition->type();
  if (!type.may_be(ValueKind::boolean)) {
    return Error::at(
        rule.place, Errc::type_mismatch,
        "the condition of strategy " + rule.id.text() + " must be true or false, but it is a " + type.to_string());
  }
  return condition;
}

std::vector<std::uint32_t> priority_order(const std::vector<MatchRule>& rules) {
  std::vector<std::uint32_t> order(rules.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&rules](std::uint32_t a, std::uint32_t b) {
    if (rules[a].priority != rules[b].priority) return rules[a].priority > rules[b].priority;
    return rules[a].id < rules[b].id;
  });
  return order;
}

}  // namespace

Matcher::Matcher(std::vector<MatchRule> rules, ConditionSet conditions) : conditions_(std::move(conditions)) {
  std::vector<std::string> ids;
  for (const MatchRule& rule : rules) ids.push_back(rule.id.text());
  by_priority_ = std::make_shared<const std::vector<std::uint32_t>>(priority_order(rules));
  ids_ = std::make_shared<const std::vector<std::string>>(std::move(ids));
  rules_ = std::make_shared<const std::vector<MatchRule>>(std::move(rules));
}

Result<Matcher> Matcher::compile(std::vector<MatchRule> rules, const Scope& scope) {
  STAYSAIL_CHECK(check_unique(rules));
  std::vector<Expression> conditions;
  for (const MatchRule& rule : rules) {
    STAYSAIL_TRY(Expression condition, compile_condition(rule, scope));
    conditions.push_back(std::move(condition));
  }
  return Matcher(std::move(rules), ConditionSet::of(std::move(conditions)));
}

Result<BoundMatcher> Matcher::bind(const Schema& columns, const Inputs& constants) const {
  std::size_t at_fault = 0;
  auto bound = conditions_.bind(columns, constants, &at_fault);
  if (!bound) return bound.error().within("strategy " + (*ids_)[at_fault]);
  return BoundMatcher(*std::move(bound), by_priority_, ids_);
}

Result<Matches> Matcher::match(const Batch& frame, const Inputs& constants, Executor& executor,
                               const MatchOptions& options, const Control& control) const {
  STAYSAIL_TRY(const BoundMatcher bound, bind(frame.schema(), constants));
  STAYSAIL_TRY(const RowCodes codes, bound.encode(frame, executor, nullptr, control));
  return bound.match(codes, executor, options, control);
}

}  // namespace staysail
