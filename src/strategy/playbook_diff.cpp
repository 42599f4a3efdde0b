#include "staysail/strategy/playbook_diff.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "condition_words.hpp"
#include "plan_frame.hpp"
#include "playbook_changes.hpp"

namespace staysail {
namespace strategy {
namespace {

// What the tables of a playbook say of the frame, in the place of what the frame had.
Result<Batch> with_columns(Batch frame, const Batch& found) {
  for (const Column& column : found.columns()) {
    if (column.field().name == "subscription_id") continue;
    STAYSAIL_TRY(frame, frame.with(column));
  }
  return frame;
}

Result<Batch> decided_frame(const Playbook& playbook, const PlaybookDiffRequest& request) {
  Batch frame = request.frame;
  if (playbook.segments() != nullptr) {
    STAYSAIL_TRY(const Batch segments,
                 playbook.segments()->segments(frame, request.as_of, {request.executor, request.batch_rows}));
    STAYSAIL_TRY(frame, with_columns(frame, segments));
  }
  if (playbook.warnings() != nullptr) {
    STAYSAIL_TRY(const Batch warnings,
                 playbook.warnings()->warnings(frame, request.as_of, {request.executor, request.batch_rows}));
    STAYSAIL_TRY(frame, with_columns(frame, warnings));
  }
  return frame;
}

Result<Plan> plan_of(const Playbook& playbook, const PlaybookDiffRequest& request, const Control& control) {
  PlanRequest plan;
  plan.strategies = playbook.strategies();
  plan.matcher = &playbook.matcher();
  plan.policy = &playbook.contact();
  plan.as_of = request.as_of;
  plan.history = request.history;
  plan.consent = request.consent;
  plan.actions = request.actions;
  plan.executor = request.executor;
  plan.batch_rows = request.batch_rows;
  STAYSAIL_TRY(plan.frame, decided_frame(playbook, request));
  return make_plan(plan, control);
}

// One side: a playbook and its plan, with strategies found by id.
class Side {
 public:
  static Result<Side> of(const Playbook& playbook, const PlaybookDiffRequest& request, const Control& control) {
    auto plan = plan_of(playbook, request, control);
    if (!plan)
      return plan.error().within("the frame cannot be decided by the playbook in " + playbook.folder() +
                                 "; run a night with it first");
    return Side(playbook, std::move(*plan));
  }

  const Plan& plan() const { return plan_; }
  const std::map<StrategyId, std::uint32_t>& strategies() const { return positions_; }
  const Strategy* find(const StrategyId& id) const {
    const auto found = positions_.find(id);
    return found == positions_.end() ? nullptr : &(*plan_.strategies)[found->second];
  }
  std::uint64_t matched(const StrategyId& id) const {
    const auto found = positions_.find(id);
    return found == positions_.end() ? 0 : plan_.funnel[found->second].matched();
  }
  // The strategies that are tasks of a row, by id.
  const std::vector<StrategyId>& tasks(std::uint32_t row) const { return tasks_[row]; }

  MissedTask missed(std::uint32_t row, const StrategyId& id) const {
    const auto found = positions_.find(id);
    if (found == positions_.end()) return {"absent", ""};
    const Candidate* candidate = candidate_of(row, found->second);
    if (candidate == nullptr) return {std::string(name_of(Verdict::no_match)), failing(row, found->second)};
    return {std::string(name_of(candidate->verdict)), reason_of(*candidate)};
  }

 private:
  Side(const Playbook& playbook, Plan plan) : playbook_(&playbook), plan_(std::move(plan)) {
    for (std::uint32_t i = 0; i < plan_.strategies->size(); ++i) positions_.emplace((*plan_.strategies)[i].id, i);
    tasks_.resize(plan_.frame.rows());
    for (const Candidate& candidate : plan_.candidates)
      if (candidate.verdict == Verdict::task) tasks_[candidate.row].push_back(plan_.strategy_of(candidate).id);
    for (auto& ids : tasks_) std::sort(ids.begin(), ids.end());
  }

  const Candidate* candidate_of(std::uint32_t row, std::uint32_t strategy) const {
    const auto before = [](const Candidate& a, const std::pair<std::uint32_t, std::uint32_t>& b) {
      return std::pair(a.row, a.strategy) < b;
    };
    const auto found =
        std::lower_bound(plan_.candidates.begin(), plan_.candidates.end(), std::pair(row, strategy), before);
    const bool there = found != plan_.candidates.end() && found->row == row && found->strategy == strategy;
    return there ? &*found : nullptr;
  }

