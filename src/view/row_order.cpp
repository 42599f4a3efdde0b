#include "row_order.hpp"

#include <limits>
#include <numeric>

namespace staysail::view {

int compare(const Column& column, std::uint32_t a, const Column& other, std::uint32_t b) {
  if (column.is_null(a) || other.is_null(b)) return (other.is_null(b) ? 1 : 0) - (column.is_null(a) ? 1 : 0);
  const auto ordered = [](const auto& x, const auto& y) { return x < y ? -1 : x == y ? 0 : 1; };
  switch (column.type()) {
    case ColumnType::number: return ordered(column.numbers()[a], other.numbers()[b]);
    case ColumnType::instant: return ordered(column.instants()[a], other.instants()[b]);
    case ColumnType::day: return ordered(column.days()[a], other.days()[b]);
    case ColumnType::boolean: return ordered(column.booleans()[a], other.booleans()[b]);
    case ColumnType::text: return ordered(column.text(a).compare(other.text(b)), 0);
    case ColumnType::real: return 0;  // the model has none
  }
  return 0;
}

int compare(const Column& column, std::uint32_t a, std::uint32_t b) {
  const bool same = column.type() == ColumnType::text && !column.is_null(a) && !column.is_null(b) &&
                    column.codes()[a] == column.codes()[b];
  return same ? 0 : compare(column, a, column, b);
}

int compare(const std::vector<const Column*>& columns, std::uint32_t a, std::uint32_t b) {
  for (const Column* column : columns)
    if (const int order = compare(*column, a, b); order != 0) return order;
  return 0;
}

namespace {

// The place of each string among the sorted ones; ids of files in their order have it already.
std::vector<std::int32_t> ranks_of(const Dictionary& dictionary) {
  std::vector<std::int32_t> codes(static_cast<std::size_t>(dictionary.size()));
  std::iota(codes.begin(), codes.end(), 0);
  const auto before = [&](std::int32_t a, std::int32_t b) { return dictionary.at(a) < dictionary.at(b); };
  if (std::is_sorted(codes.begin(), codes.end(), before)) return codes;
  sort_mostly_sorted(codes, before);
  std::vector<std::int32_t> rank(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i)
    rank[static_cast<std::size_t>(codes[i])] = static_cast<std::int32_t>(i);
  return rank;
}

// Order-preserving integers for the values of one column: nulls first, texts by the rank of their bytes.
std::vector<std::int64_t> ordinals(const Column& column) {
  std::vector<std::int32_t> rank;
  if (column.type() == ColumnType::text) rank = ranks_of(column.dictionary());
  std::vector<std::int64_t> values(column.size(), std::numeric_limits<std::int64_t>::min());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (column.is_null(row)) continue;
    switch (column.type()) {
      case ColumnType::number: values[row] = column.numbers()[row]; break;
      case ColumnType::instant: values[row] = column.instants()[row]; break;
      case ColumnType::day: values[row] = column.days()[row]; break;
      case ColumnType::boolean: values[row] = column.booleans()[row]; break;
      case ColumnType::text: values[row] = rank[static_cast<std::size_t>(column.codes()[row])]; break;
      case ColumnType::real: break;  // the model has none
    }
  }
  return values;
}

using Rows = std::vector<std::uint32_t>;

// Of the rows `asked`, those with the same value as the row before them; nothing when one of them has a lesser one.
template <class Less, class Same>
std::optional<Rows> ties(const Rows& asked, const Less& is_less, const Same& is_same) {
  Rows same;
  for (const std::uint32_t row : asked) {
    if (is_less(row, row - 1)) return std::nullopt;
    if (is_same(row, row - 1)) same.push_back(row);
  }
  return same;
}

template <class T>
std::optional<Rows> ties(const Rows& asked, std::span<const T> values) {
  return ties(
      asked, [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; },
      [&](std::uint32_t a, std::uint32_t b) { return values[a] == values[b]; });
}

// Of fewer rows than this part of a column the texts are compared themselves.
constexpr std::size_t kFew = 8;

std::optional<Rows> ranked_ties(const Rows& asked, const Column& column) {
  const auto rank = ranks_of(column.dictionary());
  const auto rank_at = [&](std::uint32_t row) { return rank[static_cast<std::size_t>(column.codes()[row])]; };
  return ties(
      asked, [&](std::uint32_t a, std::uint32_t b) { return rank_at(a) < rank_at(b); },
      [&](std::uint32_t a, std::uint32_t b) { return rank_at(a) == rank_at(b); });
}

std::optional<Rows> ties(const Rows& asked, const Column& column) {
  if (column.null_count() == 0) {
    switch (column.type()) {
      case ColumnType::number: return ties(asked, column.numbers());
      case ColumnType::instant: return ties(asked, column.instants());
      case ColumnType::day: return ties(asked, column.days());
      case ColumnType::text:
        if (asked.size() >= column.size() / kFew) return ranked_ties(asked, column);
        break;
      default: break;
    }
  }
  return ties(
      asked, [&](std::uint32_t a, std::uint32_t b) { return compare(column, a, b) < 0; },
      [&](std::uint32_t a, std::uint32_t b) { return compare(column, a, b) == 0; });
}

}  // namespace

// Column by column, and of all but the first only where those before are equal.
bool keys_ascend(const TableDescription& table, const Batch& rows) {
  if (rows.rows() < 2) return true;
  Rows open(rows.rows() - 1);
  std::iota(open.begin(), open.end(), 1U);
  for (const auto& name : table.key) {
    auto same = ties(open, *rows.find(name));
    if (!same) return false;
    open = *std::move(same);
    if (open.empty()) return true;
  }
  return false;
}

// The first column decides nearly always, and is ranked; the others are looked at where it does not.
void sort_by_key(const std::vector<const Column*>& key, std::span<std::uint32_t> rows) {
  if (std::is_sorted(rows.begin(), rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return compare(key, a, b) < 0; }))
    return;
  const auto rank = ordinals(*key.front());
  std::vector<std::uint32_t> all(rows.begin(), rows.end());
  sort_mostly_sorted(all, [&](std::uint32_t a, std::uint32_t b) {
    if (rank[a] != rank[b]) return rank[a] < rank[b];
    const int order = compare(key, a, b);
    return order != 0 ? order < 0 : a < b;
  });
  std::copy(all.begin(), all.end(), rows.begin());
}

}  // namespace staysail::view
