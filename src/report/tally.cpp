#include "report/tally.hpp"

#include <algorithm>

namespace staysail::report {
namespace {

const Column* find_text(const Batch& frame, std::string_view name) {
  const Column* column = frame.find(name);
  return column != nullptr && column->type() == ColumnType::text ? column : nullptr;
}

// One sum for each code of a dictionary, handed over by text: codes order nothing.
template <class Sum>
std::map<std::string, Sum> by_text(const Column& column, const std::vector<Sum>& sums,
                                   const std::vector<std::uint8_t>& seen) {
  std::map<std::string, Sum> texts;
  for (std::size_t code = 0; code < sums.size(); ++code)
    if (seen[code] != 0) texts[std::string(column.dictionary().at(static_cast<std::int32_t>(code)))] += sums[code];
  return texts;
}

std::size_t words_in(const Column& column) { return static_cast<std::size_t>(column.dictionary().size()); }
std::size_t code_at(const Column& column, std::size_t row) { return static_cast<std::size_t>(column.codes()[row]); }

}  // namespace

Counts count_by(const Batch& frame, std::string_view name, const RowMask* only) {
  const Column* column = find_text(frame, name);
  if (column == nullptr) return {};
  std::vector<std::int64_t> sums(words_in(*column));
  std::vector<std::uint8_t> seen(sums.size());
  for (std::size_t row = 0; row < column->size(); ++row) {
    if (column->is_null(row) || (only != nullptr && (*only)[row] == 0)) continue;
    ++sums[code_at(*column, row)];
    seen[code_at(*column, row)] = 1;
  }
  return by_text(*column, sums, seen);
}

std::map<std::string, Int128> sum_by(const Batch& frame, std::string_view name, std::string_view summed) {
  const Column* column = find_text(frame, name);
  const Column* numbers = frame.find(summed);
  if (column == nullptr || numbers == nullptr || numbers->type() != ColumnType::number) return {};
  std::vector<Int128> sums(words_in(*column));
  std::vector<std::uint8_t> seen(sums.size());
  for (std::size_t row = 0; row < column->size(); ++row) {
    if (column->is_null(row) || numbers->is_null(row)) continue;
    sums[code_at(*column, row)] += numbers->numbers()[row];
    seen[code_at(*column, row)] = 1;
  }
  return by_text(*column, sums, seen);
}

std::int64_t count_distinct(const Batch& frame, std::string_view name, const RowMask& only) {
  return static_cast<std::int64_t>(count_by(frame, name, &only).size());
}

RowMask rows_where(const Batch& frame, std::string_view name, std::string_view text, bool equal) {
  const Column* column = find_text(frame, name);
  RowMask rows(frame.rows(), equal ? 0 : 1);
  for (std::size_t row = 0; column != nullptr && row < rows.size(); ++row)
    rows[row] = (!column->is_null(row) && column->text(row) == text) == equal ? 1 : 0;
  return rows;
}

RowMask both(RowMask a, const RowMask& b) {
  for (std::size_t row = 0; row < a.size(); ++row) a[row] = a[row] & b[row];
  return a;
}

std::int64_t count(const RowMask& rows) { return std::count(rows.begin(), rows.end(), std::uint8_t{1}); }

std::int64_t total_of(const Counts& counts) {
  std::int64_t total = 0;
  for (const auto& each : counts) total += each.second;
  return total;
}

std::int64_t count_of(const Counts& counts, std::string_view text) {
  const auto found = counts.find(std::string(text));
  return found == counts.end() ? 0 : found->second;
}

Ordered in_order(const Counts& counts, std::span<const std::string_view> known) {
  Ordered ordered;
  for (const auto text : known)
    if (count_of(counts, text) != 0) ordered.emplace_back(text, count_of(counts, text));
  for (const auto& each : counts)
    if (std::find(known.begin(), known.end(), each.first) == known.end()) ordered.push_back(each);
  return ordered;
}

Ordered by_count(const Counts& counts) {
  Ordered ordered(counts.begin(), counts.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return ordered;
}

std::string text_at(const Batch& frame, std::string_view name, std::size_t row) {
  const Column* column = frame.find(name);
  return column == nullptr ? std::string() : column->value_text(row);
}

std::optional<std::int64_t> number_at(const Batch& frame, std::string_view name, std::size_t row) {
  const Column* column = frame.find(name);
  if (column == nullptr || column->type() != ColumnType::number || column->is_null(row)) return std::nullopt;
  return column->numbers()[row];
}

std::optional<double> real_at(const Batch& frame, std::string_view name, std::size_t row) {
  const Column* column = frame.find(name);
  if (column == nullptr || column->type() != ColumnType::real || column->is_null(row)) return std::nullopt;
  return column->reals()[row];
}

}  // namespace staysail::report
