#include "staysail/segments/segment_grid.hpp"

#include <map>
#include <optional>

#include "staysail/columns/exact_sum.hpp"

namespace staysail {
namespace segments {
namespace {

// Texts are ordered as texts, others as the numbers they are.
using Value = std::optional<std::pair<std::int64_t, std::string_view>>;

struct Cell {
  std::size_t row = 0;  // one that is in it
  std::int64_t rows = 0;
  ExactSum sum;
};

Status check_type(const Column& column) {
  const bool whole = column.type() == ColumnType::number && column.field().scale == 0;
  if (whole || column.type() == ColumnType::text || column.type() == ColumnType::boolean) return ok();
  return Error(Errc::schema_mismatch, "a grid is of whole numbers, texts or booleans; column " + column.field().name +
                                          " is none: cut it into bands first");
}

Value value_at(const Column& column, std::size_t row) {
  if (column.is_null(row)) return std::nullopt;
  if (column.type() == ColumnType::text) return std::pair(std::int64_t{0}, column.text(row));
  const bool number = column.type() == ColumnType::number;
  return std::pair(number ? column.numbers()[row] : std::int64_t{column.booleans()[row]}, std::string_view());
}

using Cells = std::map<std::vector<Value>, Cell>;

Cells cells_of(const std::vector<Column>& columns, const Column* measure, std::size_t rows) {
  Cells cells;
  std::vector<Value> key(columns.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) key[i] = value_at(columns[i], row);
    Cell& cell = cells.try_emplace(key, Cell{row, 0, {}}).first->second;
    ++cell.rows;
    if (measure != nullptr && !measure->is_null(row)) cell.sum.add(measure->numbers()[row]);
  }
  return cells;
}

}  // namespace
}  // namespace segments

Result<Batch> segment_grid(const Batch& frame, const std::vector<std::string>& columns, const std::string& measure) {
  using namespace segments;
  if (columns.empty()) return Error(Errc::invalid_argument, "name the columns that a grid is of");
  STAYSAIL_TRY(const auto chosen, frame.select(columns));
  for (const Column& column : chosen.columns()) STAYSAIL_CHECK(check_type(column));
  std::vector<Field> fields = chosen.schema().fields();
  fields.push_back({"rows", ColumnType::number, 0, "rows"});
  std::optional<Column> summed;
  if (!measure.empty()) {
    STAYSAIL_TRY(summed, frame.require(measure, ColumnType::number));
    fields.push_back(summed->field());
  }
  STAYSAIL_TRY(const auto schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (const auto& [key, cell] : cells_of(chosen.columns(), summed ? &*summed : nullptr, frame.rows())) {
    for (std::size_t i = 0; i < columns.size(); ++i) builder.column(i).append_from(chosen.column(i), cell.row);
    builder.column(columns.size()).append_number(cell.rows);
    if (!summed) continue;
    STAYSAIL_TRY(const auto total, cell.sum.total(summed->field().scale, summed->field().scale));
    builder.column(columns.size() + 1).append_number(total);
  }
  return builder.finish();
}

}  // namespace staysail
