#include "staysail/evaluation/evaluation.hpp"

#include <cmath>

#include "evaluation/exposure_walk.hpp"
#include "evaluation/verdict_text.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/statistics/salted_sample.hpp"
#include "staysail/statistics/welch.hpp"

namespace staysail {
namespace {

using CellTally = EvaluationTally::CellTally;
using statistics::ChiSquareTest;
using statistics::ExactMoments;
using statistics::kWholeShare;

// Digits kept of a mean beyond those of the values.
constexpr int kMeanDigits = 2;

std::optional<KeptEffect> kept_effect(const ArmCounts& treated, const ArmCounts& held_out, double confidence) {
  const auto interval = statistics::newcombe(treated.kept_share(), held_out.kept_share(), confidence);
  if (!interval) return std::nullopt;
  const double difference = treated.kept_share().rate() - held_out.kept_share().rate();
  return KeptEffect{difference, *interval, std::llround(difference * static_cast<double>(treated.customers))};
}

std::optional<statistics::Interval> welch_interval(const ExactMoments& treated, const ExactMoments& held_out,
                                                   const EvaluationOptions& options) {
  const auto test = statistics::welch(treated.sample(options.revenue_scale).value_or({}),
                                      held_out.sample(options.revenue_scale).value_or({}), options.confidence);
  if (!test) return std::nullopt;
  return test->interval;
}

Result<std::optional<RevenueEffect>> revenue_effect(const ExactMoments& treated, const ExactMoments& held_out,
                                                    const EvaluationOptions& options) {
  if (treated.count() == 0 || held_out.count() == 0) return std::optional<RevenueEffect>();
  RevenueEffect effect;
  effect.scale = std::min(options.revenue_scale + kMeanDigits, kMaxScale);
  STAYSAIL_TRY(effect.treated_mean, treated.sum().mean(options.revenue_scale, effect.scale));
  STAYSAIL_TRY(effect.held_out_mean, held_out.sum().mean(options.revenue_scale, effect.scale));
  STAYSAIL_TRY(effect.difference,
               statistics::difference_of_means(treated.sum(), held_out.sum(), options.revenue_scale, effect.scale));
  effect.interval = welch_interval(treated, held_out, options);
  return std::optional(effect);
}

std::optional<ChiSquareTest> sample_ratio_of(const CellTally& whole, const EvaluationOptions& options) {
  if (!options.planned_hold_out) return std::nullopt;
  const std::array<std::uint64_t, 2> counts = {whole.treated.counts.customers, whole.held_out.counts.customers};
  const double held_out = *options.planned_hold_out;
  const auto test = statistics::sample_ratio(counts, std::array{kWholeShare - held_out, held_out});
  if (!test) return std::nullopt;
  return *test;
}

bool too_contaminated(const ArmCounts& held_out, std::uint32_t tolerated) {
  return held_out.contacted * kWholeShare > held_out.customers * tolerated;
}

EffectVerdict verdict_of(const EffectEstimate& estimate, const EvaluationOptions& options) {
  if (estimate.treated.customers == 0) return EffectVerdict::nobody_treated;
  if (estimate.held_out.customers == 0) return EffectVerdict::no_hold_out;
  if (std::min(estimate.treated.customers, estimate.held_out.customers) < options.minimum_arm)
    return EffectVerdict::too_small;
  if (estimate.sample_ratio && estimate.sample_ratio->p_value < options.sample_ratio_alarm)
    return EffectVerdict::sample_mismatch;
  if (too_contaminated(estimate.held_out, options.tolerated_contamination)) return EffectVerdict::contaminated;
  if (estimate.kept->interval.low > 0) return EffectVerdict::keeps;
  return estimate.kept->interval.high < 0 ? EffectVerdict::drives_away : EffectVerdict::unclear;
}

Result<EffectEstimate> estimate_of(const EffectCell& cell, const CellTally& tally,
                                   const std::optional<ChiSquareTest>& ratio, const EvaluationOptions& options) {
  EffectEstimate estimate;
  estimate.cell = cell;
  estimate.treated = tally.treated.counts;
  estimate.held_out = tally.held_out.counts;
  estimate.kept = kept_effect(estimate.treated, estimate.held_out, options.confidence);
  STAYSAIL_TRY(estimate.revenue_kept,
               revenue_effect(tally.treated.revenue_after, tally.held_out.revenue_after, options));
  STAYSAIL_TRY(estimate.revenue_change,
               revenue_effect(tally.treated.revenue_change, tally.held_out.revenue_change, options));
  estimate.sample_ratio = ratio;
  estimate.verdict = verdict_of(estimate, options);
  estimate.english = english_text(estimate, options);
  estimate.chinese = chinese_text(estimate, options);
  return estimate;
}

Status refused(const std::string& why) { return Error(Errc::invalid_argument, "evaluation options: " + why); }

}  // namespace

Status EvaluationOptions::validate() const {
  if (revenue_scale < 0 || revenue_scale > kMaxScale) return refused("revenue_scale lies between 0 and 9");
  if (!(confidence > 0 && confidence < 1)) return refused("confidence lies between 0 and 1, for instance 0.95");
  if (minimum_arm == 0) return refused("minimum_arm is at least 1");
  if (planned_hold_out && (*planned_hold_out == 0 || *planned_hold_out >= kWholeShare))
    return refused("planned_hold_out lies between 1 and 9999 basis points");
  if (!(sample_ratio_alarm >= 0 && sample_ratio_alarm < 1)) return refused("sample_ratio_alarm is a p-value below 1");
  if (tolerated_contamination > kWholeShare) return refused("tolerated_contamination is at most 10000 basis points");
  return ok();
}

void EvaluationTally::ArmTally::merge(const ArmTally& other) {
  counts.merge(other.counts);
  revenue_after.merge(other.revenue_after);
  revenue_change.merge(other.revenue_change);
}

Result<EvaluationTally> EvaluationTally::map(Month period, std::span<const Exposure> exposures,
                                             std::span<const Outcome> outcomes) {
  EvaluationTally tally;
  tally.counts_.period = period;
  ExposureWalk walk(tally);
  STAYSAIL_CHECK(walk.read_outcomes(outcomes));
  STAYSAIL_CHECK(walk.read_exposures(period, exposures));
  walk.add_customers();
  return tally;
}

Status EvaluationTally::merge(const EvaluationTally& other) {
  if (counts_.period != other.counts_.period)
    return Error(Errc::invalid_argument, "tallies of one period are merged; given: " + counts_.period.to_string() +
                                             " and " + other.counts_.period.to_string());
  for (const auto& [cell, tally] : other.cells_) {
    cells_[cell].treated.merge(tally.treated);
    cells_[cell].held_out.merge(tally.held_out);
  }
  counts_.exposures += other.counts_.exposures;
  counts_.repeated += other.counts_.repeated;
  counts_.crossed += other.counts_.crossed;
  counts_.contaminated += other.counts_.contaminated;
  counts_.mixed_customers += other.counts_.mixed_customers;
  counts_.without_outcome += other.counts_.without_outcome;
  counts_.unexposed_outcomes += other.counts_.unexposed_outcomes;
  return ok();
}

Result<EvaluationReport> EvaluationTally::finish(const EvaluationOptions& options) const {
  STAYSAIL_CHECK(options.validate());
  EvaluationReport report = counts_;
  std::optional<ChiSquareTest> ratio;
  for (const auto& [cell, tally] : cells_) {
    // In the order of cells a strategy as a whole comes before its segments and stages.
    if (cell.segment.empty() && cell.stage.empty()) ratio = sample_ratio_of(tally, options);
    STAYSAIL_TRY(EffectEstimate estimate, estimate_of(cell, tally, ratio, options));
    estimate.period = report.period;
    report.effects.push_back(std::move(estimate));
  }
  return report;
}

Result<EvaluationReport> evaluate(Month period, std::span<const Exposure> exposures, std::span<const Outcome> outcomes,
                                  const EvaluationOptions& options) {
  STAYSAIL_TRY(const EvaluationTally tally, EvaluationTally::map(period, exposures, outcomes));
  return tally.finish(options);
}

}  // namespace staysail
