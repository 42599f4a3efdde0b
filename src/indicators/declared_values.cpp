#include "declared_values.hpp"

#include <algorithm>

#include "staysail/base/nearest_name.hpp"

namespace staysail::indicators {

Error at(const TomlTable& table, std::string_view key, const Error& error) {
  const auto value = table.find(key);
  return value ? value->error(error.code(), error.message()) : table.error(error.code(), error.message());
}

Result<std::size_t> choice_of(const TomlTable& table, std::string_view key, std::string_view fallback,
                              const std::vector<std::string>& known) {
  STAYSAIL_TRY(const auto text, table.text_or(key, fallback));
  const auto found = std::find(known.begin(), known.end(), text);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  std::string all;
  for (const auto& name : known) all += (all.empty() ? "" : ", ") + name;
  return at(
      table, key,
      Error(Errc::catalogue_invalid, "one of " + all + " was expected, not: " + text + did_you_mean(text, known)));
}

Result<std::int64_t> whole_at(const TomlTable& table, std::string_view key, std::int64_t fallback, std::int64_t least,
                              std::int64_t most) {
  STAYSAIL_TRY(const auto value, table.integer_or(key, fallback));
  if (value >= least && value <= most) return value;
  return at(table, key,
            Error(Errc::catalogue_invalid, "a whole number from " + std::to_string(least) + " to " +
                                               std::to_string(most) + " was expected, not " + std::to_string(value)));
}

}  // namespace staysail::indicators
