#include "simulator/simulated_boss_actions.hpp"

#include "simulator/names.hpp"
#include "simulator/response.hpp"
#include "simulator/simulate.hpp"

namespace staysail::simulator {

Result<std::unique_ptr<SimulatedBossActions>> SimulatedBossActions::open(const std::string& folder) {
  STAYSAIL_TRY(Operator lived, load_operator(folder));
  STAYSAIL_TRY(auto outbox, OutboxActions::open(outbox_folder(folder)));
  return std::unique_ptr<SimulatedBossActions>(new SimulatedBossActions(std::move(lived), std::move(outbox)));
}

Eligibility SimulatedBossActions::judge(const BossAction& action) const {
  const auto number = line_of(action.subscription.text());
  if (!number || *number >= lived_.lines().size()) return {false, "unknown_subscription"};
  const LineState& line = lived_.lines()[*number];
  if (line.status == LineStatus::absent) return {false, "unknown_subscription"};
  if (line.status == LineStatus::terminated) return {false, "line_gone"};
  const auto verb = action_verb_of(staysail::name_of(action.kind));
  if (!verb) return {false, "not_eligible"};
  Action asked;
  asked.verb = *verb;
  asked.parameters = action.parameters;
  if (!is_possible(line, lived_.context(), asked)) return {false, "not_eligible"};
  return {true, {}};
}

Result<std::vector<Eligibility>> SimulatedBossActions::check_eligibility(std::span<const BossAction> actions) {
  std::vector<Eligibility> answers;
  for (const BossAction& action : actions) answers.push_back(judge(action));
  return answers;
}

Result<std::vector<ActionReceipt>> SimulatedBossActions::submit(std::span<const BossAction> actions, const std::string& token) {
  return outbox_->submit(actions, token);
}

Result<std::vector<ActionReceipt>> SimulatedBossActions::status(std::span<const std::string> action_tokens) { return outbox_->status(action_tokens); }

}  // namespace staysail::simulator
