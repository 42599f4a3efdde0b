#include "simulator/simulated_boss.hpp"

#include "simulator/names.hpp"
#include "simulator/operator.hpp"
#include "simulator/response.hpp"
#include "simulator/simulate.hpp"

namespace staysail::simulator {
namespace {

Eligibility judge(const Operator& lived, const BossAction& action) {
  const auto number = line_of(action.subscription.text());
  if (!number || *number >= lived.lines().size()) return {false, "unknown_subscription"};
  const LineState& line = lived.lines()[*number];
  if (line.status == LineStatus::absent) return {false, "unknown_subscription"};
  if (line.status == LineStatus::terminated) return {false, "line_gone"};
  const auto verb = action_verb_of(staysail::name_of(action.kind));
  if (!verb) return {false, "not_eligible"};
  Action asked;
  asked.verb = *verb;
  asked.parameters = action.parameters;
  if (!is_possible(line, lived.context(), asked)) return {false, "not_eligible"};
  return {true, {}};
}

}  // namespace

Result<std::unique_ptr<SimulatedBossActions>> open_boss(const std::string& folder) {
  STAYSAIL_TRY(Operator loaded, load_operator(folder));
  const auto lived = std::make_shared<const Operator>(std::move(loaded));
  return SimulatedBossActions::open(outbox_folder(folder),
                                    [lived](const BossAction& action) { return judge(*lived, action); });
}

}  // namespace staysail::simulator
