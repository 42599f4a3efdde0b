#include "model_declaration.hpp"

#include "declared_values.hpp"

namespace staysail::indicators {
namespace {

constexpr std::int64_t kOne = 10'000;  // ten-thousandths

}  // namespace

Result<IndicatorRule> read_peer_quantile(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "quantile_of", "share", "among"}));
  PeerQuantile rule;
  STAYSAIL_TRY(rule.of, table.text("quantile_of"));
  STAYSAIL_TRY(rule.among, table.text_or("among", ""));
  STAYSAIL_TRY(rule.share, table.number_or("share", 4, rule.share));
  if (rule.share <= 0 || rule.share > kOne)
    return at(table, "share", Error(Errc::catalogue_invalid, "a share lies above 0 and not above 1"));
  return IndicatorRule(std::move(rule));
}

Result<IndicatorRule> read_lifetime(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "lifetime_of", "ended", "among",
                             "law", "gives", "discount", "ahead"}));
  LifetimeRule rule;
  STAYSAIL_TRY(rule.of, table.text("lifetime_of"));
  STAYSAIL_TRY(rule.ended, table.text("ended"));
  STAYSAIL_TRY(rule.among, table.text_or("among", ""));
  STAYSAIL_TRY(const auto law, choice_of(table, "law", "shifted_beta_geometric",
                                         {"geometric", "shifted_beta_geometric", "beta_discrete_weibull"}));
  rule.law = static_cast<LifetimeRule::Law>(law);
  STAYSAIL_TRY(const auto gives, choice_of(table, "gives", "residual", {"residual", "survival"}));
  rule.gives = static_cast<LifetimeRule::Gives>(gives);
  STAYSAIL_TRY(rule.discount, table.number_or("discount", 4, rule.discount));
  if (rule.discount < 1 || rule.discount > kOne)
    return at(table, "discount", Error(Errc::catalogue_invalid, "a discount a period lies between 0.0001 and 1"));
  STAYSAIL_TRY(rule.ahead, whole_at(table, "ahead", rule.ahead, 1, 1200));
  return IndicatorRule(std::move(rule));
}

Result<IndicatorRule> read_repeats(const TomlTable& table) {
  STAYSAIL_CHECK(table.only(
      {"definition", "source", "direction", "unit", "scale", "repeats_of", "first", "last", "law", "gives", "ahead"}));
  RepeatRule rule;
  STAYSAIL_TRY(rule.of, table.text("repeats_of"));
  STAYSAIL_TRY(rule.first, table.text("first"));
  STAYSAIL_TRY(rule.last, table.text("last"));
  STAYSAIL_TRY(const auto law, choice_of(table, "law", "bg_nbd", {"bg_nbd", "mbg_nbd"}));
  rule.law = static_cast<RepeatRule::Law>(law);
  STAYSAIL_TRY(const auto gives, choice_of(table, "gives", "alive", {"alive", "expected"}));
  rule.gives = static_cast<RepeatRule::Gives>(gives);
  STAYSAIL_TRY(rule.ahead, whole_at(table, "ahead", rule.ahead, 1, 3650));
  return IndicatorRule(std::move(rule));
}

}  // namespace staysail::indicators
