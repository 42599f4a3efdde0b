#include "fact_merge.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

#include "row_order.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/columns/replace_rows.hpp"

namespace staysail::view {
namespace {

// A merge of fewer rows than this part of the stored ones looks for each of them.
constexpr std::size_t kFewRows = 2;

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
    sort_by_key(key_, std::span(order).first(stored));
    sort_by_key(key_, std::span(order).subspan(stored));
    std::inplace_merge(order.begin(), middle, order.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return compare(key_, a, b) < 0; });
    return sorted_within_keys(std::move(order));
  }

 private:
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

// Nothing is stored yet, and no key comes twice.
FactMerge all_of(const Batch& incoming) {
  FactMerge out;
  out.rows = incoming;
  out.is_news.assign(incoming.rows(), 1);
  out.changed = incoming.rows() != 0;
  return out;
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

// The stored row of each incoming key; nothing when a key is not there, comes twice, or comes before a lesser one.
std::optional<std::vector<std::uint32_t>> stored_rows_of(const TableDescription& table, const Batch& stored,
                                                         const Batch& incoming) {
  KeyOrder order(table, stored, incoming);
  std::vector<std::uint32_t> found;
  for (std::uint32_t row = 0; row < incoming.rows(); ++row) {
    const auto place = order.place_after_last(row);
    if (!place) return std::nullopt;
    found.push_back(*place);
  }
  return found;
}

// Incoming rows, each beside the only stored one of its key.
class Corrections {
 public:
  Corrections(const TableDescription& table, const Batch& stored, const Batch& incoming)
      : table_(table),
        stored_(stored),
        incoming_(incoming),
        version_(stored.find(kVersionColumn)->numbers()),
        told_(incoming.find(kVersionColumn)->numbers()) {
    for (const auto& attribute : table.attributes)
      values_.emplace_back(stored.find(attribute.name), incoming.find(attribute.name));
    out_.is_news.assign(incoming.rows(), 0);
  }

  void settle(std::uint32_t place, std::uint32_t row) {
    const int values = compare_values(place, row);
    const bool rival = told_[row] == version_[place] && values != 0;
    const bool stands = told_[row] > version_[place] || (told_[row] == version_[place] && values <= 0);
    if (rival) note_conflict(place, row, stands);
    if (!stands) return;
    places_.push_back(place);
    rows_.push_back(row);
    out_.is_news[row] = values != 0 ? 1 : 0;
    out_.changed |= values != 0 || told_[row] != version_[place];
  }

  // Nothing when a text is new to its column.
  std::optional<FactMerge> finish() && {
    auto rows = with_rows_replaced(stored_, places_, incoming_.take(rows_));
    if (!rows) return std::nullopt;
    out_.rows = *std::move(rows);
    return std::move(out_);
  }

 private:
  int compare_values(std::uint32_t place, std::uint32_t row) const {
    for (const auto& [stored, incoming] : values_)
      if (const int order = compare(*stored, place, *incoming, row); order != 0) return order;
    return 0;
  }
  void note_conflict(std::uint32_t place, std::uint32_t row, bool stands) {
    const Digest lost = stands ? digest_of_values(table_, stored_, place) : digest_of_values(table_, incoming_, row);
    out_.conflicts.push_back({row, stands, key_of(table_, incoming_, row), told_[row], lost});
  }

  const TableDescription& table_;
  const Batch &stored_, &incoming_;
  std::span<const std::int64_t> version_, told_;
  std::vector<std::pair<const Column*, const Column*>> values_;
  std::vector<std::uint32_t> places_, rows_;  // of those that stand
  FactMerge out_;
};

// A few corrections of stored rows are merged with these alone, and the others are not touched. Nothing where there is
// more to do: many rows, a new key, a key that comes twice, a text that is new to its column.
std::optional<FactMerge> correct_rows(const TableDescription& table, const Batch& stored, const Batch& incoming) {
  if (incoming.rows() == 0 || incoming.rows() > stored.rows() / kFewRows) return std::nullopt;
  const auto places = stored_rows_of(table, stored, incoming);
  if (!places) return std::nullopt;
  Corrections corrections(table, stored, incoming);
  for (std::uint32_t row = 0; row < incoming.rows(); ++row) corrections.settle((*places)[row], row);
  return std::move(corrections).finish();
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
  run.order.resize(all.rows());
  std::iota(run.order.begin(), run.order.end(), 0U);
  run.rows = all;
  run.distinct = keys_ascend(table, all);
  if (run.distinct) return run;
  std::vector<const Column*> key;
  for (const auto& name : table.key) key.push_back(all.find(name));
  sort_by_key(key, run.order);
  if (!std::is_sorted(run.order.begin(), run.order.end())) run.rows = all.take(run.order);
  run.distinct = keys_ascend(table, run.rows);
  return run;
}

Result<FactMerge> merge_facts(const TableDescription& table, const Batch& stored, const Batch& incoming,
                              bool distinct) {
  if (auto corrected = correct_rows(table, stored, incoming)) return *std::move(corrected);
  if (stored.rows() == 0 && (distinct || keys_ascend(table, incoming))) return all_of(incoming);
  return merge_all(table, stored, incoming);
}

}  // namespace staysail::view
