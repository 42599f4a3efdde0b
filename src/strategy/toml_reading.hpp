// What the readers of strategies.toml and contact.toml share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/files/toml_document.hpp"
#include "staysail/strategy/strategy.hpp"
#include "staysail/strategy/strategy_file.hpp"

namespace staysail::strategy {

// { zh = "...", en = "..." }, or one text that serves for both.
Result<Phrase> read_phrase(const TomlTable& table, std::string_view key);
// A number that must not be negative.
Result<std::int64_t> read_count(const TomlTable& table, std::string_view key, std::int64_t fallback);
// An amount in hundredths of the currency, not negative; nothing without the key.
Result<std::optional<std::int64_t>> read_money(const TomlTable& table, std::string_view key);
// FEEL that gives a number; `value` is where it stands.
Status check_number(const TomlValue& value, const std::string& text, const Place& place, const FrameScope& frame);
// A column of the decision frame that holds texts; `unknown_name`, where the name begins, when there is none.
Status check_text_column(const TomlValue& value, const std::string& column, const FrameScope& frame);
// One of the model's channels; an error names the nearest.
Status check_channel(const TomlValue& value, std::string_view channel);
Status check_stage(const TomlValue& value, std::string_view stage, const FrameScope& frame);
Result<std::vector<std::string>> read_stages(const TomlTable& table, std::string_view key, const FrameScope& frame);
Result<std::vector<StrategyKind>> read_kinds(const TomlTable& table, std::string_view key);

// The error under the code of a playbook, at the place of `value`.
Error invalid(const TomlValue& value, std::string message);
Error invalid(const TomlTable& table, std::string message);

}  // namespace staysail::strategy
