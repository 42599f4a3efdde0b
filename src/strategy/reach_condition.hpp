// A strategy's condition, narrowed by the stages in which the strategy and the playbook let it act.
#pragma once

#include <vector>

#include "staysail/strategy/strategy_file.hpp"

namespace staysail::strategy {

struct ReachCondition {
  Expression when;
  Expression reach;     // when, and the stage guard (Verdict::stage_forbidden) lets it pass
  bool staged = false;  // false: reach is when
};

// Where no stages are known, and for conditions too long to be narrowed, `reach` is `when`.
Result<ReachCondition> reach_condition(const Strategy& strategy, const FrameScope& frame, const ContactPolicy& policy);
Result<std::vector<ReachCondition>> reach_conditions(const std::vector<Strategy>& strategies, const FrameScope& frame,
                                                     const ContactPolicy& policy);

}  // namespace staysail::strategy
