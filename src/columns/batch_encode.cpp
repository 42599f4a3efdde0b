#include <algorithm>
#include <bit>
#include <limits>
#include <span>

#include "columns/byte_stream.hpp"
#include "staysail/columns/batch_codec.hpp"

namespace staysail {
namespace {

using columns::put_text;
using columns::put_varint;
using columns::zigzag;

constexpr char kLayout = 1;

unsigned width_of(std::uint64_t largest) {
  if (largest == 0) return 0;
  if (largest <= 0xFF) return 1;
  if (largest <= 0xFFFF) return 2;
  return largest <= 0xFFFFFFFF ? 4 : 8;
}

// How integers are told by their distance from the smallest of them.
struct Offsets {
  std::int64_t base = 0;
  unsigned width = 0;
};

class Range {
 public:
  void add(std::int64_t value) {
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
  }
  Offsets offsets() const {
    if (least_ > most_) return {};
    return {least_, width_of(static_cast<std::uint64_t>(most_) - static_cast<std::uint64_t>(least_))};
  }

 private:
  std::int64_t least_ = std::numeric_limits<std::int64_t>::max(), most_ = std::numeric_limits<std::int64_t>::min();
};

// Modulo 2^64.
std::int64_t difference(std::int64_t later, std::int64_t before) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(before));
}

// `value_at` of each position from `first` on.
void put_offsets(std::string& out, Offsets offsets, std::size_t first, std::size_t end, const auto& value_at) {
  put_varint(out, zigzag(offsets.base));
  out.push_back(static_cast<char>(offsets.width));
  columns::put_each(out, end - std::min(first, end), offsets.width, [&](std::size_t i) {
    return static_cast<std::uint64_t>(value_at(first + i)) - static_cast<std::uint64_t>(offsets.base);
  });
}

// As they are or as differences of neighbours, whichever is narrower.
template <class T>
void put_integers(std::string& out, std::span<const T> values) {
  Range plain, deltas;
  for (const T value : values) plain.add(value);
  for (std::size_t i = 1; i < values.size(); ++i) deltas.add(difference(values[i], values[i - 1]));
  const bool as_deltas = !values.empty() && deltas.offsets().width < plain.offsets().width;
  out.push_back(as_deltas ? 1 : 0);
  if (!as_deltas)
    return put_offsets(out, plain.offsets(), 0, values.size(), [&](std::size_t i) { return std::int64_t{values[i]}; });
  put_varint(out, zigzag(values.front()));
  put_offsets(out, deltas.offsets(), 1, values.size(),
              [&](std::size_t i) { return difference(values[i], values[i - 1]); });
}

// Null rows hold zero, which would widen the range: they take the value before them instead.
template <class T>
void put_nullable(std::string& out, const Column& column, std::span<const T> all) {
  if (column.null_count() == 0) return put_integers(out, all);
  std::vector<T> values(all.begin(), all.end());
  std::size_t first = 0;
  while (first < values.size() && column.is_null(first)) ++first;
  T last = first < values.size() ? values[first] : T{0};
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (column.is_null(row)) values[row] = last;
    else last = values[row];
  }
  put_integers<T>(out, values);
}

void put_bits(std::string& out, std::size_t count, const auto& bit_at) {
  const std::size_t start = out.size();
  out.resize(start + (count + 7) / 8);
  for (std::size_t i = 0; i < count; ++i)
    if (bit_at(i)) out[start + i / 8] = static_cast<char>(out[start + i / 8] | 1 << i % 8);
}

void put_reals(std::string& out, const Column& column) {
  const auto values = column.reals();
  columns::put_each(out, values.size(), 8, [&](std::size_t i) { return std::bit_cast<std::uint64_t>(values[i]); });
}

// The column's own strings in order of first use, and its codes into them (0 at null rows).
struct Strings {
  std::vector<std::string_view> entries;
  std::vector<std::int32_t> codes;
};

Strings strings_of(const Column& column) {
  Strings strings;
  strings.codes.resize(column.size(), 0);
  std::vector<std::int32_t> renumbered(static_cast<std::size_t>(column.dictionary().size()), -1);
  const auto codes = column.codes();
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) continue;
    std::int32_t& number = renumbered[static_cast<std::size_t>(codes[row])];
    if (number < 0) {
      number = static_cast<std::int32_t>(strings.entries.size());
      strings.entries.push_back(column.dictionary().at(codes[row]));
    }
    strings.codes[row] = number;
  }
  return strings;
}

void put_strings(std::string& out, const Column& column) {
  const Strings strings = strings_of(column);
  put_varint(out, strings.entries.size());
  std::string_view before;
  for (const std::string_view entry : strings.entries) {
    const auto shared = std::mismatch(before.begin(), before.end(), entry.begin(), entry.end()).first - before.begin();
    put_varint(out, static_cast<std::uint64_t>(shared));
    put_text(out, entry.substr(static_cast<std::size_t>(shared)));
    before = entry;
  }
  put_integers<std::int32_t>(out, strings.codes);
}

void put_values(std::string& out, const Column& column) {
  switch (column.type()) {
    case ColumnType::number: return put_nullable(out, column, column.numbers());
    case ColumnType::instant: return put_nullable(out, column, column.instants());
    case ColumnType::day: return put_nullable(out, column, column.days());
    case ColumnType::real: return put_reals(out, column);
    case ColumnType::boolean:
      return put_bits(out, column.size(), [&](std::size_t row) { return column.booleans()[row] != 0; });
    case ColumnType::text: return put_strings(out, column);
  }
}

void put_column(std::string& out, const Column& column) {
  put_text(out, column.field().name);
  put_text(out, column.field().unit);
  out.push_back(static_cast<char>(column.type()));
  out.push_back(static_cast<char>(column.field().scale));
  out.push_back(column.null_count() != 0 ? 1 : 0);
  if (column.null_count() != 0) put_bits(out, column.size(), [&](std::size_t row) { return !column.is_null(row); });
  put_values(out, column);
}

}  // namespace

std::string encode_batch(const Batch& batch) {
  std::string out(1, kLayout);
  put_varint(out, batch.rows());
  put_varint(out, batch.width());
  for (const Column& column : batch.columns()) put_column(out, column);
  return out;
}

}  // namespace staysail
