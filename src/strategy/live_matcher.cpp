#include "staysail/strategy/live_matcher.hpp"

namespace staysail {
namespace {

Result<std::shared_ptr<const MatcherInForce>> made(Matcher matcher, const Schema& columns, const Inputs& constants) {
  STAYSAIL_TRY(BoundMatcher bound, matcher.bind(columns, constants));
  ConditionIndex index = bound.index();
  return std::make_shared<const MatcherInForce>(MatcherInForce{std::move(matcher), std::move(bound), std::move(index)});
}

}  // namespace

// Strategies that are none can always be tied.
LiveMatcher::LiveMatcher(Scope scope, Schema columns, Inputs constants)
    : scope_(std::move(scope)),
      columns_(std::move(columns)),
      constants_(std::move(constants)),
      in_force_(*made(Matcher(), columns_, constants_)) {}

std::shared_ptr<const MatcherInForce> LiveMatcher::in_force() const {
  const std::lock_guard lock(mutex_);
  return in_force_;
}

Status LiveMatcher::replace(std::vector<MatchRule> rules) {
  STAYSAIL_TRY(Matcher matcher, Matcher::compile(std::move(rules), scope_));
  STAYSAIL_TRY(std::shared_ptr<const MatcherInForce> next, made(std::move(matcher), columns_, constants_));
  const std::lock_guard lock(mutex_);
  in_force_.swap(next);
  return ok();
}

}  // namespace staysail
