#include "staysail/model/extension.hpp"

namespace staysail {

std::string personal_extension(AttributeType kind, std::string_view column) {
  return std::string(name_of(kind)) + ":" + std::string(column);
}

AttributeType type_of_extension(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  for (auto kind = AttributeType::person_name; kind <= AttributeType::gender;
       kind = static_cast<AttributeType>(static_cast<int>(kind) + 1))
    if (colon != std::string_view::npos && name.substr(0, colon) == name_of(kind)) return kind;
  return AttributeType::text;
}

}  // namespace staysail
