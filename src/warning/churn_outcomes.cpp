#include "warning/churn_outcomes.hpp"

#include <fmt/format.h>

namespace staysail {
namespace {

Result<std::vector<std::uint8_t>> outcomes_of_texts(const Column& column, const std::string& positive) {
  if (positive.empty())
    return Error(Errc::type_mismatch,
                 "the target '" + column.field().name + "' has texts; say with `positive` which of them means churn");
  const std::int32_t churn = column.dictionary().find(positive);
  if (churn < 0)
    return Error(Errc::not_found, "no row of the target '" + column.field().name + "' is '" + positive + "'");
  std::vector<std::uint8_t> outcomes;
  for (const std::int32_t code : column.codes()) outcomes.push_back(code == churn ? 1 : 0);
  return outcomes;
}

Result<std::vector<std::uint8_t>> outcomes_of_numbers(const Column& column) {
  const std::string& name = column.field().name;
  std::int64_t one = 1;
  for (int i = 0; i < column.field().scale; ++i) one *= 10;
  std::vector<std::uint8_t> outcomes;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const bool real = column.type() == ColumnType::real;
    const bool is_one = real ? column.reals()[i] == 1 : column.numbers()[i] == one;
    const bool is_zero = real ? column.reals()[i] == 0 : column.numbers()[i] == 0;
    if (!is_one && !is_zero)
      return Error(Errc::type_mismatch, "a target of numbers holds 0 and 1; '" + name + "' holds others");
    outcomes.push_back(is_one ? 1 : 0);
  }
  return outcomes;
}

}  // namespace

Result<std::vector<std::uint8_t>> outcomes_of(const Batch& part, const ChurnTraining& training) {
  const Column* column = part.find(training.target);
  if (column == nullptr)
    return Error(Errc::not_found, "the frame has no column for the target '" + training.target + "'");
  if (column->null_count() > 0)
    return Error(Errc::invalid_argument, fmt::format("the outcome of {} rows is not known; leave them out of '{}'",
                                                     column->null_count(), training.target));
  switch (column->type()) {
    case ColumnType::boolean: return std::vector<std::uint8_t>(column->booleans().begin(), column->booleans().end());
    case ColumnType::text: return outcomes_of_texts(*column, training.positive);
    case ColumnType::number:
    case ColumnType::real: return outcomes_of_numbers(*column);
    default: break;
  }
  return Error(Errc::type_mismatch, "a target is true or false, 0 or 1, or a text; '" + training.target + "' is a " +
                                        std::string(name_of(column->type())));
}

}  // namespace staysail
