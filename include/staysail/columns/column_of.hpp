// Columns of whole buffers, for code that gathers values itself; ColumnBuilder is the way for everything else.
//
// `values` holds one value for each row, anything where the row is null; `null_rows` are ascending. Preconditions: the
// field has a type of that width (number, instant: 64 bits; real: double; day: 32; boolean: 8, with 0 or 1), and codes
// are below the dictionary's size.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "staysail/columns/column.hpp"

namespace staysail {

Column column_of(Field field, std::vector<std::int64_t> values, const std::vector<std::uint32_t>& null_rows);
Column column_of(Field field, std::vector<double> values, const std::vector<std::uint32_t>& null_rows);
Column column_of(Field field, std::vector<std::int32_t> values, const std::vector<std::uint32_t>& null_rows);
Column column_of(Field field, std::vector<std::uint8_t> values, const std::vector<std::uint32_t>& null_rows);
// A column of texts.
Column column_of(Field field, std::vector<std::int32_t> codes, const std::vector<std::uint32_t>& null_rows,
                 std::shared_ptr<const Dictionary> dictionary);

}  // namespace staysail
