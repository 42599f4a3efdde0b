// What the tables of indicators.toml hold, read with errors at the value itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/files/toml_document.hpp"

namespace staysail::indicators {

// An error of a value's content, at the value.
Error at(const TomlTable& table, std::string_view key, const Error& error);
// One of `known`, by position.
Result<std::size_t> choice_of(const TomlTable& table, std::string_view key, std::string_view fallback,
                              const std::vector<std::string>& known);
// A whole number from `least` to `most`.
Result<std::int64_t> whole_at(const TomlTable& table, std::string_view key, std::int64_t fallback, std::int64_t least,
                              std::int64_t most);

}  // namespace staysail::indicators
