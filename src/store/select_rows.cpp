#include <algorithm>
#include <limits>
#include <span>

#include "store/rules.hpp"

namespace staysail::store {
namespace {

// 1 where the row may stay.
using Kept = std::vector<std::uint8_t>;

template <class T>
void keep_range(const Column& column, std::span<const T> values, const FactFilter& filter, Kept& kept) {
  const std::int64_t low = filter.at_least.value_or(std::numeric_limits<std::int64_t>::min());
  const std::int64_t high = filter.at_most.value_or(std::numeric_limits<std::int64_t>::max());
  for (std::size_t row = 0; row < values.size(); ++row)
    if (column.is_null(row) || values[row] < low || values[row] > high) kept[row] = 0;
}

void keep_texts(const Column& column, const FactFilter& filter, Kept& kept) {
  std::vector<std::uint8_t> wanted(static_cast<std::size_t>(column.dictionary().size()), 0);
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code)
    wanted[static_cast<std::size_t>(code)] =
        std::find(filter.any_of.begin(), filter.any_of.end(), column.dictionary().at(code)) != filter.any_of.end();
  for (std::size_t row = 0; row < column.size(); ++row)
    if (column.is_null(row) || wanted[static_cast<std::size_t>(column.codes()[row])] == 0) kept[row] = 0;
}

bool is_understood(const Column& column, const FactFilter& filter) {
  const bool ranged = filter.at_least || filter.at_most;
  if (column.type() == ColumnType::text) return !ranged;
  return column.type() != ColumnType::real && filter.any_of.empty();
}

void keep_matches(const Column& column, const FactFilter& filter, Kept& kept) {
  switch (column.type()) {
    case ColumnType::number: return keep_range(column, column.numbers(), filter, kept);
    case ColumnType::instant: return keep_range(column, column.instants(), filter, kept);
    case ColumnType::day: return keep_range(column, column.days(), filter, kept);
    case ColumnType::boolean: return keep_range(column, column.booleans(), filter, kept);
    case ColumnType::text: return keep_texts(column, filter, kept);
    case ColumnType::real: return;
  }
}

FilterAnswer apply_filter(const Batch& batch, const FactFilter& filter, Kept& kept) {
  const Column* column = batch.find(filter.column);
  if (column == nullptr) {
    std::fill(kept.begin(), kept.end(), 0);
    return FilterAnswer::exact;
  }
  if (!is_understood(*column, filter)) return FilterAnswer::unsupported;
  keep_matches(*column, filter, kept);
  return FilterAnswer::exact;
}

Batch rows_of(const Batch& batch, const Kept& kept) {
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < kept.size(); ++row)
    if (kept[row] != 0) rows.push_back(static_cast<std::uint32_t>(row));
  return rows.size() == batch.rows() ? batch : batch.take(rows);
}

// A requested column that the chunk is too old to have is left out.
Result<Batch> project(const Batch& batch, const std::vector<std::string>& columns) {
  if (columns.empty()) return batch;
  std::vector<std::string> present;
  for (const auto& name : columns)
    if (batch.find(name) != nullptr) present.push_back(name);
  return batch.select(present);
}

}  // namespace

std::vector<std::string> columns_to_read(const ScanRequest& request) {
  auto columns = request.columns;
  for (const auto& filter : request.filters)
    if (!columns.empty()) columns.push_back(filter.column);
  return columns;
}

Result<Batch> select_rows(const Batch& batch, const ScanRequest& request, std::vector<FilterAnswer>& answers) {
  Kept kept(batch.rows(), 1);
  for (std::size_t i = 0; i < request.filters.size(); ++i)
    answers[i] = std::max(answers[i], apply_filter(batch, request.filters[i], kept));
  return project(rows_of(batch, kept), request.columns);
}

}  // namespace staysail::store
