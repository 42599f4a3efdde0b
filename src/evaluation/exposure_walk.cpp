#include "evaluation/exposure_walk.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace staysail {
namespace {

// Every field takes part, so that which of several rows comes first never depends on how they arrived.
auto sort_key(const Exposure& exposure) {
  return std::tie(exposure.customer, exposure.strategy, exposure.segment, exposure.stage, exposure.arm,
                  exposure.contacted, exposure.accepted);
}

std::string known_or_unknown(const std::string& group) { return group.empty() ? std::string(kUnknownGroup) : group; }

// The cell itself and the wider ones: all stages, all segments, both.
std::array<EffectCell, 4> cells_of(const StrategyId& strategy, const Exposure& exposure) {
  const std::string segment = known_or_unknown(exposure.segment);
  const std::string stage = known_or_unknown(exposure.stage);
  return {{{strategy, {}, {}}, {strategy, segment, {}}, {strategy, {}, stage}, {strategy, segment, stage}}};
}

Status check(Month period, const Exposure& exposure) {
  if (exposure.customer.empty() || exposure.strategy.empty())
    return Error(Errc::invalid_argument, "an exposure names a customer and a strategy; one of them is empty");
  if (exposure.period == period) return ok();
  return Error(Errc::invalid_argument, "one period is evaluated at a time: " + period.to_string() +
                                           " was asked, customer " + exposure.customer.text() + " was exposed in " +
                                           exposure.period.to_string());
}

// The change of revenue is a difference: both ends must leave room for it.
Status check_revenue(const Outcome& outcome) {
  constexpr std::int64_t kMost = std::int64_t{1} << 62;
  const auto fits = [](std::int64_t revenue) { return -kMost < revenue && revenue < kMost; };
  if (fits(outcome.revenue_before) && fits(outcome.revenue_after)) return ok();
  return Error(Errc::amount_overflow, "a revenue needs more than 62 bits; customer " + outcome.customer.text());
}

}  // namespace

Status ExposureWalk::read_outcomes(std::span<const Outcome> outcomes) {
  outcomes_.reserve(outcomes.size());
  for (const Outcome& outcome : outcomes) {
    STAYSAIL_CHECK(check_revenue(outcome));
    const Outcome* known = outcomes_.try_emplace(outcome.customer, &outcome).first->second;
    if (!(*known == outcome))
      return Error(Errc::conflict,
                   "a customer ends a period in one way; two different outcomes are given for customer " +
                       outcome.customer.text());
  }
  return ok();
}

Status ExposureWalk::read_exposures(Month period, std::span<const Exposure> exposures) {
  exposures_.reserve(exposures.size());
  for (const Exposure& exposure : exposures) {
    STAYSAIL_CHECK(check(period, exposure));
    exposures_.push_back(&exposure);
  }
  std::sort(exposures_.begin(), exposures_.end(),
            [](const Exposure* a, const Exposure* b) { return sort_key(*a) < sort_key(*b); });
  return ok();
}

void ExposureWalk::add_customers() {
  for (Position begin = exposures_.cbegin(); begin != exposures_.cend();) {
    const Position end = std::find_if(begin, exposures_.cend(),
                                      [&](const Exposure* next) { return next->customer != (*begin)->customer; });
    add_customer(begin, end);
    begin = end;
  }
  tally_.counts_.unexposed_outcomes += outcomes_.size() - outcomes_used_;
}

ExposureWalk::Subject ExposureWalk::fold(Position begin, Position end) {
  Subject subject{*begin, (*begin)->arm, false, false, false};
  for (Position next = begin; next != end; ++next) {
    subject.contacted |= (*next)->contacted;
    subject.accepted |= (*next)->accepted;
    subject.crossed |= (*next)->arm != subject.arm;
  }
  EvaluationReport& counts = tally_.counts_;
  ++counts.exposures;
  counts.repeated += static_cast<std::uint64_t>(end - begin) - 1;
  counts.crossed += subject.crossed;
  counts.contaminated += !subject.crossed && subject.arm == Arm::held_out && subject.contacted;
  return subject;
}

void ExposureWalk::add_customer(Position begin, Position end) {
  const Outcome* outcome = outcome_of((*begin)->customer);
  std::vector<Subject> subjects;
  while (begin != end) {
    const Position next =
        std::find_if(begin, end, [&](const Exposure* other) { return other->strategy != (*begin)->strategy; });
    const Subject subject = fold(begin, next);
    begin = next;
    tally_.counts_.without_outcome += outcome == nullptr;
    if (outcome == nullptr || subject.crossed) continue;
    add_to_cells(subject.first->strategy, subject, *outcome);
    subjects.push_back(subject);
  }
  if (!subjects.empty()) add_programme(subjects, *outcome);
}

void ExposureWalk::add_programme(const std::vector<Subject>& subjects, const Outcome& outcome) {
  Subject customer = subjects.front();
  for (const Subject& subject : subjects) {
    customer.contacted |= subject.contacted;
    customer.accepted |= subject.accepted;
    customer.crossed |= subject.arm != customer.arm;
  }
  tally_.counts_.mixed_customers += customer.crossed;
  if (!customer.crossed) add_to_cells(StrategyId(), customer, outcome);
}

void ExposureWalk::add_to_cells(const StrategyId& strategy, const Subject& subject, const Outcome& outcome) {
  EvaluationTally::ArmTally one;
  one.counts = {1, outcome.kept, subject.contacted, subject.accepted};
  one.revenue_after.add(outcome.revenue_after);
  one.revenue_change.add(outcome.revenue_after - outcome.revenue_before);
  for (const EffectCell& cell : cells_of(strategy, *subject.first)) {
    EvaluationTally::CellTally& tally = tally_.cells_[cell];
    (subject.arm == Arm::treated ? tally.treated : tally.held_out).merge(one);
  }
}

const Outcome* ExposureWalk::outcome_of(const CustomerId& customer) {
  const auto found = outcomes_.find(customer);
  if (found == outcomes_.end()) return nullptr;
  ++outcomes_used_;
  return found->second;
}

}  // namespace staysail
