// Extension attributes: what a mapping keeps of an export beside the attributes of the model.
#pragma once

#include <string>
#include <string_view>

#include "staysail/model/table.hpp"

namespace staysail {

// An extension attribute that a mapping declares personal carries its kind in its name: "phone:CONTACT".
std::string personal_extension(AttributeType kind, std::string_view column);
// That kind; `text` for every other extension attribute.
AttributeType type_of_extension(std::string_view name) noexcept;

}  // namespace staysail
