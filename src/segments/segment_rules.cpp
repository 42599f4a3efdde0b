#include "staysail/segments/segment_rules.hpp"

#include "staysail/columns/exact_sum.hpp"
#include "staysail/columns/slices.hpp"
#include "staysail/decision/total_table.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {

struct SegmentRules::Table {
  TotalTable rules;
};

namespace segments {
namespace {

constexpr const char *kSegment = "segment", *kStage = "stage", *kId = "subscription_id";
constexpr std::int64_t kBands = 4;

// One cell of the grid.
struct Cell {
  std::int64_t lines = 0;
  ExactSum value;
};

struct GridColumns {
  Column value_band, loyalty_quartile, value;
  const Column* stage = nullptr;
};

Result<GridColumns> grid_columns(const Batch& frame) {
  GridColumns columns;
  STAYSAIL_TRY(columns.value_band, frame.require("value_band", ColumnType::number));
  STAYSAIL_TRY(columns.loyalty_quartile, frame.require("loyalty_quartile", ColumnType::number));
  STAYSAIL_TRY(columns.value, frame.require("value", ColumnType::number));
  columns.stage = frame.find(kStage);
  return columns;
}

// -1: in no cell.
std::int64_t cell_of(const GridColumns& columns, std::size_t row) {
  if (columns.value_band.is_null(row) || columns.loyalty_quartile.is_null(row)) return -1;
  if (columns.stage != nullptr && columns.stage->type() == ColumnType::text && columns.stage->text(row) == "churned")
    return -1;
  const auto band = columns.value_band.numbers()[row], quartile = columns.loyalty_quartile.numbers()[row];
  if (band < 1 || band > kBands || quartile < 1 || quartile > kBands) return -1;
  return (band - 1) * kBands + quartile - 1;
}

}  // namespace
}  // namespace segments

Result<SegmentRules> SegmentRules::load(const std::string& path, const Schema& frame) {
  auto scope = decision_scope(frame);
  scope.add(segments::kStage, stage_names());
  STAYSAIL_TRY(auto rules, TotalTable::load(path, scope, {segments::kSegment}));
  return SegmentRules(std::make_shared<const Table>(Table{std::move(rules)}));
}

std::vector<std::string> SegmentRules::names() const { return table_->rules.texts_of(segments::kSegment); }
const DecisionTable& SegmentRules::table() const { return table_->rules.table(); }
std::vector<std::string> SegmentRules::inputs() const { return table().names(); }

Result<std::string> SegmentRules::segment(const Inputs& line, Day as_of) const {
  Inputs asked = line;
  asked.set("as_of", Value::date(as_of));
  STAYSAIL_TRY(const auto decision, table_->rules.decide(asked));
  return text_output(decision, segments::kSegment);
}

Result<Batch> SegmentRules::segments(const Batch& frame, Day as_of, const SegmentOptions& options) const {
  const Inputs constants{{"as_of", Value::date(as_of)}};
  return map_slices(frame.rows(), options.batch_rows, options.executor,
                    [&](std::size_t begin, std::size_t count) -> Result<Batch> {
                      const auto slice = frame.slice(begin, count);
                      STAYSAIL_TRY(const auto ids, slice.require(segments::kId, ColumnType::text));
                      STAYSAIL_TRY(const auto decided, table_->rules.decide(slice, constants, segments::kId));
                      STAYSAIL_TRY(const auto segment, decided.require(segments::kSegment, ColumnType::text));
                      return Batch::of({ids, segment});
                    });
}

Result<Batch> value_loyalty_grid(const Batch& frame) {
  using namespace segments;
  STAYSAIL_TRY(const auto columns, grid_columns(frame));
  std::vector<Cell> cells(static_cast<std::size_t>(kBands * kBands));
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const auto cell = cell_of(columns, row);
    if (cell < 0) continue;
    ++cells[static_cast<std::size_t>(cell)].lines;
    if (!columns.value.is_null(row)) cells[static_cast<std::size_t>(cell)].value.add(columns.value.numbers()[row]);
  }
  const auto& field = columns.value.field();
  STAYSAIL_TRY(const auto schema, Schema::of({{"value_band", ColumnType::number, 0, "band"},
                                              {"loyalty_quartile", ColumnType::number, 0, "band"},
                                              {"lines", ColumnType::number, 0, "lines"},
                                              field}));
  BatchBuilder builder(schema);
  for (std::int64_t i = 0; i < kBands * kBands; ++i) {
    const auto& cell = cells[static_cast<std::size_t>(i)];
    builder.column(0).append_number(i / kBands + 1);
    builder.column(1).append_number(i % kBands + 1);
    builder.column(2).append_number(cell.lines);
    STAYSAIL_TRY(const auto value, cell.value.total(field.scale, field.scale));
    builder.column(3).append_number(value);
  }
  return builder.finish();
}

}  // namespace staysail
