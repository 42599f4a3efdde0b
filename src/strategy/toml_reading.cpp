#include "toml_reading.hpp"

#include <algorithm>

#include "staysail/base/nearest_name.hpp"
#include "staysail/decision/expression.hpp"
#include "staysail/model/table.hpp"

namespace staysail::strategy {
namespace {

const std::vector<std::string>& known_channels() { return find_model_table("interactions")->find("channel")->symbols; }

constexpr std::int64_t kMostHundredths = 100'000'000'000'000;

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Error invalid(const TomlValue& value, std::string message) { return value.error(Errc::playbook_invalid, message); }
Error invalid(const TomlTable& table, std::string message) { return table.error(Errc::playbook_invalid, message); }

Result<Phrase> read_phrase(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  if (!value) return Phrase{};
  if (value->kind() == TomlKind::text) {
    STAYSAIL_TRY(std::string text, value->text());
    return Phrase{text, text};
  }
  STAYSAIL_TRY(const TomlTable languages, value->table());
  STAYSAIL_CHECK(languages.only({"zh", "en"}));
  Phrase phrase;
  STAYSAIL_TRY(phrase.zh, languages.text_or("zh", ""));
  STAYSAIL_TRY(phrase.en, languages.text_or("en", ""));
  return phrase;
}

Result<std::int64_t> read_count(const TomlTable& table, std::string_view key, std::int64_t fallback) {
  STAYSAIL_TRY(const std::int64_t count, table.integer_or(key, fallback));
  if (count < 0 || count > 2'000'000'000)
    return invalid(*table.find(key), "this must be a number from 0 to 2000000000: " + std::to_string(count));
  return count;
}

Result<std::optional<std::int64_t>> read_money(const TomlTable& table, std::string_view key) {
  if (!table.has(key)) return std::optional<std::int64_t>{};
  STAYSAIL_TRY(const std::int64_t hundredths, table.number(key, 2));
  if (hundredths < 0 || hundredths > kMostHundredths)
    return invalid(*table.find(key), "an amount lies between 0 and 1000000000000");
  return std::optional<std::int64_t>(hundredths);
}

Status check_number(const TomlValue& value, const std::string& text, const Place& place, const FrameScope& frame) {
  STAYSAIL_TRY(const Expression expression, Expression::compile(text, frame.scope, place));
  if (expression.type().may_be(ValueKind::number)) return ok();
  return invalid(value, "this must be a number, but it is a " + expression.type().to_string());
}

Status check_text_column(const TomlValue& value, const std::string& column, const FrameScope& frame) {
  const FeelType* type = frame.scope.find(column);
  if (type == nullptr) {
    return Error::at(value.text_place(), Errc::unknown_name,
                     "'" + value.path() + "': the decision frame has no column of this name: " + column +
                         did_you_mean(column, frame.scope.names()));
  }
  if (type->may_be(ValueKind::text)) return ok();
  return invalid(value, "this must be a column of texts, but it is a " + type->to_string() + ": " + column);
}

Status check_channel(const TomlValue& value, std::string_view channel) {
  if (contains(known_channels(), channel)) return ok();
  return invalid(value,
                 "there is no channel of this name: " + std::string(channel) + did_you_mean(channel, known_channels()));
}

Status check_stage(const TomlValue& value, std::string_view stage, const FrameScope& frame) {
  if (frame.stages.empty() || contains(frame.stages, stage)) return ok();
  return invalid(value, "there is no stage of this name: " + std::string(stage) + did_you_mean(stage, frame.stages));
}

Result<std::vector<std::string>> read_stages(const TomlTable& table, std::string_view key, const FrameScope& frame) {
  STAYSAIL_TRY(std::vector<std::string> stages, table.texts(key));
  for (const std::string& stage : stages) STAYSAIL_CHECK(check_stage(*table.find(key), stage, frame));
  return stages;
}

Result<std::vector<StrategyKind>> read_kinds(const TomlTable& table, std::string_view key) {
  STAYSAIL_TRY(const std::vector<std::string> names, table.texts(key));
  std::vector<StrategyKind> kinds;
  for (const std::string& name : names) {
    const auto kind = strategy_kind_of(name);
    if (!kind) return invalid(*table.find(key), kind.error().message());
    kinds.push_back(*kind);
  }
  return kinds;
}

}  // namespace staysail::strategy
