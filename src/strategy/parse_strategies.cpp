#include <algorithm>

#include "staysail/base/nearest_name.hpp"
#include "toml_reading.hpp"

namespace staysail {
namespace {

using strategy::invalid;
using strategy::read_count;
using strategy::read_phrase;

constexpr std::size_t kMostChannels = 16;

// 12 -> "12", "text" -> "text", 2.5 -> "2.5", true -> "true": how parameters travel to the BOSS.
Result<std::string> parameter_text(const TomlValue& value) {
  switch (value.kind()) {
    case TomlKind::text: return value.text();
    case TomlKind::boolean: {
      STAYSAIL_TRY(const bool flag, value.boolean());
      return std::string(flag ? "true" : "false");
    }
    case TomlKind::day: {
      STAYSAIL_TRY(const Day day, value.day());
      return day.to_string();
    }
    case TomlKind::integer:
    case TomlKind::real: {
      STAYSAIL_TRY(const std::int64_t scaled, value.number(9));
      return Decimal::scaled(scaled, 9).to_string();
    }
    default: return invalid(value, "a parameter is a text, a number, a date, true or false");
  }
}

Result<std::vector<std::pair<std::string, std::string>>> read_parameters(const TomlTable& action) {
  std::vector<std::pair<std::string, std::string>> parameters;
  if (!action.has("parameters")) return parameters;
  STAYSAIL_TRY(const TomlTable table, action.table("parameters"));
  for (const std::string& key : table.keys()) {
    STAYSAIL_TRY(std::string text, parameter_text(*table.find(key)));
    parameters.emplace_back(key, std::move(text));
  }
  std::sort(parameters.begin(), parameters.end());
  return parameters;
}

Result<ActionMoment> read_moment(const TomlTable& action) {
  STAYSAIL_TRY(const std::string after, action.text_or("after", "acceptance"));
  if (after == "issue") return ActionMoment::issue;
  if (after == "acceptance") return ActionMoment::acceptance;
  return invalid(*action.find("after"), "an action happens after \"issue\" or \"acceptance\", not after: " + after);
}

Result<std::optional<StrategyAction>> read_action(const TomlTable& table) {
  if (!table.has("action")) return std::optional<StrategyAction>{};
  STAYSAIL_TRY(const TomlTable action, table.table("action"));
  STAYSAIL_CHECK(action.only({"kind", "after", "parameters"}));
  STAYSAIL_TRY(const std::string name, action.text("kind"));
  const auto kind = action_kind_of(name);
  if (!kind) return invalid(*action.find("kind"), kind.error().message());
  StrategyAction read;
  read.kind = *kind;
  STAYSAIL_TRY(read.parameters, read_parameters(action));
  const bool names_offering = std::any_of(read.parameters.begin(), read.parameters.end(),
                                          [](const auto& parameter) { return parameter.first == "offering"; });
  if (read.kind == ActionKind::change_plan && !names_offering)
    return invalid(
        *action.find("kind"),
        "change_plan says to which plan: parameters = { offering = \"{fitting_plan}\" }, or an offering's id");
  STAYSAIL_TRY(read.moment, read_moment(action));
  return std::optional<StrategyAction>(std::move(read));
}

Result<std::vector<std::string>> read_channels(const TomlTable& table) {
  STAYSAIL_TRY(std::vector<std::string> channels, table.texts("channels"));
  if (channels.size() > kMostChannels) return invalid(*table.find("channels"), "a strategy has at most 16 channels");
  for (const std::string& channel : channels) STAYSAIL_CHECK(strategy::check_channel(*table.find("channels"), channel));
  return channels;
}

Result<Value> read_value(const TomlValue& value) {
  switch (value.kind()) {
    case TomlKind::text: {
      STAYSAIL_TRY(std::string text, value.text());
      return Value::text(std::move(text));
    }
    case TomlKind::boolean: {
      STAYSAIL_TRY(const bool flag, value.boolean());
      return Value::boolean(flag);
    }
    case TomlKind::day: {
      STAYSAIL_TRY(const Day day, value.day());
      return Value::date(day);
    }
    case TomlKind::instant: {
      STAYSAIL_TRY(const Instant instant, value.instant());
      return Value::date_time(DateTime::of(instant));
    }
    case TomlKind::integer:
    case TomlKind::real: {
      STAYSAIL_TRY(const std::int64_t scaled, value.number(9));
      return Value::number(Decimal::scaled(scaled, 9));
    }
    default: return invalid(value, "an example gives a text, a number, a date, true or false");
  }
}

Status check_type(const TomlValue& where, const std::string& name, const Value& value, const FeelType& type) {
  if (!type.may_be(value.kind())) {
    return invalid(
        where, name + " is a " + type.to_string() + ", but the example gives a " + std::string(name_of(value.kind())));
  }
  const auto* symbols = type.symbols();
  if (symbols == nullptr || std::find(symbols->begin(), symbols->end(), value.as_text()) != symbols->end()) return ok();
  return invalid(where, name + " is never this: " + value.as_text() + did_you_mean(value.as_text(), *symbols));
}

Result<StrategyExample> read_example(const TomlTable& table, bool must_match, const FrameScope& frame) {
  StrategyExample example;
  example.must_match = must_match;
  example.place = table.place();
  for (const std::string& name : table.keys()) {
    const TomlValue given = *table.find(name);
    const FeelType* type = frame.scope.find(name);
    if (type == nullptr) {
      return given.error(Errc::unknown_name, "the decision frame has no column of this name: " + name +
                                                 did_you_mean(name, frame.scope.names()));
    }
    STAYSAIL_TRY(Value value, read_value(given));
    STAYSAIL_CHECK(check_type(given, name, value, *type));
    example.inputs.set(name, std::move(value));
  }
  return example;
}

Result<std::vector<StrategyExample>> read_examples(const TomlTable& table, const FrameScope& frame) {
  std::vector<StrategyExample> examples;
  for (const bool must_match : {true, false}) {
    STAYSAIL_TRY(const std::vector<TomlTable> rows, table.tables(must_match ? "match" : "no_match"));
    for (const TomlTable& row : rows) {
      STAYSAIL_TRY(StrategyExample example, read_example(row, must_match, frame));
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

Result<std::optional<Day>> read_day(const TomlTable& table, std::string_view key) {
  if (!table.has(key)) return std::optional<Day>{};
  STAYSAIL_TRY(const Day day, table.day(key));
  return std::optional<Day>(day);
}

Result<MatchRule> read_rule(const TomlTable& table) {
  MatchRule rule;
  STAYSAIL_TRY(std::string id, table.text("id"));
  if (id.empty()) return invalid(*table.find("id"), "a strategy needs an id");
  rule.id = StrategyId::of(std::move(id));
  STAYSAIL_TRY(rule.when, table.text("when"));
  STAYSAIL_TRY(rule.priority, table.integer_or("priority", 0));
  rule.place = table.find("when")->text_place();
  return rule;
}

Status read_validity(const TomlTable& table, Strategy& out) {
  STAYSAIL_TRY(out.valid_from, read_day(table, "valid_from"));
  STAYSAIL_TRY(out.valid_to, read_day(table, "valid_to"));
  if (out.valid_from && out.valid_to && *out.valid_to < *out.valid_from) {
    return invalid(*table.find("valid_to"), "valid_to lies before valid_from; the strategy would never hold");
  }
  return ok();
}

Status read_limits(const TomlTable& table, const FrameScope& frame, Strategy& out) {
  STAYSAIL_TRY(out.stages, strategy::read_stages(table, "stages", frame));
  STAYSAIL_TRY(out.forbidden_stages, strategy::read_stages(table, "forbidden_stages", frame));
  STAYSAIL_TRY(out.exclusion_group, table.text_or("exclusion_group", ""));
  STAYSAIL_TRY(const std::int64_t days, read_count(table, "cool_down_days", 0));
  out.cool_down_days = static_cast<std::int32_t>(days);
  STAYSAIL_TRY(out.channels, read_channels(table));
  STAYSAIL_TRY(const std::int64_t budget, read_count(table, "budget", 0));
  if (table.has("budget")) out.budget = static_cast<std::uint64_t>(budget);
  STAYSAIL_TRY(out.hold_out, table.boolean_or("hold_out", true));
  return ok();
}

Status read_worth(const TomlTable& table, const FrameScope& frame, Strategy& out) {
  STAYSAIL_TRY(const auto cost, strategy::read_money(table, "cost"));
  out.cost_hundredths = cost.value_or(0);
  STAYSAIL_TRY(out.money_budget_hundredths, strategy::read_money(table, "money_budget"));
  STAYSAIL_TRY(out.offer, table.text_or("offer", ""));
  STAYSAIL_TRY(out.value, table.text_or("value", ""));
  if (out.value.empty()) return ok();
  out.value_place = table.find("value")->text_place();
  return strategy::check_number(*table.find("value"), out.value, out.value_place, frame);
}

Status read_identity(const TomlTable& table, Strategy& out) {
  STAYSAIL_TRY(MatchRule rule, read_rule(table));
  out.id = std::move(rule.id);
  out.when = std::move(rule.when);
  out.priority = rule.priority;
  out.when_place = std::move(rule.place);
  out.place = table.place();
  STAYSAIL_TRY(out.title, read_phrase(table, "title"));
  STAYSAIL_TRY(out.version, table.integer_or("version", 1));
  STAYSAIL_TRY(out.owner, table.text_or("owner", ""));
  STAYSAIL_TRY(const std::string name, table.text("kind"));
  const auto kind = strategy_kind_of(name);
  if (!kind) return invalid(*table.find("kind"), kind.error().message());
  out.kind = *kind;
  return ok();
}

Result<Strategy> read_strategy(const TomlTable& table, const FrameScope& frame) {
  STAYSAIL_CHECK(table.only({"id",
                             "title",
                             "version",
                             "owner",
                             "valid_from",
                             "valid_to",
                             "priority",
                             "kind",
                             "stages",
                             "forbidden_stages",
                             "exclusion_group",
                             "cool_down_days",
                             "channels",
                             "budget",
                             "hold_out",
                             "when",
                             "tactic",
                             "action",
                             "knowledge",
                             "match",
                             "no_match",
                             "cost",
                             "offer",
                             "money_budget",
                             "value"}));
  Strategy read;
  STAYSAIL_CHECK(read_identity(table, read));
  STAYSAIL_CHECK(read_validity(table, read));
  STAYSAIL_CHECK(read_limits(table, frame, read));
  STAYSAIL_CHECK(read_worth(table, frame, read));
  STAYSAIL_TRY(const TomlValue tactic, table.require("tactic"));
  STAYSAIL_TRY(read.tactic, read_phrase(table, "tactic"));
  if (read.tactic.in("zh").empty()) return invalid(tactic, "a tactic says what to do, in zh, en or both");
  STAYSAIL_TRY(read.action, read_action(table));
  STAYSAIL_TRY(read.knowledge, table.texts("knowledge"));
  STAYSAIL_TRY(read.examples, read_examples(table, frame));
  return read;
}

Result<std::vector<TomlTable>> strategy_tables(std::string_view toml, const std::string& name, bool strict) {
  STAYSAIL_TRY(const TomlTable document, TomlTable::parse(toml, name));
  if (strict) STAYSAIL_CHECK(document.only({"strategy"}));
  STAYSAIL_TRY(std::vector<TomlTable> tables, document.tables("strategy"));
  if (tables.empty()) return invalid(document, "a strategies file holds at least one [[strategy]]");
  return tables;
}

}  // namespace

Result<std::vector<Strategy>> parse_strategies(std::string_view toml, const std::string& name,
                                               const FrameScope& frame) {
  STAYSAIL_TRY(const std::vector<TomlTable> tables, strategy_tables(toml, name, true));
  std::vector<Strategy> strategies;
  for (const TomlTable& table : tables) {
    STAYSAIL_TRY(Strategy read, read_strategy(table, frame));
    strategies.push_back(std::move(read));
  }
  return strategies;
}

Result<std::vector<MatchRule>> parse_match_rules(std::string_view toml, const std::string& name) {
  STAYSAIL_TRY(const std::vector<TomlTable> tables, strategy_tables(toml, name, false));
  std::vector<MatchRule> rules;
  for (const TomlTable& table : tables) {
    STAYSAIL_TRY(MatchRule rule, read_rule(table));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace staysail
