#include "fact_merge.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "staysail/boss/table_schema.hpp"

namespace staysail::view {
namespace {

// Order-preserving integers for the values of one column: nulls first, texts by the rank of their bytes.
std::vector<std::int64_t> ordinals(const Column& column) {
  std::vector<std::int32_t> rank;
  if (column.type() == ColumnType::text) {
    const Dictionary& dictionary = column.dictionary();
    std::vector<std::int32_t> codes(static_cast<std::size_t>(dictionary.size()));
    std::iota(codes.begin(), codes.end(), 0);
    std::sort(codes.begin(), codes.end(), [&](std::int32_t a, std::int32_t b) { return dictionary.at(a) < dictionary.at(b); });
    rank.resize(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) rank[static_cast<std::size_t>(codes[i])] = static_cast<std::int32_t>(i);
  }
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

using Ordinals = std::vector<std::vector<std::int64_t>>;

int compare(const Ordinals& columns, std::uint32_t a, std::uint32_t b) {
  for (const auto& column : columns)
    if (column[a] != column[b]) return column[a] < column[b] ? -1 : 1;
  return 0;
}

// Rows as integers: the key, the version, and all values.
struct Comparable {
  Ordinals key, values;
  std::vector<std::int64_t> version;

  Comparable(const TableDescription& table, const Batch& rows) : version(ordinals(*rows.find(kVersionColumn))) {
    for (const auto& name : table.key) key.push_back(ordinals(*rows.find(name)));
    for (const auto& attribute : table.attributes) values.push_back(ordinals(*rows.find(attribute.name)));
  }
  bool same_key(std::uint32_t a, std::uint32_t b) const { return compare(key, a, b) == 0; }
  bool same_values(std::uint32_t a, std::uint32_t b) const { return compare(values, a, b) == 0; }
  bool before(std::uint32_t a, std::uint32_t b) const {
    if (const int order = compare(key, a, b); order != 0) return order < 0;
    if (version[a] != version[b]) return version[a] < version[b];
    if (const int order = compare(values, a, b); order != 0) return order < 0;
    return a < b;
  }
};

std::vector<std::uint32_t> sorted(const Comparable& rows, std::size_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return rows.before(a, b); });
  return order;
}

// One group of equal keys [begin, end) of `order`: the last row stands. Rows below `stored` were there before.
void settle(const Comparable& rows, const std::vector<std::uint32_t>& order, std::size_t begin, std::size_t end, std::uint32_t stored, FactMerge& out,
            std::vector<std::uint32_t>& standing) {
  const std::uint32_t winner = order[end - 1];
  const auto known = std::find_if(order.begin() + static_cast<std::ptrdiff_t>(begin), order.begin() + static_cast<std::ptrdiff_t>(end),
                                  [&](std::uint32_t row) { return row < stored; });
  const bool was_there = known != order.begin() + static_cast<std::ptrdiff_t>(end);
  standing.push_back(winner);
  if (winner < stored) return;
  const bool news = !was_there || !rows.same_values(winner, *known);
  out.is_news[winner - stored] = news ? 1 : 0;
  out.changed |= news || rows.version[winner] != rows.version[*known];
}

}  // namespace

Schema chunk_schema(const TableDescription& table) {
  std::vector<Field> fields = schema_of(table).fields();
  fields.push_back({kVersionColumn, ColumnType::number, 0, {}});
  fields.push_back({kSourceColumn, ColumnType::text, 0, {}});
  return *Schema::of(std::move(fields));  // attributes of the model never begin with an underscore
}

Result<FactMerge> merge_facts(const TableDescription& table, const Batch& stored, const Batch& incoming) {
  FactMerge out;
  out.is_news.assign(incoming.rows(), 0);
  STAYSAIL_TRY(const Batch all, stored.rows() == 0 ? Result<Batch>(incoming) : concatenate(std::array{stored, incoming}));
  const Comparable rows(table, all);
  const auto order = sorted(rows, all.rows());
  const auto known = static_cast<std::uint32_t>(stored.rows());
  std::vector<std::uint32_t> standing;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    for (end = begin + 1; end < order.size() && rows.same_key(order[begin], order[end]);) ++end;
    settle(rows, order, begin, end, known, out, standing);
  }
  out.rows = all.take(standing);
  return out;
}

}  // namespace staysail::view
