#include "declaration.hpp"

#include <algorithm>
#include <array>

#include "declared_values.hpp"
#include "model_declaration.hpp"
#include "scorecard_declaration.hpp"

namespace staysail::indicators {
namespace {

using Rule = Result<IndicatorRule>;

Result<Window> window_of(const TomlTable& table, std::string_view key, std::string_view fallback) {
  STAYSAIL_TRY(const auto text, table.text_or(key, fallback));
  auto window = Window::parse(text);
  if (!window) return at(table, key, Error(Errc::catalogue_invalid, window.error().message()));
  return window;
}

Result<Grain> grain_at(const TomlTable& table, std::string_view fallback, const std::vector<std::string>& known) {
  STAYSAIL_TRY(const auto index, choice_of(table, "grain", fallback, known));
  return grain_of(known[index]);
}

// --- facts --------------------------------------------------------------------------------------------------------

Status read_windows(const TomlTable& table, FactMeasure& rule) {
  STAYSAIL_TRY(rule.window,
               window_of(table, "window", rule.aggregate == Aggregate::steady_cycles ? "12 months" : "all"));
  if (rule.aggregate == Aggregate::steady_cycles && rule.window != Window{Window::Span::months, 12, 0})
    return at(table, "window",
              Error(Errc::catalogue_invalid, "steady cycles are counted over 12 months; leave the window out"));
  if (rule.aggregate == Aggregate::ratio) {
    STAYSAIL_TRY(rule.against, window_of(table, "against", ""));
  } else if (table.has("against")) {
    return at(table, "against", Error(Errc::catalogue_invalid, "only a ratio is taken against another window"));
  }
  STAYSAIL_TRY(rule.ending, table.text_or("ending", ""));
  if (!rule.ending.empty() && (rule.window.span != Window::Span::months || rule.window.offset != 0))
    return at(
        table, "ending",
        Error(Errc::catalogue_invalid, "a window that ends with another indicator is written in months: \"3 months\""));
  return ok();
}

Status read_until(const TomlTable& table, FactMeasure& rule) {
  const bool counts_days = rule.aggregate == Aggregate::days_since_max || rule.aggregate == Aggregate::days_since_min;
  if (table.has("until") && !counts_days)
    return at(table, "until", Error(Errc::catalogue_invalid, "only days since a day are counted until something"));
  STAYSAIL_TRY(const auto until, choice_of(table, "until", "as_of", {"as_of", "feed"}));
  rule.until_feed = until == 1;
  return ok();
}

Status read_options(const TomlTable& table, FactMeasure& rule) {
  STAYSAIL_TRY(rule.filter, table.text_or("filter", ""));
  STAYSAIL_TRY(rule.less, table.text_or("less", ""));
  if (!rule.less.empty() && rule.aggregate != Aggregate::shortfall)
    return at(table, "less", Error(Errc::catalogue_invalid, "only a shortfall is taken less another attribute"));
  STAYSAIL_TRY(rule.tolerance, table.number_or("tolerance", 4, rule.tolerance));
  STAYSAIL_TRY(rule.grain, grain_at(table, "subscription", {"subscription", "account", "customer"}));
  if (!rule.ending.empty() && rule.grain != Grain::subscription)
    return at(table, "ending",
              Error(Errc::catalogue_invalid, "a window that ends with another indicator needs the grain subscription"));
  STAYSAIL_TRY(const auto shared, choice_of(table, "shared", "whole", {"own", "whole"}));
  rule.shared = shared == 1;
  return read_until(table, rule);
}

Rule read_fact(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "fact", "aggregate", "window",
                             "against", "filter", "less", "tolerance", "ending", "until", "grain", "shared", "empty"}));
  FactMeasure rule;
  STAYSAIL_TRY(const auto fact, table.text("fact"));
  rule.table = fact.substr(0, fact.find('.'));
  rule.attribute = fact.size() == rule.table.size() ? "" : fact.substr(rule.table.size() + 1);
  STAYSAIL_TRY(const auto name, table.text("aggregate"));
  const auto aggregate = aggregate_of(name);
  if (!aggregate) return at(table, "aggregate", aggregate.error());
  rule.aggregate = *aggregate;
  STAYSAIL_CHECK(read_windows(table, rule));
  STAYSAIL_CHECK(read_options(table, rule));
  return IndicatorRule(std::move(rule));
}

// --- the other rules ----------------------------------------------------------------------------------------------

