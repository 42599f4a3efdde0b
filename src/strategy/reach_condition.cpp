#include "reach_condition.hpp"

#include <algorithm>

namespace staysail::strategy {
namespace {

void add_alternative(std::string& text, const std::string& alternative) {
  text += (text.empty() ? "" : " or ") + alternative;
}

bool concerns(const StageProhibition& prohibition, const Strategy& strategy, const std::string& stage) {
  return prohibition.stage == stage &&
         std::find(prohibition.kinds.begin(), prohibition.kinds.end(), strategy.kind) != prohibition.kinds.end();
}

// What must be true in a stage beside the condition: empty for nothing, "false" where it never may act. A remark at the
// end of a text ends with the line.
std::string demand_in(const Strategy& strategy, const ContactPolicy& policy, const std::string& stage) {
  if (!policy.may_address(strategy, stage)) return "false";
  std::string demand;
  for (const StageProhibition& prohibition : policy.prohibitions)
    if (concerns(prohibition, strategy, stage)) demand += " and (" + prohibition.unless + "\n)";
  return demand;
}

// FEEL over `stage`, empty where every stage is open. A line without a stage is no business of prohibitions.
std::string stage_demand(const Strategy& strategy, const FrameScope& frame, const ContactPolicy& policy) {
  if (frame.stages.empty()) return {};
  std::string open, lifted;
  bool every = strategy.stages.empty();
  for (const std::string& stage : frame.stages) {
    const std::string demand = demand_in(strategy, policy, stage);
    every = every && demand.empty();
    if (demand.empty()) open += (open.empty() ? "\"" : ", \"") + stage + "\"";
    else if (demand != "false") add_alternative(lifted, "(stage = \"" + stage + "\"" + demand + ")");
  }
  if (every) return {};
  std::string text = strategy.stages.empty() ? "stage = null" : "";
  if (!open.empty()) add_alternative(text, "stage in (" + open + ")");
  if (!lifted.empty()) add_alternative(text, lifted);
  return text.empty() ? "false" : text;
}

}  // namespace

Result<ReachCondition> reach_condition(const Strategy& strategy, const FrameScope& frame, const ContactPolicy& policy) {
  STAYSAIL_TRY(const Expression when, Expression::compile(strategy.when, frame.scope, strategy.when_place));
  const std::string demand = stage_demand(strategy, frame, policy);
  if (demand.empty()) return ReachCondition{when, when, false};
  const std::string text = "(" + strategy.when + "\n) and (" + demand + ")";
  const auto reach = Expression::compile(text, frame.scope, strategy.when_place);
  return reach ? ReachCondition{when, *reach, true} : ReachCondition{when, when, false};
}

Result<std::vector<ReachCondition>> reach_conditions(const std::vector<Strategy>& strategies, const FrameScope& frame,
                                                     const ContactPolicy& policy) {
  std::vector<ReachCondition> all;
  for (const Strategy& strategy : strategies) {
    STAYSAIL_TRY(ReachCondition one, reach_condition(strategy, frame, policy));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace staysail::strategy
