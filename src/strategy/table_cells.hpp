// Fields and cells of the tables that the room keeps.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "staysail/columns/column.hpp"

namespace staysail::strategy {

inline Field field_of(std::string name, ColumnType type) { return {std::move(name), type, 0, ""}; }
inline Field text_field(std::string name) { return field_of(std::move(name), ColumnType::text); }
inline Field number_field(std::string name) { return field_of(std::move(name), ColumnType::number); }

// An empty text is null.
inline void append_cell(ColumnBuilder& builder, std::string_view text) {
  if (text.empty()) builder.append_null();
  else builder.append_text(text);
}

}  // namespace staysail::strategy
