#include <algorithm>
#include <bit>

#include "columns/byte_stream.hpp"
#include "staysail/columns/batch_codec.hpp"

namespace staysail {
namespace {

using columns::put_fixed;
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

// The smallest as base, and the distance of each value from it.
struct Offsets {
  std::int64_t base = 0;
  std::vector<std::uint64_t> values;
  unsigned width = 0;
};

Offsets offsets_of(const std::vector<std::int64_t>& values) {
  Offsets offsets;
  if (values.empty()) return offsets;
  offsets.base = *std::min_element(values.begin(), values.end());
  offsets.values.reserve(values.size());
  std::uint64_t largest = 0;
  for (const std::int64_t value : values) {
    offsets.values.push_back(static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(offsets.base));
    largest = std::max(largest, offsets.values.back());
  }
  offsets.width = width_of(largest);
  return offsets;
}

void put_offsets(std::string& out, const Offsets& offsets) {
  put_varint(out, zigzag(offsets.base));
  out.push_back(static_cast<char>(offsets.width));
  put_fixed(out, offsets.values, offsets.width);
}

// Differences of neighbours, modulo 2^64.
std::vector<std::int64_t> deltas_of(const std::vector<std::int64_t>& values) {
  std::vector<std::int64_t> deltas;
  deltas.reserve(values.size());
  for (std::size_t i = 1; i < values.size(); ++i)
    deltas.push_back(
        static_cast<std::int64_t>(static_cast<std::uint64_t>(values[i]) - static_cast<std::uint64_t>(values[i - 1])));
  return deltas;
}

void put_integers(std::string& out, const std::vector<std::int64_t>& values) {
  const Offsets plain = offsets_of(values);
  const Offsets deltas = offsets_of(deltas_of(values));
  const bool as_deltas = !values.empty() && deltas.width < plain.width;
  out.push_back(as_deltas ? 1 : 0);
  if (as_deltas) put_varint(out, zigzag(values.front()));
  put_offsets(out, as_deltas ? deltas : plain);
}

template <class T>
std::vector<std::int64_t> widened(std::span<const T> values) {
  return std::vector<std::int64_t>(values.begin(), values.end());
}

// Null rows hold zero, which would widen the range: they take the value before them instead.
std::vector<std::int64_t> without_nulls(const Column& column, std::vector<std::int64_t> values) {
  if (column.null_count() == 0) return values;
  std::size_t first = 0;
  while (first < values.size() && column.is_null(first)) ++first;
  std::int64_t last = first < values.size() ? values[first] : 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (column.is_null(row)) values[row] = last;
    else last = values[row];
  }
  return values;
}

void put_bits(std::string& out, std::size_t count, const auto& bit_at) {
  const std::size_t start = out.size();
  out.resize(start + (count + 7) / 8);
  for (std::size_t i = 0; i < count; ++i)
    if (bit_at(i)) out[start + i / 8] = static_cast<char>(out[start + i / 8] | 1 << i % 8);
}

void put_reals(std::string& out, const Column& column) {
  std::vector<std::uint64_t> bits;
  bits.reserve(column.size());
  for (const double value : column.reals()) bits.push_back(std::bit_cast<std::uint64_t>(value));
  put_fixed(out, bits, 8);
}

// The column's own strings in order of first use, and its codes into them (0 at null rows).
struct Strings {
  std::vector<std::string_view> entries;
  std::vector<std::int64_t> codes;
};

Strings strings_of(const Column& column) {
  Strings strings;
  strings.codes.resize(column.size(), 0);
  std::vector<std::int64_t> renumbered(static_cast<std::size_t>(column.dictionary().size()), -1);
  const auto codes = column.codes();
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) continue;
    std::int64_t& number = renumbered[static_cast<std::size_t>(codes[row])];
    if (number < 0) {
      number = static_cast<std::int64_t>(strings.entries.size());
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
  put_integers(out, strings.codes);
}

void put_values(std::string& out, const Column& column) {
  switch (column.type()) {
    case ColumnType::number: return put_integers(out, without_nulls(column, widened(column.numbers())));
    case ColumnType::instant: return put_integers(out, without_nulls(column, widened(column.instants())));
    case ColumnType::day: return put_integers(out, without_nulls(column, widened(column.days())));
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
