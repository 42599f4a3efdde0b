#include "statistics/whole_column.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "staysail/base/decimal_text.hpp"

namespace staysail::statistics {
namespace {

constexpr int kRealBits = 50;
// No step is finer, so that steps stay finite.
constexpr int kFinestExponent = 1000;
// What a rounded value may come to, so that differences of two stay within 64 bits.
constexpr double kFarthest = 4611686018427387904.0;

Error missing(const Column& column, std::size_t row) {
  return Error(Errc::invalid_argument, "row " + std::to_string(row + 1) + " of column " + column.field().name +
                                           " has no value: fill it in, or leave out the rows without one");
}

Status check_present(const Column& column) {
  if (column.null_count() != 0)
    for (std::size_t row = 0; row < column.size(); ++row)
      if (column.is_null(row)) return missing(column, row);
  if (column.type() != ColumnType::real) return ok();
  const auto values = column.reals();
  const auto strange = std::find_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); });
  return strange == values.end() ? ok() : missing(column, static_cast<std::size_t>(strange - values.begin()));
}

double real_steps(std::span<const double> values) {
  double greatest = 0;
  for (const double value : values) greatest = std::max(greatest, std::fabs(value));
  int exponent = 0;
  std::frexp(greatest, &exponent);
  return greatest == 0 ? 1 : std::ldexp(1.0, std::min(kRealBits - exponent, kFinestExponent));
}

// In units, of any type that has them.
double unit_value(const Column& column, std::size_t row) {
  switch (column.type()) {
    case ColumnType::real: return column.reals()[row];
    case ColumnType::boolean: return column.booleans()[row];
    case ColumnType::day: return column.days()[row];
    default: break;
  }
  return static_cast<double>(column.numbers()[row]) / static_cast<double>(power_of_ten(column.field().scale));
}

double natural_steps(const Column& column) {
  if (column.type() == ColumnType::real) return real_steps(column.reals());
  return column.type() == ColumnType::number ? static_cast<double>(power_of_ten(column.field().scale)) : 1;
}

}  // namespace

Result<WholeColumn> WholeColumn::of(const Column& column, std::optional<double> steps) {
  if (column.type() == ColumnType::text || column.type() == ColumnType::instant)
    return Error(Errc::schema_mismatch, "column " + column.field().name + " holds " +
                                            std::string(name_of(column.type())) +
                                            ": distances are between numbers, booleans and days; leave it out");
  STAYSAIL_CHECK(check_present(column));
  WholeColumn whole;
  const double natural = natural_steps(column);
  whole.steps_ = steps.value_or(natural);
  if (column.type() == ColumnType::number && whole.steps_ == natural) {
    whole.lent_ = column.numbers();
    return whole;
  }
  whole.own_.resize(column.size());
  if (!steps && column.type() == ColumnType::real)
    for (std::size_t row = 0; row < column.size(); ++row)
      whole.own_[row] = static_cast<std::int64_t>(rounded(column.reals()[row] * natural));
  else
    for (std::size_t row = 0; row < column.size(); ++row)
      whole.own_[row] = static_cast<std::int64_t>(
          std::nearbyint(std::clamp(unit_value(column, row) * whole.steps_, -kFarthest, kFarthest)));
  return whole;
}

}  // namespace staysail::statistics
