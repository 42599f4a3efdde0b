#include "fact_merge.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

#include "staysail/boss/table_schema.hpp"
#include "staysail/columns/replace_rows.hpp"

namespace staysail::view {
namespace {

// A merge of fewer rows than this part of the stored ones looks for each of them.
constexpr std::size_t kFewRows = 8;

// The place of each string among the sorted ones; ids of files in their order have it already.
std::vector<std::int32_t> ranks_of(const Dictionary& dictionary) {
  std::vector<std::int32_t> codes(static_cast<std::size_t>(dictionary.size()));
  std::iota(codes.begin(), codes.end(), 0);
  const auto before = [&](std::int32_t a, std::int32_t b) { return dictionary.at(a) < dictionary.at(b); };
  if (std::is_sorted(codes.begin(), codes.end(), before)) return codes;
  std::sort(codes.begin(), codes.end(), before);
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

// The order of two values of columns of one type; nulls first, texts by their bytes.
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

// Finds the keys of one batch among the rows of another, which are sorted by key.
class KeyOrder {
 public:
  KeyOrder(const TableDescription& table, const Batch& sorted, const Batch& asked) : rows_(sorted.rows()) {
    for (const auto& name : table.key) columns_.emplace_back(sorted.find(name), asked.find(name));
  }

  // The row of the sorted batch with the key of row `row` of the other; nothing when there is none.
  std::optional<std::uint32_t> place_of(std::uint32_t row) const {
    std::uint32_t begin = 0, end = static_cast<std::uint32_t>(rows_);
    while (begin < end) {
      const std::uint32_t middle = begin + (end - begin) / 2;
      if (compare_to(middle, row) < 0) begin = middle + 1;
      else end = middle;
    }
    return begin < rows_ && compare_to(begin, row) == 0 ? std::optional(begin) : std::nullopt;
  }

 private:
  int compare_to(std::uint32_t place, std::uint32_t row) const {
    for (const auto& [sorted, asked] : columns_)
      if (const int order = compare(*sorted, place, *asked, row); order != 0) return order;
    return 0;
  }

  std::size_t rows_;
  std::vector<std::pair<const Column*, const Column*>> columns_;
};

// Rows in the order of key, version, values; values are looked at only where keys are equal.
class Comparable {
 public:
  Comparable(const TableDescription& table, const Batch& rows) : version_(rows.find(kVersionColumn)->numbers()) {
    for (const auto& name : table.key) key_.push_back(rows.find(name));
    for (const auto& attribute : table.attributes) values_.push_back(rows.find(attribute.name));
  }
  std::int64_t version(std::uint32_t row) const { return version_[row]; }
  bool same_key(std::uint32_t a, std::uint32_t b) const { return compare(key_, a, b) == 0; }
  bool same_values(std::uint32_t a, std::uint32_t b) const { return compare(values_, a, b) == 0; }

  // The rows below `stored` are usually in order, and often the others are: two runs that meet.
  std::vector<std::uint32_t> sorted(std::uint32_t stored) const {
    std::vector<std::uint32_t> order(version_.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto middle = order.begin() + stored;
    sort_by_key(order.begin(), middle);
    sort_by_key(middle, order.end());
    std::inplace_merge(order.begin(), middle, order.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return compare(key_, a, b) < 0; });
    return sorted_within_keys(std::move(order));
  }

 private:
  using Place = std::vector<std::uint32_t>::iterator;

  // Exports often come in the order of the key: then nothing needs to be ranked.
  void sort_by_key(Place begin, Place end) const {
    if (std::is_sorted(begin, end, [&](std::uint32_t a, std::uint32_t b) { return compare(key_, a, b) < 0; })) return;
    std::vector<std::vector<std::int64_t>> ranks;
    for (const Column* column : key_) ranks.push_back(ordinals(*column));
    std::sort(begin, end, [&](std::uint32_t a, std::uint32_t b) {
      for (const auto& rank : ranks)
        if (rank[a] != rank[b]) return rank[a] < rank[b];
      return a < b;
    });
  }

  bool before(std::uint32_t a, std::uint32_t b) const {
    if (version_[a] != version_[b]) return version_[a] < version_[b];
    const int order = compare(values_, a, b);
    return order != 0 ? order < 0 : a < b;
  }

  // `order` is sorted by key; rows of one key come in the order of version and values.
  std::vector<std::uint32_t> sorted_within_keys(std::vector<std::uint32_t> order) const {
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      for (end = begin + 1; end < order.size() && same_key(order[begin], order[end]);) ++end;
      if (end - begin == 1) continue;
      const auto first = order.begin() + static_cast<std::ptrdiff_t>(begin);
      std::sort(first, first + static_cast<std::ptrdiff_t>(end - begin),
                [&](std::uint32_t a, std::uint32_t b) { return before(a, b); });
    }
    return order;
  }

  std::vector<const Column*> key_, values_;
  std::span<const std::int64_t> version_;
};

Digest digest_of_values(const TableDescription& table, const Batch& rows, std::uint32_t row) {
  Digester digester;
  for (const auto& attribute : table.attributes) {
    const Column* column = rows.find(attribute.name);
    if (!column->is_null(row)) digester.add(attribute.name).add(column->value_text(row));
  }
  return digester.finish();
}

// Rows of a group that have the version of the last, which stands, and other values; equal ones are told once each.
void find_conflicts(const TableDescription& table, const Batch& all, const Comparable& rows,
                    std::span<const std::uint32_t> group, std::uint32_t stored, FactMerge& out) {
  const std::uint32_t winner = group.back();
  for (const std::uint32_t row : group.first(group.size() - 1)) {
    if (rows.version(row) != rows.version(winner) || rows.same_values(row, winner)) continue;
    const bool was_there = row < stored;
    out.conflicts.push_back({(was_there ? winner : row) - stored, was_there, key_of(table, all, row), rows.version(row),
                             digest_of_values(table, all, row)});
  }
}

// One group of equal keys [begin, end) of `order`: the last row stands. Rows below `stored` were there before.
void settle(const Comparable& rows, const std::vector<std::uint32_t>& order, std::size_t begin, std::size_t end,
            std::uint32_t stored, FactMerge& out, std::vector<std::uint32_t>& standing) {
  const std::uint32_t winner = order[end - 1];
  const auto known =
      std::find_if(order.begin() + static_cast<std::ptrdiff_t>(begin), order.begin() + static_cast<std::ptrdiff_t>(end),
                   [&](std::uint32_t row) { return row < stored; });
  const bool was_there = known != order.begin() + static_cast<std::ptrdiff_t>(end);
  standing.push_back(winner);
  if (winner < stored) return;
  const bool news = !was_there || !rows.same_values(winner, *known);
  out.is_news[winner - stored] = news ? 1 : 0;
  out.changed |= news || rows.version(winner) != rows.version(*known);
}

// Every row of both, sorted together.
Result<FactMerge> merge_all(const TableDescription& table, const Batch& stored, const Batch& incoming) {
  STAYSAIL_TRY(const Batch all,
               stored.rows() == 0 ? Result<Batch>(incoming) : concatenate(std::array{stored, incoming}));
  const Comparable rows(table, all);
  const auto known = static_cast<std::uint32_t>(stored.rows());
  const auto order = rows.sorted(known);
  FactMerge out;
  out.is_news.assign(all.rows() - known, 0);
  std::vector<std::uint32_t> standing;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    for (end = begin + 1; end < order.size() && rows.same_key(order[begin], order[end]);) ++end;
    settle(rows, order, begin, end, known, out, standing);
    if (end - begin > 1) find_conflicts(table, all, rows, std::span(order).subspan(begin, end - begin), known, out);
  }
  const bool as_they_came = standing.size() == all.rows() && std::is_sorted(standing.begin(), standing.end());
  out.rows = as_they_came ? all : all.take(standing);
  return out;
}

// The stored row of each incoming key; nothing when a key is not there.
std::optional<std::vector<std::uint32_t>> stored_rows_of(const TableDescription& table, const Batch& stored,
                                                         const Batch& incoming) {
  const KeyOrder order(table, stored, incoming);
  std::vector<std::uint32_t> found;
  for (std::uint32_t row = 0; row < incoming.rows(); ++row) {
    const auto place = order.place_of(row);
    if (!place || (!found.empty() && *place <= found.back())) return std::nullopt;
    found.push_back(*place);
  }
  return found;
}

// A few corrections of stored rows are merged with these alone, and the others are not touched. Nothing where there is
// more to do: many rows, a new key, a key that comes twice, a text that is new to its column.
std::optional<FactMerge> correct_rows(const TableDescription& table, const Batch& stored, const Batch& incoming) {
  if (incoming.rows() == 0 || incoming.rows() > stored.rows() / kFewRows) return std::nullopt;
  const auto places = stored_rows_of(table, stored, incoming);
  if (!places) return std::nullopt;
  auto merged = merge_all(table, stored.take(*places), incoming);
  if (!merged) return std::nullopt;
  auto rows = with_rows_replaced(stored, *places, merged->rows);
  if (!rows) return std::nullopt;
  merged->rows = *std::move(rows);
  return *std::move(merged);
}

}  // namespace