Rule read_attribute(const TomlTable& table) {
  STAYSAIL_CHECK(
      table.only({"definition", "source", "direction", "unit", "scale", "attribute", "measure", "otherwise", "until"}));
  AttributeMeasure rule;
  STAYSAIL_TRY(rule.attribute, table.text("attribute"));
  STAYSAIL_TRY(rule.otherwise, table.text_or("otherwise", ""));
  STAYSAIL_TRY(const auto measure, choice_of(table, "measure", "value",
                                             {"value", "months_since", "months_until", "days_since", "days_until"}));
  rule.measure = static_cast<AttributeMeasure::Measure>(measure);
  STAYSAIL_TRY(rule.until, table.text_or("until", ""));
  const bool since =
      rule.measure == AttributeMeasure::Measure::months_since || rule.measure == AttributeMeasure::Measure::days_since;
  if (!rule.until.empty() && !since)
    return at(table, "until",
              Error(Errc::catalogue_invalid, "only months or days since a day are counted until another"));
  return IndicatorRule(std::move(rule));
}

Rule read_formula(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "expression", "type"}));
  STAYSAIL_TRY(auto text, table.text("expression"));
  return IndicatorRule(Formula{std::move(text)});
}

Rule read_percentile(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "percentile_of"}));
  STAYSAIL_TRY(auto of, table.text("percentile_of"));
  return IndicatorRule(PercentRank{std::move(of)});
}

Rule read_band(const TomlTable& table) {
  STAYSAIL_CHECK(table.only(
      {"definition", "source", "direction", "unit", "scale", "band_of", "bands", "method", "lowest", "highest"}));
  BandRule rule;
  STAYSAIL_TRY(rule.of, table.text("band_of"));
  STAYSAIL_TRY(rule.bands, table.integer_or("bands", rule.bands));
  if (rule.bands < 2 || rule.bands > 1000)
    return at(table, "bands", Error(Errc::catalogue_invalid, "between 2 and 1000 bands were expected"));
  STAYSAIL_TRY(const auto method, choice_of(table, "method", "quantile", {"quantile", "equal_width"}));
  rule.equal_width = method == 1;
  return IndicatorRule(std::move(rule));
}

Rule read_scaling(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "scale_of", "from", "to"}));
  Scaling rule;
  STAYSAIL_TRY(rule.of, table.text("scale_of"));
  return IndicatorRule(std::move(rule));
}

Rule read_standardising(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "standardise_of"}));
  STAYSAIL_TRY(auto of, table.text("standardise_of"));
  return IndicatorRule(Standardising{std::move(of)});
}

Rule read_clipping(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "clip_of", "lowest", "highest"}));
  Clipping rule;
  STAYSAIL_TRY(rule.of, table.text("clip_of"));
  if (table.has("lowest") || table.has("highest")) return IndicatorRule(std::move(rule));
  return at(table, "clip_of", Error(Errc::catalogue_invalid, "a figure is clipped to a lowest, a highest or both"));
}

Rule read_clustering(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "cluster_of", "k", "iterations", "seed"}));
  Clustering rule;
  STAYSAIL_TRY(rule.of, table.texts("cluster_of"));
  auto names = rule.of;
  std::sort(names.begin(), names.end());
  if (names.empty() || std::adjacent_find(names.begin(), names.end()) != names.end())
    return at(table, "cluster_of",
              Error(Errc::catalogue_invalid, "clusters are of one indicator or more, each named once"));
  STAYSAIL_TRY(rule.clusters, whole_at(table, "k", rule.clusters, 2, 1000));
  STAYSAIL_TRY(rule.iterations, whole_at(table, "iterations", rule.iterations, 1, 1000));
  STAYSAIL_TRY(rule.seed, whole_at(table, "seed", rule.seed, 0, 1'000'000'000));
  return IndicatorRule(std::move(rule));
}

Rule read_roll_up(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "roll_up_of", "roll_up", "grain"}));
  RollUp rule;
  STAYSAIL_TRY(rule.of, table.text("roll_up_of"));
  STAYSAIL_TRY(const auto how, choice_of(table, "roll_up", "sum", {"sum", "max", "min", "mean", "worst"}));
  rule.how = static_cast<RollUp::How>(how);
  STAYSAIL_TRY(const auto over, choice_of(table, "grain", "customer", {"account", "customer", "group", "household"}));
  rule.over = static_cast<RollUp::Over>(over);
  return IndicatorRule(std::move(rule));
}

Rule read_silence(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "silence_of", "last_active",
                             "active_days", "since", "months", "threshold"}));
  SilenceRule rule;
  STAYSAIL_TRY(rule.silent_days, table.text("silence_of"));
  STAYSAIL_TRY(rule.last_active, table.text("last_active"));
  STAYSAIL_TRY(rule.active_days, table.text("active_days"));
  STAYSAIL_TRY(rule.since, table.text_or("since", ""));
  STAYSAIL_TRY(const auto months, table.integer_or("months", rule.months));
  if (months < 1 || months > 24)
    return at(table, "months", Error(Errc::catalogue_invalid, "a rhythm of 1 to 24 months was expected"));
  rule.months = static_cast<int>(months);
  STAYSAIL_TRY(const auto threshold, table.number_or("threshold", 6, 0));
  if (threshold < 0 || threshold >= 1'000'000)
    return at(table, "threshold", Error(Errc::catalogue_invalid, "a threshold lies between 0 and 1"));
  if (threshold > 0) rule.threshold = static_cast<std::uint32_t>(threshold);
  return IndicatorRule(std::move(rule));
}

