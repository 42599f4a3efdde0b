#include "derived.hpp"

#include <algorithm>

#include "failed_figure.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/slices.hpp"
#include "staysail/statistics/quantile_rank.hpp"

namespace staysail::indicators {
namespace {

const Field& field_of(const Workspace& workspace, std::size_t indicator) {
  return workspace.plan().indicators[indicator].field;
}

// --- attributes ---------------------------------------------------------------------------------------------------

std::int64_t measured(AttributeMeasure::Measure measure, Day day, Day as_of) {
  switch (measure) {
    case AttributeMeasure::Measure::months_since: return months_between(day, as_of);
    case AttributeMeasure::Measure::months_until: return months_begun_between(as_of, day);
    case AttributeMeasure::Measure::days_since: return as_of - day;
    default: return day - as_of;
  }
}

// The day to which is counted: of a line that an attribute dates no later, that day.
Day counted_until(const Column* until, std::size_t row, Day as_of) {
  return until == nullptr || until->is_null(row) ? as_of : std::min(as_of, Day::since_epoch(until->days()[row]));
}

Column measure_days(const Column& days, const Column* otherwise, const Column* until, AttributeMeasure::Measure measure,
                    Day as_of, const Field& field) {
  ColumnBuilder builder(field);
  builder.reserve(days.size());
  for (std::size_t row = 0; row < days.size(); ++row) {
    if (!days.is_null(row))
      builder.append_number(measured(measure, Day::since_epoch(days.days()[row]), counted_until(until, row, as_of)) *
                            power_of_ten(field.scale));
    else if (otherwise != nullptr) builder.append_from(*otherwise, row);
    else builder.append_null();
  }
  return builder.finish();
}

Column first_present(const Column& first, const Column* otherwise, const Field& field) {
  ColumnBuilder builder(field);
  builder.reserve(first.size());
  for (std::size_t row = 0; row < first.size(); ++row)
    builder.append_from(first.is_null(row) && otherwise != nullptr ? *otherwise : first, row);
  return builder.finish();
}

// --- ranks and bands ----------------------------------------------------------------------------------------------

// Counted slice by slice: the partials are merged in any order to the same ranking.
Result<statistics::Ranking> ranking_of(Workspace& workspace, const Column& column) {
  using statistics::ValueCounts;
  const auto step = std::max<std::size_t>(workspace.options().batch_rows, 1);
  std::vector<std::optional<Result<ValueCounts>>> parts((column.size() + step - 1) / step);
  workspace.executor().run(parts.size(), [&](std::size_t i) {
    parts[i].emplace(ValueCounts::map(column.slice(i * step, std::min(step, column.size() - i * step))));
  });
  ValueCounts all;
  for (const auto& part : parts) {
    if (!*part) return part->error();
    all = ValueCounts::merge(all, **part);
  }
  return statistics::Ranking::finish(all);
}

// Band of x among `bands` equal widths, 1 to bands; the upper end belongs to the last.
std::int64_t width_band(std::int64_t x, const BandRule& rule) {
  const auto reach = static_cast<Int128>(rule.highest) - rule.lowest;
  const auto offset = std::clamp<Int128>(static_cast<Int128>(x) - rule.lowest, 0, reach);
  return static_cast<std::int64_t>(std::min<Int128>(offset * rule.bands / reach + 1, rule.bands));
}

// --- formulas -----------------------------------------------------------------------------------------------------

// The column of some rows. A figure that does not fit is tracked down by halves, so that its subscription is named.
Result<Column> evaluate_rows(const Expression& expression, const Batch& rows, const Field& field,
                             const Inputs& constants) {
  auto column = expression.evaluate(rows, field, constants);
  if (column || column.error().code() != Errc::amount_overflow) return column;
  if (rows.rows() == 1)
    return column.error().within("subscription " + std::string(rows.find("subscription_id")->text(0)));
  const std::size_t half = rows.rows() / 2;
  STAYSAIL_CHECK(evaluate_rows(expression, rows.slice(0, half), field, constants));
  STAYSAIL_CHECK(evaluate_rows(expression, rows.slice(half, rows.rows() - half), field, constants));
  return column;
}

}  // namespace

Status compute_derived(Workspace& workspace, std::size_t indicator) {
  const auto visit = [&](const auto& rule) -> Result<Column> {
    if constexpr (std::is_same_v<std::decay_t<decltype(rule)>, FactMeasure>) return workspace.column(indicator);
    else return compute_rule(workspace, indicator, rule);
  };
  const auto& declared = workspace.plan().indicators[indicator];
  auto column = std::visit(visit, declared.rule);
  if (!column) return failed_figure(declared, {}, column.error());
  workspace.set(indicator, *std::move(column));
  return ok();
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const AttributeMeasure& rule) {
  const auto& field = field_of(workspace, indicator);
  const auto* column = workspace.subscriptions().find(rule.attribute);
  const auto* otherwise = rule.otherwise.empty() ? nullptr : workspace.subscriptions().find(rule.otherwise);
  const auto fed = [](const Column* some) {
    return some != nullptr && (some->size() == 0 || some->null_count() < some->size());
  };
  if (!fed(column) && !fed(otherwise))
    workspace.missing.push_back({field.name, rule.attribute, "no subscription has a value of " + rule.attribute});
  if (column == nullptr) return null_column(field, workspace.rows());
  if (rule.measure != AttributeMeasure::Measure::value)
    return measure_days(*column, otherwise, rule.until.empty() ? nullptr : workspace.subscriptions().find(rule.until),
                        rule.measure, workspace.as_of(), field);
  return otherwise == nullptr ? column->renamed(field.name) : first_present(*column, otherwise, field);
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Formula&) {
  const auto& expression = *workspace.plan().expressions[indicator];
  std::vector<Column> columns{*workspace.subscriptions().find("subscription_id")};
  for (const auto& name : expression.names())
    if (const auto* column = workspace.find(name); column != nullptr && name != columns.front().field().name)
      columns.push_back(column->renamed(name));
  STAYSAIL_TRY(const auto batch, Batch::of(std::move(columns)));
  const Inputs constants{{kAsOf, Value::date(workspace.as_of())}};
  const auto& field = field_of(workspace, indicator);
  const auto evaluate = [&](std::size_t begin, std::size_t count) -> Result<Batch> {
    STAYSAIL_TRY(auto column, evaluate_rows(expression, batch.slice(begin, count), field, constants));
    return Batch::of({std::move(column)});
  };
  STAYSAIL_TRY(const auto whole,
               map_slices(workspace.rows(), workspace.options().batch_rows, workspace.options().executor, evaluate));
  return whole.column(0);
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const PercentRank& rule) {
  const auto& field = field_of(workspace, indicator);
  const auto& input = workspace.column(rule.of);
  STAYSAIL_TRY(const auto ranking, ranking_of(workspace, input));
  if (ranking.total() == 0) return null_column(field, workspace.rows());
  return map_numbers(input, field, [&](std::int64_t x) { return ranking.rank(x, field.scale); });
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const BandRule& rule) {
  const auto& field = field_of(workspace, indicator);
  const auto& input = workspace.column(rule.of);
  if (rule.equal_width) return map_numbers(input, field, [&](std::int64_t x) { return width_band(x, rule); });
  STAYSAIL_TRY(const auto ranking, ranking_of(workspace, input));
  if (ranking.total() == 0) return null_column(field, workspace.rows());
  STAYSAIL_TRY(const auto cuts, ranking.cuts(static_cast<std::uint32_t>(rule.bands)));
  return map_numbers(input, field, [&](std::int64_t x) { return statistics::band_of(x, cuts); });
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Clipping& rule) {
  return map_numbers(workspace.column(rule.of), field_of(workspace, indicator), [&](std::int64_t x) {
    return std::min(std::max(x, rule.lowest.value_or(x)), rule.highest.value_or(std::max(x, rule.lowest.value_or(x))));
  });
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Scaling& rule) {
  const auto& field = field_of(workspace, indicator);
  const bool rising = rule.from < rule.to;
  const Int128 low = rising ? rule.from : rule.to, reach = (rising ? rule.to : rule.from) - low;
  const auto one = power_of_ten(field.scale);
  return map_numbers(workspace.column(rule.of), field, [&](std::int64_t x) {
    const auto offset = std::clamp<Int128>(x - low, 0, reach);
    const auto share = static_cast<std::int64_t>(divide_half_even(offset * one, reach));
    return rising ? share : one - share;
  });
}

}  // namespace staysail::indicators
