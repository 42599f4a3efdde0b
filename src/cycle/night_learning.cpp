// Outcomes close tasks, earlier periods are evaluated, and the knowledge base learns.
#include <algorithm>
#include <set>

#include "effect_tables.hpp"
#include "night_consents.hpp"
#include "night_run.hpp"
#include "past_periods.hpp"
#include "plan_at_rest.hpp"
#include "staysail/cycle/knowledge_shelf.hpp"
#include "staysail/cycle/strategy_titles.hpp"
#include "staysail/evaluation/evaluation.hpp"
#include "staysail/knowledge/learning.hpp"
#include "staysail/work/contact_log.hpp"
#include "staysail/work/issue_plan.hpp"
#include "staysail/work/task_actions.hpp"
#include "staysail/work/task_outcomes.hpp"

namespace staysail::cycle {
namespace {

// An effect is looked at again for this many months after the tasks were issued.
constexpr int kEvaluatedMonths = 3;

template <class Wanted>
std::vector<Exposure> take(std::vector<Exposure>& exposures, const Wanted& wanted) {
  const auto split = std::stable_partition(exposures.begin(), exposures.end(),
                                           [&](const Exposure& exposure) { return !wanted(exposure); });
  std::vector<Exposure> taken(std::make_move_iterator(split), std::make_move_iterator(exposures.end()));
  exposures.erase(split, exposures.end());
  return taken;
}

// Takes out what concerns strategies that hold nobody out: given to everybody, they have nothing to be compared with,
// and would make the arms of the whole programme unlike.
std::vector<Exposure> take_without_hold_out(std::vector<Exposure>& exposures, const std::vector<Strategy>& strategies) {
  std::set<StrategyId> alone;
  for (const auto& strategy : strategies)
    if (!strategy.hold_out) alone.insert(strategy.id);
  return take(exposures, [&](const Exposure& exposure) { return alone.count(exposure.strategy) != 0; });
}

// The effects of single strategies join the report; those of all together do not.
void append_strategies(EvaluationReport& from, EvaluationReport& to) {
  for (auto& effect : from.effects)
    if (!effect.cell.strategy.empty()) to.effects.push_back(std::move(effect));
  std::sort(to.effects.begin(), to.effects.end(),
            [](const EffectEstimate& a, const EffectEstimate& b) { return a.cell < b.cell; });
}

}  // namespace

// Afterwards the store's tasks are as the plan will find them.
Status NightRun::listen() {
  TaskDesk desk(parts_.store->entities());
  STAYSAIL_TRY(const OutcomeReport heard, hear_outcomes(desk, *work_, *population_));
  result_.tasks_closed = heard.closed;
  STAYSAIL_CHECK(tidy_tasks(desk));
  STAYSAIL_TRY(auto past, contact_history(desk, *population_));
  past_contacts_.emplace(std::move(past).of_persons(persons_));
  STAYSAIL_TRY(consents_, consents_of(*population_));
  return ok();
}

Status NightRun::tell_outcomes() {
  options_.control.report("outcomes", 0, 0);
  STAYSAIL_TRY(const auto months, population_->months_of("outcomes"));
  room("outcomes", !months.empty(), months.empty() ? "the feeds tell of no outcomes" : "");
  return ok();
}

// Whatever ends older tasks comes before the plan, so that a night of the same day, spent again, plans the same.
Status NightRun::tidy_tasks(TaskDesk& desk) {
  if (parts_.actions != nullptr) {
    STAYSAIL_TRY(result_.actions, carry_out_actions(desk, *parts_.actions, options_.as_of, options_.control));
  }
  return sweep_tasks(desk, *work_, population_->entities("staff"), population_->entities("units"), options_.as_of)
      .and_then([](auto) { return ok(); });
}

Status NightRun::evaluate_past() {
  options_.control.report("evaluation", 0, 0);
  STAYSAIL_CHECK(keep_strategy_titles(*parts_.store, *playbook_->strategies()));
  STAYSAIL_TRY(names_, readable_names(*parts_.store));
  STAYSAIL_TRY(knowledge_, load_knowledge(*parts_.store));
  BilledMonths bills(*population_);
  for (int back = kEvaluatedMonths; back >= 1; --back) {
    STAYSAIL_TRY(const auto past,
                 NightRecord::load(*parts_.store, night_.period() - back, {{&NightRecord::held_out}, {}}));
    if (past) STAYSAIL_CHECK(evaluate_period(*past, bills));
  }
  STAYSAIL_TRY(night_.effects, effects_table(reports_));
  room("evaluation", !reports_.empty(), reports_.empty() ? "no earlier night has issued or held out anything" : "");
  room("knowledge", true);
  return save_knowledge(*parts_.store, knowledge_);
}

Status NightRun::evaluate_period(const NightRecord& past, BilledMonths& bills) {
  TaskDesk desk(parts_.store->entities());
  TaskFilter filter;
  filter.period = past.period().to_string();
  STAYSAIL_TRY(const auto tasks, desk.list(filter));
  auto compared = exposures_of(past, tasks);
  if (compared.empty()) return ok();
  const auto leavers = take(compared, [](const Exposure& exposure) { return concerns(exposure, Whom::leavers); });
  const auto alone = take_without_hold_out(compared, *playbook_->strategies());
  STAYSAIL_TRY(const auto outcomes, outcomes_of(past, tasks, night_.decision, bills, Whom::customers));
  STAYSAIL_TRY(const auto returns, outcomes_of(past, tasks, night_.decision, bills, Whom::leavers));
  EvaluationOptions options;
  options.currency = currency_.value_or(playbook_->identity().currency);
  options.names = names_;
  const auto share = playbook_->contact().hold_out.share_basis_points;
  if (share != 0) options.planned_hold_out = share;
  STAYSAIL_TRY(auto report, evaluate(past.period(), compared, outcomes, options));
  STAYSAIL_TRY(auto others, evaluate(past.period(), alone, outcomes, options));
  append_strategies(others, report);
  options.of_leavers = true;
  STAYSAIL_TRY(auto back, evaluate(past.period(), leavers, returns, options));
  append_strategies(back, report);
  STAYSAIL_CHECK(learn(knowledge_, report));
  reports_.push_back(std::move(report));
  return ok();
}

}  // namespace staysail::cycle
