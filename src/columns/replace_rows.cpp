#include "staysail/columns/replace_rows.hpp"

#include <vector>

#include "columns/column_access.hpp"

namespace staysail {
namespace {

constexpr std::int32_t kLookedThrough = 64;  // strings

using Validity = std::shared_ptr<const std::vector<std::uint8_t>>;

struct NullBits {
  Validity bits;  // null when nothing is null
  std::size_t count = 0;
};

NullBits null_bits(const Column& column, std::span<const std::uint32_t> rows, const Column& by) {
  NullBits nulls{nullptr, column.null_count()};
  if (column.null_count() == 0 && by.null_count() == 0) return nulls;
  std::vector<std::uint8_t> bits((column.size() + 7) / 8, 0);
  for (std::size_t row = 0; row < column.size(); ++row)
    if (!column.is_null(row)) bits[row >> 3] |= static_cast<std::uint8_t>(1U << (row & 7));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << (rows[i] & 7));
    if (column.is_null(rows[i]) == by.is_null(i)) continue;
    bits[rows[i] >> 3] ^= bit;
    by.is_null(i) ? ++nulls.count : --nulls.count;
  }
  if (nulls.count != 0) nulls.bits = std::make_shared<const std::vector<std::uint8_t>>(std::move(bits));
  return nulls;
}

template <class T>
Column replaced(const Column& column, std::span<const T> old, std::span<const T> now,
                std::span<const std::uint32_t> rows, const Column& by) {
  std::vector<T> values(old.begin(), old.end());
  for (std::size_t i = 0; i < rows.size(); ++i) values[rows[i]] = now[i];
  auto nulls = null_bits(column, rows, by);
  return ColumnAccess::make(column.field(), std::move(values), std::move(nulls.bits), nulls.count);
}

// The code of a text in the dictionary of the row that it replaces; -1 where it is not at hand.
std::int32_t code_at_hand(const Column& column, std::uint32_t row, std::string_view text) {
  if (!column.is_null(row) && column.text(row) == text) return column.codes()[row];
  return column.dictionary().size() <= kLookedThrough ? column.dictionary().find(text) : -1;
}

std::optional<Column> texts_replaced(const Column& column, std::span<const std::uint32_t> rows, const Column& by) {
  std::vector<std::int32_t> codes(rows.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (by.is_null(i)) continue;
    codes[i] = code_at_hand(column, rows[i], by.text(i));
    if (codes[i] < 0) return std::nullopt;
  }
  Column done = replaced<std::int32_t>(column, column.codes(), codes, rows, by);
  return ColumnAccess::with_dictionary(std::move(done), column.shared_dictionary());
}

std::optional<Column> column_replaced(const Column& column, std::span<const std::uint32_t> rows, const Column& by) {
  switch (column.type()) {
    case ColumnType::number: return replaced(column, column.numbers(), by.numbers(), rows, by);
    case ColumnType::instant: return replaced(column, column.instants(), by.instants(), rows, by);
    case ColumnType::real: return replaced(column, column.reals(), by.reals(), rows, by);
    case ColumnType::boolean: return replaced(column, column.booleans(), by.booleans(), rows, by);
    case ColumnType::day: return replaced(column, column.days(), by.days(), rows, by);
    case ColumnType::text: return texts_replaced(column, rows, by);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Batch> with_rows_replaced(const Batch& batch, std::span<const std::uint32_t> rows, const Batch& by) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < batch.width(); ++i) {
    auto column = column_replaced(batch.column(i), rows, by.column(i));
    if (!column) return std::nullopt;
    columns.push_back(*std::move(column));
  }
  auto done = Batch::of(std::move(columns));
  return done ? std::optional(*std::move(done)) : std::nullopt;
}

}  // namespace staysail
