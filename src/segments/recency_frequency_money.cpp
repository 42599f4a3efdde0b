#include "staysail/segments/recency_frequency_money.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"
#include "staysail/statistics/natural_breaks.hpp"

namespace staysail {
namespace segments {
namespace {

using statistics::ValueCounts;
using Cuts = std::vector<std::int64_t>;

Result<Cuts> told_cuts(const RfmMeasure& measure, const Field& field) {
  Cuts cuts;
  for (const std::string& text : measure.cuts) {
    auto cut = parse_decimal(text, field.scale);
    if (!cut)
      return Error(Errc::invalid_argument, "cut points of " + measure.column + " are numbers of at most " +
                                               std::to_string(field.scale) +
                                               " decimals, as the column has; not: " + text);
    cuts.push_back(*cut);
  }
  const bool ascend = std::adjacent_find(cuts.begin(), cuts.end(), std::greater_equal<>()) == cuts.end();
  if (ascend && cuts.size() + 1 <= 9) return cuts;
  return Error(Errc::invalid_argument,
               "at most 8 cut points of " + measure.column + " ascend, each above the one before");
}

Result<Cuts> cuts_of(const RfmMeasure& measure, const Column& column) {
  if (measure.bands == RfmBands::cut_points) return told_cuts(measure, column.field());
  if (measure.count < 1 || measure.count > 9)
    return Error(Errc::invalid_argument,
                 measure.column + " is cut into 1 to 9 bands, not " + std::to_string(measure.count));
  STAYSAIL_TRY(const auto counts, ValueCounts::map(column));
  if (counts.total() == 0) return Error(Errc::degenerate_input, "no row has a value of " + measure.column);
  if (measure.bands == RfmBands::quantiles) return statistics::Ranking::finish(counts).cuts(measure.count);
  return statistics::natural_breaks(counts, measure.count);
}

Result<Column> bands_of(const Batch& frame, const RfmMeasure& measure, const std::string& name, bool less_is_better) {
  STAYSAIL_TRY(const auto column, frame.require(measure.column, ColumnType::number));
  STAYSAIL_TRY(const auto cuts, cuts_of(measure, column));
  const auto bands = static_cast<std::int64_t>(cuts.size()) + 1;
  ColumnBuilder builder(Field{name, ColumnType::number, 0, "band"});
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) {
      builder.append_null();
      continue;
    }
    const auto band = statistics::band_of(column.numbers()[row], cuts);
    builder.append_number(less_is_better ? bands + 1 - band : band);
  }
  return builder.finish();
}

Column together(const std::vector<Column>& bands) {
  ColumnBuilder builder(Field{"rfm", ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < bands.front().size(); ++row) {
    std::string text;
    for (const Column& column : bands)
      if (!column.is_null(row)) text += static_cast<char>('0' + column.numbers()[row]);
    text.size() == bands.size() ? builder.append_text(text) : builder.append_null();
  }
  return builder.finish();
}

}  // namespace
}  // namespace segments

Result<Batch> recency_frequency_money(const Batch& frame, const RfmOptions& options) {
  std::vector<Column> columns(3);
  STAYSAIL_TRY(columns[0], segments::bands_of(frame, options.recency, "recency_band", true));
  STAYSAIL_TRY(columns[1], segments::bands_of(frame, options.frequency, "frequency_band", false));
  STAYSAIL_TRY(columns[2], segments::bands_of(frame, options.money, "money_band", false));
  columns.push_back(segments::together(columns));
  return Batch::of(std::move(columns));
}

}  // namespace staysail
