// Outcomes close tasks, earlier periods are evaluated, and the knowledge base learns.
#include "night_run.hpp"
#include "effect_tables.hpp"
#include "past_periods.hpp"
#include "staysail/cycle/knowledge_shelf.hpp"
#include "staysail/evaluation/evaluation.hpp"
#include "staysail/knowledge/learning.hpp"
#include "staysail/work/task_outcomes.hpp"

namespace staysail::cycle {
namespace {

// An effect is looked at again for this many months after the tasks were issued.
constexpr int kEvaluatedMonths = 3;

}  // namespace

Status NightRun::hear_outcomes() {
  options_.control.report("outcomes", 0, 0);
  TaskDesk desk(parts_.store->entities());
  STAYSAIL_TRY(auto told, outcomes_of(*population_, desk));
  STAYSAIL_TRY(const OutcomeReport heard, take_outcomes(desk, *work_, std::move(told)));
  result_.tasks_closed = heard.closed;
  STAYSAIL_TRY(const auto months, population_->months_of("outcomes"));
  room("outcomes", !months.empty(), months.empty() ? "the feeds tell of no outcomes" : "");
  return ok();
}

Status NightRun::evaluate_past() {
  options_.control.report("evaluation", 0, 0);
  STAYSAIL_TRY(knowledge_, load_knowledge(*parts_.store));
  for (int back = kEvaluatedMonths; back >= 1; --back) {
    STAYSAIL_TRY(const auto past, NightRecord::load(*parts_.store, night_.period() - back));
    if (past) STAYSAIL_CHECK(evaluate_period(*past));
  }
  STAYSAIL_TRY(night_.effects, effects_table(reports_));
  room("evaluation", !reports_.empty(), reports_.empty() ? "no earlier night has issued or held out anything" : "");
  room("knowledge", true);
  return save_knowledge(*parts_.store, knowledge_);
}

Status NightRun::evaluate_period(const NightRecord& past) {
  TaskDesk desk(parts_.store->entities());
  TaskFilter filter;
  filter.period = past.period().to_string();
  STAYSAIL_TRY(const auto tasks, desk.list(filter));
  const auto exposures = exposures_of(past, tasks);
  if (exposures.empty()) return ok();
  STAYSAIL_TRY(const auto outcomes, outcomes_of(past, tasks, night_.decision, *population_));
  EvaluationOptions options;
  options.currency = playbook_->identity().currency;
  const auto share = playbook_->contact().hold_out.share_basis_points;
  if (share != 0) options.planned_hold_out = share;
  STAYSAIL_TRY(auto report, evaluate(past.period(), exposures, outcomes, options));
  STAYSAIL_CHECK(learn(knowledge_, report));
  reports_.push_back(std::move(report));
  return ok();
}

}  // namespace staysail::cycle
