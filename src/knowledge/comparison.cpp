#include "knowledge/comparison.hpp"

#include <fmt/format.h>

#include "staysail/statistics/proportion.hpp"

namespace staysail::knowledge {
namespace {

using statistics::Interval;

template <class T>
std::optional<T> value_or_nothing(const Result<T>& result) {
  return result ? std::optional<T>(*result) : std::nullopt;
}

EvidenceStrength strength_of(const OutcomeCounts& counts, const EvidenceBar& bar,
                             const std::optional<Interval>& effect) {
  if (counts.tried == 0) return EvidenceStrength::none;
  if (counts.tried < bar.minimum_tried) return EvidenceStrength::too_little;
  if (counts.held_out < bar.minimum_held_out || !effect) return EvidenceStrength::unmeasured;
  if (effect->low > 0) return EvidenceStrength::proven;
  return effect->high < 0 ? EvidenceStrength::harmful : EvidenceStrength::unclear;
}

double percent(double share) { return 100 * share; }

}  // namespace

Comparison compare(const OutcomeCounts& counts, const EvidenceBar& bar) {
  Comparison comparison;
  comparison.kept = value_or_nothing(statistics::wilson(counts.kept_share(), bar.confidence));
  comparison.effect_interval =
      value_or_nothing(statistics::newcombe(counts.kept_share(), counts.held_out_kept_share(), bar.confidence));
  if (comparison.effect_interval) comparison.effect = counts.kept_share().rate() - counts.held_out_kept_share().rate();
  comparison.strength = strength_of(counts, bar, comparison.effect_interval);
  return comparison;
}

std::string english_counts(const OutcomeCounts& counts, const Comparison& comparison) {
  if (!comparison.kept) return "never tried";
  std::string text = fmt::format("tried {} times, {:.1f} % kept (at least {:.1f} %)", counts.tried,
                                 percent(counts.kept_share().rate()), percent(comparison.kept->low));
  if (!comparison.effect) return text + ", no hold-out";
  const Interval& interval = *comparison.effect_interval;
  return text + fmt::format(", hold-out {:.1f} % of {}: {:+.1f} points, interval {:.1f} to {:.1f}",
                            percent(counts.held_out_kept_share().rate()), counts.held_out, percent(*comparison.effect),
                            percent(interval.low), percent(interval.high));
}

std::string chinese_counts(const OutcomeCounts& counts, const Comparison& comparison) {
  if (!comparison.kept) return "从未执行";
  std::string text = fmt::format("执行{}次，留存{:.1f}%（下限{:.1f}%）", counts.tried,
                                 percent(counts.kept_share().rate()), percent(comparison.kept->low));
  if (!comparison.effect) return text + "，无对照组";
  const Interval& interval = *comparison.effect_interval;
  return text + fmt::format("，对照组{}人留存{:.1f}%，相差{:+.1f}个百分点，区间{:.1f}至{:.1f}", counts.held_out,
                            percent(counts.held_out_kept_share().rate()), percent(*comparison.effect),
                            percent(interval.low), percent(interval.high));
}

std::string english_conclusion(const Comparison& comparison, const EvidenceBar& bar) {
  switch (comparison.strength) {
    case EvidenceStrength::proven: return "It keeps customers.";
    case EvidenceStrength::unclear: return "No clear effect so far.";
    case EvidenceStrength::unmeasured:
      return fmt::format("Its effect is not measured: the hold-out needs {} customers.", bar.minimum_held_out);
    case EvidenceStrength::too_little:
      return fmt::format("Too little evidence to rank it: {} tries are needed.", bar.minimum_tried);
    case EvidenceStrength::none: return "There is no evidence yet.";
    case EvidenceStrength::harmful: break;
  }
  return "Advised against: it drives customers away.";
}

std::string chinese_conclusion(const Comparison& comparison, const EvidenceBar& bar) {
  switch (comparison.strength) {
    case EvidenceStrength::proven: return "有效，能留住客户。";
    case EvidenceStrength::unclear: return "目前效果不明显。";
    case EvidenceStrength::unmeasured: return fmt::format("效果未测得：对照组至少需要{}人。", bar.minimum_held_out);
    case EvidenceStrength::too_little: return fmt::format("证据太少，不参与排名：至少需要{}次。", bar.minimum_tried);
    case EvidenceStrength::none: return "尚无证据。";
    case EvidenceStrength::harmful: break;
  }
  return "不建议：会使客户离开。";
}

}  // namespace staysail::knowledge
