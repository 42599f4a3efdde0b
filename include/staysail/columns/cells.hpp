// Cells of columns, compared by what they say.
#pragma once

#include <cstddef>

#include "staysail/columns/column.hpp"

namespace staysail {

// Both null, or of one canonical text (Column::value_text).
bool equal_cells(const Column& a, std::size_t row, const Column& b, std::size_t other_row);

}  // namespace staysail
