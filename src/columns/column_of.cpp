#include "staysail/columns/column_of.hpp"

#include "columns/column_access.hpp"

namespace staysail {
namespace {

// Bits past the last row stay 0, as ColumnBuilder leaves them.
std::shared_ptr<const std::vector<std::uint8_t>> validity_of(std::size_t rows,
                                                             const std::vector<std::uint32_t>& null_rows) {
  if (null_rows.empty()) return nullptr;
  std::vector<std::uint8_t> bits((rows + 7) / 8, 0xFF);
  if (rows % 8 != 0) bits.back() = static_cast<std::uint8_t>((1U << (rows % 8)) - 1);
  for (const std::uint32_t row : null_rows) bits[row >> 3] &= static_cast<std::uint8_t>(~(1U << (row & 7)));
  return std::make_shared<const std::vector<std::uint8_t>>(std::move(bits));
}

template <class T>
Column make(Field field, std::vector<T> values, const std::vector<std::uint32_t>& null_rows) {
  for (const std::uint32_t row : null_rows) values[row] = 0;
  auto validity = validity_of(values.size(), null_rows);
  return ColumnAccess::make(std::move(field), std::move(values), std::move(validity), null_rows.size());
}

}  // namespace

Column column_of(Field field, std::vector<std::int64_t> values, const std::vector<std::uint32_t>& null_rows) {
  return make(std::move(field), std::move(values), null_rows);
}

Column column_of(Field field, std::vector<double> values, const std::vector<std::uint32_t>& null_rows) {
  return make(std::move(field), std::move(values), null_rows);
}

Column column_of(Field field, std::vector<std::int32_t> values, const std::vector<std::uint32_t>& null_rows) {
  return make(std::move(field), std::move(values), null_rows);
}

Column column_of(Field field, std::vector<std::uint8_t> values, const std::vector<std::uint32_t>& null_rows) {
  return make(std::move(field), std::move(values), null_rows);
}

Column column_of(Field field, std::vector<std::int32_t> codes, const std::vector<std::uint32_t>& null_rows,
                 std::shared_ptr<const Dictionary> dictionary) {
  return ColumnAccess::with_dictionary(make(std::move(field), std::move(codes), null_rows), std::move(dictionary));
}

}  // namespace staysail