// --- which rule ---------------------------------------------------------------------------------------------------

struct RuleKind {
  std::string_view key;
  Rule (*read)(const TomlTable&);
};
constexpr std::array<RuleKind, 18> kKinds = {{{"fact", read_fact},
                                              {"attribute", read_attribute},
                                              {"expression", read_formula},
                                              {"percentile_of", read_percentile},
                                              {"band_of", read_band},
                                              {"scale_of", read_scaling},
                                              {"standardise_of", read_standardising},
                                              {"clip_of", read_clipping},
                                              {"cluster_of", read_clustering},
                                              {"weights", read_weights},
                                              {"judgements", read_judgements},
                                              {"entropy_of", read_entropy},
                                              {"evidence_of", read_evidence},
                                              {"roll_up_of", read_roll_up},
                                              {"silence_of", read_silence},
                                              {"quantile_of", read_peer_quantile},
                                              {"lifetime_of", read_lifetime},
                                              {"repeats_of", read_repeats}}};

Rule read_rule(const TomlTable& table) {
  const RuleKind* found = nullptr;
  std::string known;
  for (const auto& kind : kKinds) {
    known += (known.empty() ? "" : ", ") + std::string(kind.key);
    if (!table.has(kind.key)) continue;
    if (found != nullptr)
      return at(
          table, kind.key,
          Error(Errc::catalogue_invalid, "an indicator has one rule; this one also has " + std::string(found->key)));
    found = &kind;
  }
  if (found == nullptr) return table.error(Errc::catalogue_invalid, "an indicator needs one of: " + known);
  return found->read(table);
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= 60 && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), letter);
}

}  // namespace

Result<Declaration> read_declaration(const std::string& name, const TomlTable& table) {
  if (!is_name(name) || name == "as_of")
    return table.error(Errc::catalogue_invalid,
                       "an indicator is named in small letters, digits and _, and not as_of; not: " + name);
  Declaration declaration{table, {}};
  auto& indicator = declaration.indicator;
  indicator.name = name;
  indicator.place = table.place();
  STAYSAIL_TRY(indicator.rule, read_rule(table));
  STAYSAIL_TRY(indicator.definition, table.text_or("definition", ""));
  STAYSAIL_TRY(indicator.source, table.text_or("source", ""));
  STAYSAIL_TRY(const auto direction, choice_of(table, "direction", "neutral", {"neutral", "higher", "lower"}));
  indicator.direction = static_cast<Direction>(direction);
  return declaration;
}

Status read_empty(const TomlTable& table, const Field& field, FactMeasure& rule) {
  const bool counts = rule.aggregate == Aggregate::count || rule.aggregate == Aggregate::count_distinct;
  if (counts) rule.empty = 0;
  const auto value = table.find("empty");
  if (!value) return ok();
  if (field.type == ColumnType::day) {
    STAYSAIL_TRY(const auto day, value->day());
    rule.empty = day.days_since_epoch();
  } else if (field.type == ColumnType::number) {
    STAYSAIL_TRY(rule.empty, value->number(field.scale));
  } else {
    return value->error(Errc::catalogue_invalid, "only a number or a day can stand for an empty window");
  }
  return ok();
}

Status read_bounds(const TomlTable& table, const Field& input, BandRule& rule) {
  if (!rule.equal_width) return ok();
  STAYSAIL_TRY(rule.lowest, table.number("lowest", input.scale));
  STAYSAIL_TRY(rule.highest, table.number("highest", input.scale));
  return rule.lowest < rule.highest ? ok() : table.error(Errc::catalogue_invalid, "lowest must lie below highest");
}

Status read_bounds(const TomlTable& table, const Field& input, Scaling& rule) {
  STAYSAIL_TRY(rule.from, table.number("from", input.scale));
  STAYSAIL_TRY(rule.to, table.number("to", input.scale));
  return rule.from != rule.to ? ok() : table.error(Errc::catalogue_invalid, "from and to must differ");
}

Status read_bounds(const TomlTable& table, const Field& input, Clipping& rule) {
  const auto bound = [&](std::string_view key) -> Result<std::optional<std::int64_t>> {
    if (!table.has(key)) return std::optional<std::int64_t>();
    STAYSAIL_TRY(const auto value, table.number(key, input.scale));
    return std::optional<std::int64_t>(value);
  };
  STAYSAIL_TRY(rule.lowest, bound("lowest"));
  STAYSAIL_TRY(rule.highest, bound("highest"));
  if (rule.lowest && rule.highest && *rule.lowest >= *rule.highest)
    return table.error(Errc::catalogue_invalid, "lowest must lie below highest");
  return ok();
}

}  // namespace staysail::indicators