  std::string failing(std::uint32_t row, std::uint32_t strategy) const {
    Inputs inputs = Inputs::of_row(plan_.frame.columns(), row);
    inputs.set("as_of", Value::date(plan_.as_of));
    return conditions_with_values(playbook_->matcher().condition(strategy).explain(inputs));
  }

  std::string reason_of(const Candidate& candidate) const {
    if (candidate.winner != kNoCandidate) return plan_.strategy_of(plan_.candidates[candidate.winner]).id.text();
    return plan_.details[static_cast<std::size_t>(&candidate - plan_.candidates.data())];
  }

  const Playbook* playbook_;
  Plan plan_;
  std::map<StrategyId, std::uint32_t> positions_;
  std::vector<std::vector<StrategyId>> tasks_;
};

class DiffMaker {
 public:
  DiffMaker(const Side& before, const Side& after, const PlanFrame& frame)
      : before_(before), after_(after), frame_(frame) {}

  void fill(PlaybookDiff& diff) {
    diff.subscriptions = before_.plan().frame.rows();
    for (const Side* side : {&before_, &after_})
      for (const auto& [id, position] : side->strategies()) compared(id);
    for (std::uint32_t row = 0; row < diff.subscriptions; ++row) look_at(row, diff.actions);
    for (auto& [id, difference] : strategies_) diff.strategies.push_back(std::move(difference));
    std::sort(diff.actions.begin(), diff.actions.end(), [](const ActionDifference& a, const ActionDifference& b) {
      return std::tie(a.subscription, a.before, a.after) < std::tie(b.subscription, b.before, b.after);
    });
  }

 private:
  void compared(const StrategyId& id) {
    const auto [place, fresh] = strategies_.try_emplace(id);
    if (!fresh) return;
    StrategyDifference& difference = place->second;
    const Strategy *old = before_.find(id), *now = after_.find(id);
    difference.id = id;
    if (old != nullptr && now != nullptr) difference.keys = differing_keys(*old, *now);
    difference.fate = old == nullptr            ? StrategyFate::added
                      : now == nullptr          ? StrategyFate::removed
                      : difference.keys.empty() ? StrategyFate::same
                                                : StrategyFate::changed;
    difference.matched_before = before_.matched(id);
    difference.matched_after = after_.matched(id);
  }

  void look_at(std::uint32_t row, std::vector<ActionDifference>& actions) {
    const auto &old = before_.tasks(row), &now = after_.tasks(row);
    std::vector<StrategyId> lost, gained, kept;
    std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(lost));
    std::set_difference(now.begin(), now.end(), old.begin(), old.end(), std::back_inserter(gained));
    std::set_intersection(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(kept));
    for (const StrategyId& id : kept) ++strategies_[id].kept;
    for (std::size_t i = 0; i < std::max(lost.size(), gained.size()); ++i)
      actions.push_back(
          exchange(row, i < lost.size() ? lost[i] : StrategyId(), i < gained.size() ? gained[i] : StrategyId()));
  }

  ActionDifference exchange(std::uint32_t row, const StrategyId& lost, const StrategyId& gained) {
    ActionDifference action;
    action.subscription = SubscriptionId::of(std::string(frame_.subscription(row)));
    action.customer = CustomerId::of(std::string(frame_.customer(row)));
    action.before = lost;
    action.after = gained;
    if (!lost.empty()) action.lost = after_.missed(row, lost);
    if (!gained.empty()) action.gained = before_.missed(row, gained);
    if (!lost.empty()) ++strategies_[lost].lost;
    if (!gained.empty()) ++strategies_[gained].gained;
    return action;
  }

  const Side &before_, &after_;
  const PlanFrame& frame_;
  std::map<StrategyId, StrategyDifference> strategies_;
};

}  // namespace
}  // namespace strategy

Result<PlaybookDiff> diff_playbooks(const PlaybookDiffRequest& request, const Control& control) {
  if (request.before == nullptr || request.after == nullptr)
    return Error(Errc::invalid_argument, "a comparison needs two playbooks: before and after");
  PlaybookDiff diff;
  diff.files = strategy::differing_files(*request.before, *request.after);
  diff.rules = strategy::differing_rules(request.before->contact(), request.after->contact());
  STAYSAIL_TRY(const strategy::PlanFrame frame, strategy::PlanFrame::of(request.frame));
  STAYSAIL_TRY(const auto before, strategy::Side::of(*request.before, request, control));
  STAYSAIL_TRY(const auto after, strategy::Side::of(*request.after, request, control));
  strategy::DiffMaker(before, after, frame).fill(diff);
  return diff;
}

}  // namespace staysail
