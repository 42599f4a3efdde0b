#include "staysail/columns/cells.hpp"

namespace staysail {

// Texts are made only where the columns do not hold the same kind of value.
bool equal_cells(const Column& a, std::size_t row, const Column& b, std::size_t other_row) {
  if (a.is_null(row) || b.is_null(other_row)) return a.is_null(row) == b.is_null(other_row);
  const bool alike = a.type() == b.type() && a.field().scale == b.field().scale;
  if (alike && a.type() == ColumnType::number) return a.numbers()[row] == b.numbers()[other_row];
  if (alike && a.type() == ColumnType::text) return a.text(row) == b.text(other_row);
  return a.value_text(row) == b.value_text(other_row);
}

}  // namespace staysail