Schema chunk_schema(const TableDescription& table) {
  std::vector<Field> fields = schema_of(table).fields();
  fields.push_back({kVersionColumn, ColumnType::number, 0, {}});
  fields.push_back({kSourceColumn, ColumnType::text, 0, {}});
  return *Schema::of(std::move(fields));  // attributes of the model never begin with an underscore
}

std::string key_of(const TableDescription& table, const Batch& rows, std::uint32_t row) {
  std::string key;
  for (const auto& name : table.key) {
    if (!key.empty()) key += '\x1f';
    const Column& column = *rows.find(name);
    const Attribute* attribute = table.find(name);
    if (column.is_null(row)) continue;
    const bool is_month = attribute != nullptr && attribute->type == AttributeType::month;
    key += is_month ? Month::from_index(static_cast<std::int32_t>(column.numbers()[row])).to_string()
                    : column.value_text(row);
  }
  return key;
}

Result<FactRun> run_of(const TableDescription& table, const std::vector<Batch>& batches) {
  STAYSAIL_TRY(const Batch all, batches.size() == 1 ? Result<Batch>(batches.front()) : concatenate(batches));
  FactRun run;
  run.order = Comparable(table, all).sorted(0);
  run.rows = std::is_sorted(run.order.begin(), run.order.end()) ? all : all.take(run.order);
  return run;
}

Result<FactMerge> merge_facts(const TableDescription& table, const Batch& stored, const Batch& incoming) {
  if (auto corrected = correct_rows(table, stored, incoming)) return *std::move(corrected);
  return merge_all(table, stored, incoming);
}

}  // namespace staysail::view
