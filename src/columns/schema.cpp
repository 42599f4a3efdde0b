#include "staysail/columns/schema.hpp"

#include <array>
#include <unordered_set>

namespace staysail {
std::string_view name_of(ColumnType type) noexcept {
  constexpr std::array names = {"number", "real", "boolean", "day", "instant", "text"};
  return names[static_cast<std::size_t>(type)];
}

Result<Schema> Schema::of(std::vector<Field> fields) {
  std::unordered_set<std::string_view> seen;
  for (const auto& field : fields) {
    if (!seen.insert(field.name).second)
      return Error(Errc::schema_mismatch, "two columns have the same name; rename one: " + field.name);
    if (field.scale > 9)
      return Error(Errc::schema_mismatch, "a scale of 0 to 9 decimals was expected for column " + field.name);
  }
  return Schema(std::move(fields));
}

std::optional<std::size_t> Schema::find(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i].name == name) return i;
  return std::nullopt;
}

}  // namespace staysail
