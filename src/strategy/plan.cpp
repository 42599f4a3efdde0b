#include "staysail/strategy/plan.hpp"

#include <algorithm>
#include <map>

#include "arbitration.hpp"
#include "eligibility.hpp"
#include "guards.hpp"
#include "staysail/base/guard.hpp"
#include "tactic.hpp"

namespace staysail {
namespace {

using strategy::GuardContext;

Status check(const PlanRequest& request) {
  if (request.strategies == nullptr || request.matcher == nullptr || request.policy == nullptr) {
    return Error(Errc::invalid_argument, "a plan needs strategies, their matcher and a contact policy");
  }
  if (request.matcher->rules().size() != request.strategies->size()) {
    return Error(Errc::invalid_argument, "the matcher was not compiled from the plan's strategies; compile it anew");
  }
  return ok();
}

std::vector<Candidate> candidates_of(const Matches& matches) {
  std::vector<Candidate> candidates;
  for (std::size_t s = 0; s < matches.strategies(); ++s) {
    for (const std::uint32_t row : matches.rows_of(s)) {
      Candidate candidate;
      candidate.row = row;
      candidate.strategy = static_cast<std::uint32_t>(s);
      candidates.push_back(candidate);
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.row != b.row ? a.row < b.row : a.strategy < b.strategy;
  });
  return candidates;
}

Status ask_all_guards(Plan& plan, const GuardContext& context, Executor& executor, std::size_t piece,
                      const Control& control) {
  const std::size_t pieces = (plan.candidates.size() + piece - 1) / piece;
  STAYSAIL_CHECK(run_each(executor, pieces, [&](std::size_t index) {
    const std::size_t end = std::min(plan.candidates.size(), (index + 1) * piece);
    for (std::size_t i = index * piece; i < end && !control.stop_requested(); ++i) {
      Candidate& candidate = plan.candidates[i];
      strategy::Ruling ruling = strategy::ask_guards(context, candidate.row, candidate.strategy);
      candidate.verdict = ruling.verdict;
      candidate.channel = ruling.channel;
      candidate.guards = ruling.guards;
      plan.details[i] = std::move(ruling.detail);
    }
    return ok();
  }));
  return control.check();
}

std::vector<FunnelRow> funnel_of(const Plan& plan) {
  std::vector<FunnelRow> funnel(plan.strategies->size() + 1);
  for (std::size_t s = 0; s < plan.strategies->size(); ++s) {
    funnel[s].strategy = (*plan.strategies)[s].id;
    funnel[s].considered = plan.frame.rows();
    funnel[s].ended[0] = plan.frame.rows();
  }
  for (const Candidate& candidate : plan.candidates) {
    --funnel[candidate.strategy].ended[0];
    ++funnel[candidate.strategy].ended[static_cast<std::size_t>(candidate.verdict)];
  }
  FunnelRow& total = funnel.back();
  for (std::size_t s = 0; s < plan.strategies->size(); ++s) {
    total.considered += funnel[s].considered;
    for (std::size_t v = 0; v < kVerdicts; ++v) total.ended[v] += funnel[s].ended[v];
  }
  return funnel;
}

}  // namespace

std::uint64_t FunnelRow::left_after(Verdict verdict) const {
  std::uint64_t left = considered;
  for (std::size_t v = 0; v <= static_cast<std::size_t>(verdict); ++v) left -= ended[v];
  return left;
}

std::string_view Plan::channel_of(const Candidate& candidate) const {
  const auto& channels = strategy_of(candidate).channels;
  return channels.empty() ? std::string_view{} : std::string_view(channels[candidate.channel]);
}

std::string Plan::tactic_of(const Candidate& candidate, std::string_view language) const {
  return strategy::in_words(strategy_of(candidate).tactic.in(language), frame, candidate.row, language);
}

std::vector<std::pair<std::string, std::string>> Plan::parameters_of(const Candidate& candidate) const {
  const Strategy& strategy = strategy_of(candidate);
  if (!strategy.action) return {};
  auto parameters = strategy.action->parameters;
  for (auto& [name, value] : parameters) value = strategy::fill_in(value, frame, candidate.row);
  return parameters;
}

std::vector<std::uint32_t> Plan::ranked(Verdict verdict) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].verdict == verdict) found.push_back(i);
  }
  if (const auto columns = strategy::PlanFrame::of(frame)) strategy::sort_by_rank(*this, *columns, found);
  return found;
}

Result<Plan> make_plan(const PlanRequest& request, const Control& control) {
  STAYSAIL_CHECK(check(request));
  InlineExecutor inline_executor;
  Executor& executor = request.executor != nullptr ? *request.executor : inline_executor;
  const Inputs constants{{"as_of", Value::date(request.as_of)}};
  STAYSAIL_TRY(const Matches matches,
               request.matcher->match(request.frame, constants, executor, MatchOptions{request.batch_rows}, control));
  STAYSAIL_TRY(const GuardContext context, GuardContext::of(request));
  Plan plan;
  plan.strategies = request.strategies;
  plan.frame = request.frame;
  plan.as_of = request.as_of;
  plan.zone_column = request.policy->quiet_hours.zone_column;
  plan.candidates = candidates_of(matches);
  plan.details.resize(plan.candidates.size());
  const std::size_t piece = std::max<std::size_t>(request.batch_rows, 1);
  STAYSAIL_CHECK(ask_all_guards(plan, context, executor, piece, control));
  STAYSAIL_CHECK(strategy::ask_eligibility(plan, context.frame(), request.actions, control));
  STAYSAIL_TRY(plan.resources, strategy::resources_of(plan, *request.policy));
  if (request.policy->arbitration.method == ArbitrationMethod::optimise)
    STAYSAIL_CHECK(strategy::optimise(plan, context.frame(), request, control));
  else strategy::arbitrate(plan, context.frame(), *request.policy);
  plan.funnel = funnel_of(plan);
  return plan;
}

}  // namespace staysail
