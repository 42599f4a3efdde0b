#include "rule_text.hpp"

#include "catalogue_plan.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::indicators {
namespace {

constexpr int kShareScale = 4, kThresholdScale = 6;

std::string what(const FactMeasure& rule) {
  return rule.attribute.empty() ? "rows of " + rule.table : rule.table + "." + rule.attribute;
}

std::string text_of(const FactMeasure& rule, const Indicator& indicator) {
  auto text = std::string(name_of(rule.aggregate)) + " of " + what(rule);
  if (!rule.less.empty()) text += " less " + rule.less;
  text += " over " + rule.window.to_string();
  if (rule.aggregate == Aggregate::ratio) text += " against " + rule.against.to_string();
  if (!rule.ending.empty()) text += " ending with " + rule.ending;
  if (rule.until_feed) text += " until the feed ends";
  if (!rule.filter.empty()) text += " where " + rule.filter;
  if (rule.aggregate == Aggregate::steady_cycles) text += " within " + decimal_text(rule.tolerance, kShareScale);
  text += " of the " + std::string(name_of(rule.grain)) + (rule.shared ? "" : ", its own facts only");
  return rule.empty ? text + "; empty " + decimal_text(*rule.empty, indicator.field.scale) : text;
}

std::string text_of(const AttributeMeasure& rule, const Indicator&) {
  constexpr std::string_view kMeasures[] = {"", "months since ", "months until ", "days since ", "days until "};
  const auto text = std::string(kMeasures[static_cast<std::size_t>(rule.measure)]) + rule.attribute;
  const auto until = rule.until.empty() ? text : text + " until " + rule.until;
  return rule.otherwise.empty() ? until : until + ", otherwise " + rule.otherwise;
}

std::string text_of(const Formula& rule, const Indicator&) { return rule.text; }
std::string text_of(const PercentRank& rule, const Indicator&) { return "percent rank of " + rule.of; }

std::string text_of(const BandRule& rule, const Indicator&) {
  const auto bands = std::to_string(rule.bands) + " bands of " + rule.of;
  if (!rule.equal_width) return bands + " by quantile";
  return bands + " of equal width, " + std::to_string(rule.lowest) + " to " + std::to_string(rule.highest) +
         " in its smallest unit";
}

std::string text_of(const Scaling& rule, const Indicator&) {
  return rule.of + " from " + std::to_string(rule.from) + " to " + std::to_string(rule.to) +
         " in its smallest unit, as 0 to 1";
}

std::string text_of(const Standardising& rule, const Indicator&) {
  return rule.of + " in standard deviations from the mean";
}

std::string text_of(const Clipping& rule, const Indicator& indicator) {
  const auto bound = [&](const std::optional<std::int64_t>& value) {
    return value ? decimal_text(*value, indicator.field.scale) : std::string("any");
  };
  return rule.of + " cut to " + bound(rule.lowest) + " to " + bound(rule.highest);
}

std::string text_of(const Clustering& rule, const Indicator&) {
  std::string text = std::to_string(rule.clusters) + " clusters of ";
  for (const auto& name : rule.of) text += (name == rule.of.front() ? "" : ", ") + name;
  return text + ", " + std::to_string(rule.iterations) + " rounds, seed " + std::to_string(rule.seed);
}

std::string text_of(const Scorecard& rule, const Indicator&) {
  std::string text;
  if (finds_weights(rule)) {
    for (const auto& weight : rule.weights) text += (text.empty() ? "" : " + ") + weight.first;
    return text + (rule.by == Scorecard::By::entropy
                       ? ", weighed by entropy over all lines"
                       : ", weighed by the evidence of " + rule.label + " over all lines");
  }
  for (const auto& [name, weight] : rule.weights)
    text += (text.empty() ? "" : " + ") + decimal_text(weight, kShareScale) + " " + name;
  if (rule.by == Scorecard::By::judgements)
    text += ", by judgements of pairs with a consistency ratio of " + decimal_text(rule.consistency_ratio, kShareScale);
  return text;
}

std::string text_of(const RollUp& rule, const Indicator&) {
  constexpr std::string_view kHow[] = {"sum", "max", "min", "mean", "worst"};
  constexpr std::string_view kOver[] = {"account", "customer", "group", "household"};
  return std::string(kHow[static_cast<std::size_t>(rule.how)]) + " of " + rule.of + " over the lines of the " +
         std::string(kOver[static_cast<std::size_t>(rule.over)]);
}

std::string text_of(const SilenceRule& rule, const Indicator&) {
  auto text = "probability of " + rule.silent_days + " silent days after " + rule.active_days + " active days in " +
              std::to_string(rule.months) + " months to " + rule.last_active;
  if (!rule.since.empty()) text += ", not before " + rule.since;
  return rule.threshold ? text + ", below " + decimal_text(*rule.threshold, kThresholdScale) : text;
}

std::string among_text(const std::string& among) { return among.empty() ? "all lines" : "lines of equal " + among; }

std::string text_of(const PeerQuantile& rule, const Indicator&) {
  return "quantile " + decimal_text(rule.share, kShareScale) + " of " + rule.of + " among " + among_text(rule.among);
}

std::string text_of(const LifetimeRule& rule, const Indicator&) {
  constexpr std::string_view kLaws[] = {"geometric", "shifted-beta-geometric", "beta-discrete-Weibull"};
  const bool residual = rule.gives == LifetimeRule::Gives::residual;
  const auto what = residual ? "periods to come, discounted by " + decimal_text(rule.discount, kShareScale)
                             : "share that stays " + std::to_string(rule.ahead) + " periods more";
  return what + ", after " + rule.of + " periods, by the " + std::string(kLaws[static_cast<std::size_t>(rule.law)]) +
         " law of " + among_text(rule.among) + ", ended where " + rule.ended;
}

std::string text_of(const RepeatRule& rule, const Indicator&) {
  const bool alive = rule.gives == RepeatRule::Gives::alive;
  const auto what =
      alive ? std::string("probability of still buying") : "purchases within " + std::to_string(rule.ahead) + " days";
  return what + " after " + rule.of + " from " + rule.first + " to " + rule.last + ", by the " +
         (rule.law == RepeatRule::Law::bg_nbd ? "BG/NBD" : "MBG/NBD") + " law of all lines";
}

}  // namespace

std::string rule_text(const Indicator& indicator) {
  return std::visit([&](const auto& rule) { return text_of(rule, indicator); }, indicator.rule);
}

}  // namespace staysail::indicators
