#include "evaluation/verdict_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

double percent(const statistics::Proportion& share) { return share.trials == 0 ? 0 : 100 * share.rate(); }

double p_value(const EffectEstimate& estimate) { return estimate.sample_ratio ? estimate.sample_ratio->p_value : 1; }

double contaminated_percent(const ArmCounts& held_out) { return percent({held_out.contacted, held_out.customers}); }

std::string english_subject(const EffectCell& cell, const ReadableNames& names) {
  std::string text =
      cell.strategy.empty() ? "The programme" : "Strategy \"" + names.title(cell.strategy.text(), "en") + "\"";
  if (!cell.segment.empty()) text += ", segment \"" + names.brief(cell.segment, "en") + "\"";
  if (!cell.stage.empty()) text += ", stage \"" + names.brief(cell.stage, "en") + "\"";
  return text;
}

std::string chinese_subject(const EffectCell& cell, const ReadableNames& names) {
  std::string text = cell.strategy.empty() ? "全部策略" : "策略“" + names.title(cell.strategy.text(), "zh") + "”";
  if (!cell.segment.empty()) text += "，细分“" + names.brief(cell.segment, "zh") + "”";
  if (!cell.stage.empty()) text += "，阶段“" + names.brief(cell.stage, "zh") + "”";
  return text;
}

std::string english_difference(const KeptEffect& kept, double confidence) {
  return fmt::format(": {:.1f} points {}, {:g} % interval {:.1f} to {:.1f}", std::fabs(100 * kept.difference),
                     kept.difference < 0 ? "fewer" : "more", 100 * confidence, 100 * kept.interval.low,
                     100 * kept.interval.high);
}

std::string chinese_difference(const KeptEffect& kept, double confidence) {
  return fmt::format("：{}{:.1f}个百分点，{:g}%置信区间{:.1f}至{:.1f}", kept.difference < 0 ? "低" : "高",
                     std::fabs(100 * kept.difference), 100 * confidence, 100 * kept.interval.low,
                     100 * kept.interval.high);
}

double money(const RevenueEffect& revenue) {
  return static_cast<double>(revenue.difference) / static_cast<double>(power_of_ten(revenue.scale));
}

std::string english_revenue(const EffectEstimate& estimate, const EvaluationOptions& options) {
  if (!is_sound(estimate.verdict) || !estimate.revenue_change->interval) return {};
  const RevenueEffect& revenue = *estimate.revenue_change;
  return fmt::format(" Revenue per customer: {:+.2f} {}, interval {:.2f} to {:.2f}.", money(revenue),
                     options.currency.letters(), revenue.interval->low, revenue.interval->high);
}

std::string chinese_revenue(const EffectEstimate& estimate, const EvaluationOptions& options) {
  if (!is_sound(estimate.verdict) || !estimate.revenue_change->interval) return {};
  const RevenueEffect& revenue = *estimate.revenue_change;
  return fmt::format("户均收入{:+.2f} {}，区间{:.2f}至{:.2f}。", money(revenue), options.currency.letters(),
                     revenue.interval->low, revenue.interval->high);
}

std::string english_verdict(const EffectEstimate& estimate, const EvaluationOptions& options) {
  switch (estimate.verdict) {
    case EffectVerdict::nobody_treated: return "Nobody was treated: there is nothing to judge.";
    case EffectVerdict::no_hold_out: return "Nobody was held out: what would have happened anyway is unknown.";
    case EffectVerdict::too_small:
      return fmt::format("Too few customers to claim an effect: each arm needs {}.", options.minimum_arm);
    case EffectVerdict::sample_mismatch:
      return fmt::format(
          "The arms do not have the planned sizes (p = {:.2g}): no effect is claimed until the cause is found.",
          p_value(estimate));
    case EffectVerdict::contaminated:
      return fmt::format("{:.1f} % of the hold-out were contacted: no effect is claimed.",
                         contaminated_percent(estimate.held_out));
    case EffectVerdict::keeps:
      return options.of_leavers
                 ? fmt::format("It brings customers back: about {} came because of it.", estimate.kept->customers)
                 : fmt::format("It keeps customers: about {} stayed because of it.", estimate.kept->customers);
    case EffectVerdict::drives_away:
      return fmt::format("It drives customers away: about {} left because of it. Stop it.", -estimate.kept->customers);
    case EffectVerdict::unclear: break;
  }
  return "No clear effect: the interval holds zero.";
}

std::string chinese_verdict(const EffectEstimate& estimate, const EvaluationOptions& options) {
  switch (estimate.verdict) {
    case EffectVerdict::nobody_treated: return "无人执行该策略，无从评价。";
    case EffectVerdict::no_hold_out: return "没有对照组，无法知道不做会怎样。";
    case EffectVerdict::too_small: return fmt::format("样本太少，不下结论：每组至少需要{}人。", options.minimum_arm);
    case EffectVerdict::sample_mismatch:
      return fmt::format("两组人数与计划比例不符（p={:.2g}），查明原因前不下结论。", p_value(estimate));
    case EffectVerdict::contaminated:
      return fmt::format("对照组有{:.1f}%被接触过，不下结论。", contaminated_percent(estimate.held_out));
    case EffectVerdict::keeps:
      return fmt::format(
          fmt::runtime(options.of_leavers ? "该策略有效：约{}人因此回网。" : "该策略有效：约{}人因此留下。"),
          estimate.kept->customers);
    case EffectVerdict::drives_away:
      return fmt::format("该策略适得其反：约{}人因此离开，应停止。", -estimate.kept->customers);
    case EffectVerdict::unclear: break;
  }
  return "效果不明显：置信区间包含零。";
}

}  // namespace

std::string english_text(const EffectEstimate& estimate, const EvaluationOptions& options) {
  const ArmCounts& treated = estimate.treated;
  const ArmCounts& held_out = estimate.held_out;
  return fmt::format("{}: of {} treated customers {} {} ({:.1f} %), of {} held out {} ({:.1f} %){}. {}{}",
                     english_subject(estimate.cell, options.names), treated.customers, treated.kept,
                     options.of_leavers ? "came back" : "stayed", percent(treated.kept_share()), held_out.customers,
                     held_out.kept, percent(held_out.kept_share()),
                     estimate.kept ? english_difference(*estimate.kept, options.confidence) : std::string(),
                     english_verdict(estimate, options), english_revenue(estimate, options));
}

std::string chinese_text(const EffectEstimate& estimate, const EvaluationOptions& options) {
  const ArmCounts& treated = estimate.treated;
  const ArmCounts& held_out = estimate.held_out;
  const char* kept = options.of_leavers ? "回网" : "留存";
  return fmt::format("{}：执行组{}人{}{}人（{:.1f}%），对照组{}人{}{}人（{:.1f}%）{}。{}{}",
                     chinese_subject(estimate.cell, options.names), treated.customers, kept, treated.kept,
                     percent(treated.kept_share()), held_out.customers, kept, held_out.kept,
                     percent(held_out.kept_share()),
                     estimate.kept ? chinese_difference(*estimate.kept, options.confidence) : std::string(),
                     chinese_verdict(estimate, options), chinese_revenue(estimate, options));
}

}  // namespace staysail
