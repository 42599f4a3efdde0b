#include "report/row_groups.hpp"

#include <algorithm>
#include <map>

#include "staysail/base/decimal_text.hpp"

namespace staysail::report {
namespace {

constexpr std::size_t kMostGroups = 1000;
constexpr int kMeanScale = 2;

// Places of values by a key that orders them: the code of a text, the number itself.
std::map<std::int64_t, std::int64_t> rows_by_key(const Column& column) {
  std::map<std::int64_t, std::int64_t> rows;
  for (std::size_t row = 0; row < column.size(); ++row)
    if (!column.is_null(row)) ++rows[column.type() == ColumnType::text ? column.codes()[row] : column.numbers()[row]];
  return rows;
}

std::string name_of(const Column& column, std::int64_t key) {
  return column.type() == ColumnType::text ? std::string(column.dictionary().at(static_cast<std::int32_t>(key)))
                                           : std::to_string(key);
}

std::vector<std::int64_t> keys_in_order(const Column& column, const std::map<std::int64_t, std::int64_t>& rows) {
  std::vector<std::int64_t> keys;
  for (const auto& each : rows) keys.push_back(each.first);
  if (column.type() != ColumnType::text) return keys;
  std::sort(keys.begin(), keys.end(), [&](std::int64_t a, std::int64_t b) {
    const auto more = rows.at(a), less = rows.at(b);
    return more != less ? more > less : name_of(column, a) < name_of(column, b);
  });
  return keys;
}

struct Mean {
  Int128 sum = 0;
  std::int64_t rows = 0;
  std::optional<std::int64_t> value(int scale) const {
    if (rows == 0) return std::nullopt;
    return static_cast<std::int64_t>(
        divide_half_even(sum * power_of_ten(kMeanScale), static_cast<Int128>(rows) * power_of_ten(scale)));
  }
};

}  // namespace

RowGroups groups_by(const Batch& frame, std::string_view name) {
  RowGroups groups;
  const Column* column = frame.find(name);
  groups.of_row.assign(frame.rows(), RowGroups::kNone);
  const bool whole = column != nullptr && column->type() == ColumnType::number && column->field().scale == 0;
  if (column == nullptr || !(whole || column->type() == ColumnType::text)) return groups;
  const auto rows = rows_by_key(*column);
  if (rows.size() > kMostGroups) return groups;
  std::map<std::int64_t, std::uint16_t> places;
  for (const std::int64_t key : keys_in_order(*column, rows)) {
    places[key] = static_cast<std::uint16_t>(groups.names.size());
    groups.names.push_back(name_of(*column, key));
    groups.sizes.push_back(rows.at(key));
  }
  for (std::size_t row = 0; row < column->size(); ++row)
    if (!column->is_null(row)) groups.of_row[row] = places.at(whole ? column->numbers()[row] : column->codes()[row]);
  return groups;
}

GroupMeans means_by(const RowGroups& groups, const Column& numbers) {
  std::vector<Mean> means(groups.names.size());
  Mean all;
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    if (numbers.is_null(row) || groups.of_row[row] == RowGroups::kNone) continue;
    all.sum += numbers.numbers()[row];
    ++all.rows;
    means[groups.of_row[row]].sum += numbers.numbers()[row];
    ++means[groups.of_row[row]].rows;
  }
  GroupMeans found;
  for (const Mean& mean : means) found.of_group.push_back(mean.value(numbers.field().scale));
  found.of_all = all.value(numbers.field().scale);
  return found;
}

}  // namespace staysail::report
