#include "staysail/columns/schema.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace staysail {
namespace {

// Levenshtein distance with one row of memory.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view name_of(ColumnType type) noexcept {
  constexpr std::array names = {"number", "real", "boolean", "day", "instant", "text"};
  return names[static_cast<std::size_t>(type)];
}

Result<Schema> Schema::of(std::vector<Field> fields) {
  std::unordered_set<std::string_view> seen;
  for (const auto& field : fields) {
    if (!seen.insert(field.name).second) return Error(Errc::schema_mismatch, "two columns have the same name; rename one: " + field.name);
    if (field.scale > 9) return Error(Errc::schema_mismatch, "a scale of 0 to 9 decimals was expected for column " + field.name);
  }
  return Schema(std::move(fields));
}

std::optional<std::size_t> Schema::find(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i].name == name) return i;
  return std::nullopt;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto& candidate : known) {
    const std::size_t distance = edit_distance(name.substr(0, 128), std::string_view(candidate).substr(0, 128));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace staysail
