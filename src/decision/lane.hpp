// Lane: the values of one tree node for a block of rows, in the narrowest form that holds them exactly.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "staysail/columns/column.hpp"
#include "staysail/decision/value.hpp"

namespace staysail::decision {

// Three-valued logic as bytes, so that `and` is the minimum and `or` the maximum.
inline constexpr std::uint8_t kFalse = 0, kUnknown = 1, kTrue = 2;

// One byte a row, 1 = there is a value; empty: every row has one.
using Validity = std::vector<std::uint8_t>;

enum class Form : std::uint8_t { constant, truth, scaled, real, decimal, day, instant, text, values };

struct Lane {
  Form form = Form::constant;
  std::size_t rows = 0;
  Value constant;
  std::vector<std::uint8_t> truth;       // kFalse, kUnknown, kTrue; needs no validity
  int scale = 0;                         // scaled
  std::span<const std::int64_t> wide;    // scaled, instant
  std::span<const std::int32_t> narrow;  // day, text codes
  std::span<const double> reals;         // NaN and infinity are invalid
  std::vector<Decimal> decimals;
  ValueList values;
  const Dictionary* dictionary = nullptr;
  Validity validity;                     // scaled, real, decimal, day, instant, text
  std::vector<std::int64_t> owned_wide;  // what `wide` looks at when the lane computed it

  bool valid(std::size_t row) const { return validity.empty() || validity[row] != 0; }
  bool is_constant(ValueKind kind) const { return form == Form::constant && constant.kind() == kind; }
  bool is_numeric() const {
    return form == Form::scaled || form == Form::real || form == Form::decimal || is_constant(ValueKind::number);
  }
};
using LanePtr = std::shared_ptr<const Lane>;

Lane constant_lane(Value value, std::size_t rows);
Lane truth_lane(std::vector<std::uint8_t> truth);
Lane scaled_lane(std::vector<std::int64_t> values, int scale, Validity validity);
Lane decimal_lane(std::vector<Decimal> values, Validity validity);
// Rows [begin, begin + rows) of a column. Looks at the column's buffers, which must outlive the lane.
Lane column_lane(const Column& column, std::size_t begin, std::size_t rows);

Value value_at(const Lane& lane, std::size_t row);
std::uint8_t truth_of(const Value& value);
// The lane as a condition: what is not boolean is unknown.
std::vector<std::uint8_t> truths(const Lane& lane);
// Precondition: is_numeric().
std::vector<Decimal> decimals(const Lane& lane, Validity& validity);
// Rows valid in both.
Validity both_valid(const Lane& a, const Lane& b);

}  // namespace staysail::decision
