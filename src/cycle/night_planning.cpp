// What to do, for whom, with which advice; then tasks and actions.
#include "night_run.hpp"

#include <algorithm>
#include <map>

#include "effect_tables.hpp"
#include "plan_at_rest.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/strategy/plan_inputs.hpp"
#include "staysail/work/issue_plan.hpp"
#include "staysail/work/task_actions.hpp"

namespace staysail::cycle {
namespace {

// The task names the evidence for its strategy, and the items that say more.
void attach(const std::vector<Advice>& advice, const std::string& language, Task& task) {
  const auto found =
      std::find_if(advice.begin(), advice.end(), [&](const Advice& each) { return each.strategy == task.strategy; });
  if (found == advice.end() || found->strength == EvidenceStrength::none) return;
  task.tactic += (language == "en" ? " " : "") + (language == "en" ? found->english : found->chinese);
  for (const auto& item : found->items)
    if (std::find(task.knowledge.begin(), task.knowledge.end(), item.text()) == task.knowledge.end())
      task.knowledge.push_back(item.text());
}

constexpr const char* kNothingDue = "nothing was due to be asked of the BOSS";

Result<PlanWorth> worth_of(const Plan& plan) {
  PlanWorth worth;
  STAYSAIL_TRY(worth.given, rescale(plan.value_hundredths, 2, 2));
  STAYSAIL_TRY(worth.bound, rescale(plan.bound_hundredths, 2, 2));
  return worth;
}

}  // namespace

PlanRequest NightRun::plan_request() {
  PlanRequest request;
  request.strategies = playbook_->strategies();
  request.matcher = &playbook_->matcher();
  request.policy = &playbook_->contact();
  request.frame = night_.decision;
  request.as_of = options_.as_of;
  request.actions = parts_.actions;
  request.executor = &executor_;
  request.batch_rows = options_.batch_rows;
  return request;
}

Status NightRun::make_the_plan() {
  options_.control.report("strategy", 0, 0);
  if (playbook_->strategies()->empty()) {
    room("strategy", false, "the playbook has no strategies");
    return ok();
  }
  if (!persons_.together().empty()) {
    STAYSAIL_TRY(const Column of_person, persons_.column(night_.decision));
    STAYSAIL_TRY(night_.decision, night_.decision.with(of_person));
  }
  PlanRequest request = plan_request();
  std::optional<AnswersHeard> heard;
  if (parts_.actions != nullptr) request.actions = &heard.emplace(*parts_.actions);
  request.history = &*past_contacts_;
  request.consent = consent_of_persons(consents_, persons_, options_.as_of);
  STAYSAIL_TRY(auto plan, make_plan(request, options_.control));
  plan_.emplace(std::move(plan));
  STAYSAIL_TRY(night_.matches, matches_frame(*plan_));
  STAYSAIL_TRY(night_.held_out, held_out_frame(*plan_));
  STAYSAIL_TRY(night_.funnel, funnel_frame(*plan_));
  if (heard) {
    STAYSAIL_TRY(night_.refusals, heard->refusals());
    ActionReport asked;
    asked.not_asked = heard->unanswered();
    asked.failure = heard->failure();
    result_.actions += asked;
  }
  STAYSAIL_CHECK(keep_at_rest(*plan_, request, options_.control, night_));
  result_.matched = plan_->candidates.size();
  if (playbook_->contact().arbitration.method == ArbitrationMethod::optimise) {
    STAYSAIL_TRY(result_.worth, worth_of(*plan_));
  }
  room("strategy", true, plan_->candidates.empty() ? "no strategy matches any line" : "");
  return ok();
}

Result<std::vector<Task>> NightRun::advised_tasks() {
  auto tasks = tasks_of(*plan_, options_.language);
  std::map<std::pair<std::string, std::string>, std::vector<Advice>> by_group;
  for (auto& task : tasks) {
    auto& advice = by_group[{task.segment, task.stage}];
    if (advice.empty()) {
      STAYSAIL_TRY(advice, advice_for(task.segment, task.stage));
    }
    attach(advice, options_.language, task);
  }
  std::vector<GroupAdvice> groups;
  for (auto& [group, advice] : by_group) groups.push_back(GroupAdvice{group.first, group.second, std::move(advice)});
  STAYSAIL_TRY(night_.advice, advice_table(groups));
  return tasks;
}

Result<std::vector<Advice>> NightRun::advice_for(const std::string& segment, const std::string& stage) const {
  AdviceRequest request;
  request.segment = segment;
  request.stage = stage;
  request.as_of = options_.as_of;
  request.names = names_;
  for (const auto& strategy : *playbook_->strategies())
    if (playbook_->contact().may_address(strategy, stage)) request.strategies.push_back(strategy.id);
  if (request.strategies.empty()) return std::vector<Advice>{};
  return advise(knowledge_, request);
}

// The digest of what was found needs no task.
Status NightRun::carry_out_and_sum_up() { return at_once(&NightRun::carry_out, &NightRun::sum_up); }

Status NightRun::carry_out() {
  constexpr Step steps[] = {&NightRun::issue, &NightRun::act};
  return in_order(steps);
}

Status NightRun::issue() {
  options_.control.report("work", 0, 0);
  TaskDesk desk(parts_.store->entities());
  const Batch &staff = population_->entities("staff"), &units = population_->entities("units");
  if (plan_) {
    STAYSAIL_TRY(auto tasks, advised_tasks());
    STAYSAIL_TRY(const auto issued,
                 issue_tasks(std::move(tasks), *plan_, *work_, staff, units, desk, options_.control));
    result_.tasks_issued = issued.report.issued;
  }
  room("work", true, staff.rows() == 0 ? "no staff is known: tasks wait for somebody" : "");
  return ok();
}

Status NightRun::act() {
  if (parts_.actions == nullptr) {
    room("actions", false, "no BossActions was handed in");
    return ok();
  }
  options_.control.report("actions", 0, 0);
  TaskDesk desk(parts_.store->entities());
  STAYSAIL_TRY(const auto report, submit_actions(desk, *parts_.actions, options_.as_of, options_.control));
  result_.actions += report;
  const ActionReport& all = result_.actions;
  const bool idle = all.submitted + all.sent_again == 0;
  const char* amiss =
      all.not_asked != 0 ? "the BOSS did not say which orders it takes" : "the BOSS did not take all orders";
  room("actions", !all.failure, all.failure ? amiss : idle ? kNothingDue : "");
  return ok();
}

}  // namespace staysail::cycle
