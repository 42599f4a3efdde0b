// Rows of one frame grouped under the rows of another that own them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail::view {

// Handle of the owner per row of `rows`, by its identifier column; kNoRow where null or unknown.
inline std::vector<std::uint32_t> owners_of(const Batch& rows, std::string_view identifier, const IdIndex& owners) {
  std::vector<std::uint32_t> handles(rows.rows(), kNoRow);
  const Column* ids = rows.find(identifier);
  if (ids == nullptr) return handles;
  const auto by_code = owners.rows_of(ids->dictionary());
  for (std::size_t row = 0; row < handles.size(); ++row)
    if (!ids->is_null(row)) handles[row] = by_code[static_cast<std::size_t>(ids->codes()[row])];
  return handles;
}

// A day of a row, or `otherwise` when null or when the frame has no such column.
class DayReader {
 public:
  DayReader(const Batch& rows, std::string_view name) : column_(rows.find(name)) {}
  bool known(std::size_t row) const { return column_ != nullptr && !column_->is_null(row); }
  Day at(std::size_t row) const { return Day::since_epoch(column_->days()[row]); }
  Day at_or(std::size_t row, Day otherwise) const { return known(row) ? at(row) : otherwise; }

 private:
  const Column* column_;
};

// Text of a row, empty when null or when the frame has no such column.
inline std::string_view text_at(const Column* column, std::size_t row) {
  return column == nullptr ? std::string_view{} : column->text(row);
}

inline void append_day_or_null(ColumnBuilder& builder, bool known, Day day) {
  if (known) builder.append_day(day);
  else builder.append_null();
}

}  // namespace staysail::view
