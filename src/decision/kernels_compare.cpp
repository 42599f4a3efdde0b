#include <algorithm>

#include "decision/kernels.hpp"
#include "decision/mirrored.hpp"
#include "decision/semantics.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::decision {
namespace {

using Truths = std::vector<std::uint8_t>;

template <class Holds>
Truths filled(std::size_t rows, Holds holds) {
  Truths truth(rows);
  std::uint8_t* out = truth.data();
  for (std::size_t row = 0; row < rows; ++row) out[row] = holds(row) ? kTrue : kFalse;
  return truth;
}

template <class Left, class Right>
Truths ordered(NodeKind kind, std::size_t rows, Left left, Right right) {
  switch (kind) {
    case NodeKind::equal: return filled(rows, [=](std::size_t row) { return left(row) == right(row); });
    case NodeKind::not_equal: return filled(rows, [=](std::size_t row) { return !(left(row) == right(row)); });
    case NodeKind::less: return filled(rows, [=](std::size_t row) { return left(row) < right(row); });
    case NodeKind::less_equal: return filled(rows, [=](std::size_t row) { return left(row) <= right(row); });
    case NodeKind::greater: return filled(rows, [=](std::size_t row) { return left(row) > right(row); });
    default: return filled(rows, [=](std::size_t row) { return left(row) >= right(row); });
  }
}

template <class T>
Truths against_constant(NodeKind kind, std::span<const T> values, T bound) {
  const T* data = values.data();
  return ordered(
      kind, values.size(), [data](std::size_t row) { return data[row]; }, [bound](std::size_t) { return bound; });
}

template <class T>
Truths against_each(NodeKind kind, std::span<const T> a, std::span<const T> b) {
  const T *left = a.data(), *right = b.data();
  return ordered(
      kind, a.size(), [left](std::size_t row) { return left[row]; }, [right](std::size_t row) { return right[row]; });
}

// The verdict when every row lies on one side of the bound: below it or above.
Truths one_sided(NodeKind kind, std::size_t rows, bool below) {
  const bool holds =
      kind == NodeKind::not_equal || (below ? kind == NodeKind::less || kind == NodeKind::less_equal
                                            : kind == NodeKind::greater || kind == NodeKind::greater_equal);
  return Truths(rows, holds ? kTrue : kFalse);
}

// Integers at a scale against any decimal: against the integer below it, and when the bound lies between two integers
// nothing is equal to it and `<` is `<=` of the lower.
Truths scaled_against(NodeKind kind, const Lane& a, Decimal bound) {
  const auto lower = bound.to_scaled(a.scale, Rounding::floor);
  if (!lower) return one_sided(kind, a.rows, !bound.is_negative());
  if (Decimal::scaled(*lower, a.scale) == bound) return against_constant(kind, a.wide, *lower);
  switch (kind) {
    case NodeKind::equal: return Truths(a.rows, kFalse);
    case NodeKind::not_equal: return Truths(a.rows, kTrue);
    case NodeKind::less:
    case NodeKind::less_equal: return against_constant(NodeKind::less_equal, a.wide, *lower);
    default: return against_constant(NodeKind::greater, a.wide, *lower);
  }
}

// A real stands for its shortest decimal, and those are ordered as the reals are: only where a row equals the bound's
// own nearest real do the two decimals have to be looked at.
Truths real_against(NodeKind kind, const Lane& a, Decimal bound) {
  const double nearest = bound.to_real();
  const auto shortest = Decimal::of_real(nearest);
  if (!shortest) return one_sided(kind, a.rows, !bound.is_negative());
  if (*shortest == bound) return against_constant(kind, a.reals, nearest);
  const bool at_nearest_below = *shortest < bound;
  switch (kind) {
    case NodeKind::equal: return Truths(a.rows, kFalse);
    case NodeKind::not_equal: return Truths(a.rows, kTrue);
    case NodeKind::less:
    case NodeKind::less_equal:
      return against_constant(at_nearest_below ? NodeKind::less_equal : NodeKind::less, a.reals, nearest);
    default: return against_constant(at_nearest_below ? NodeKind::greater : NodeKind::greater_equal, a.reals, nearest);
  }
}

// 64-bit values times a power of ten always fit 128 bits.
Truths scaled_comparison(NodeKind kind, const Lane& a, const Lane& b) {
  if (a.scale == b.scale) return against_each(kind, a.wide, b.wide);
  const int scale = std::max(a.scale, b.scale);
  const Int128 a_factor = power_of_ten(scale - a.scale), b_factor = power_of_ten(scale - b.scale);
  const std::int64_t *left = a.wide.data(), *right = b.wide.data();
  return ordered(
      kind, a.rows, [=](std::size_t row) { return left[row] * a_factor; },
      [=](std::size_t row) { return right[row] * b_factor; });
}

Truths decimal_comparison(NodeKind kind, const Lane& a, const Lane& b) {
  Validity unused;
  const std::vector<Decimal> left = decimals(a, unused), right = decimals(b, unused);
  return against_each<Decimal>(kind, left, right);
}

Truths numeric_comparison(NodeKind kind, const Lane& a, const Lane& b) {
  if (a.form == Form::constant) return numeric_comparison(mirrored(kind), b, a);
  if (b.form == Form::constant && a.form == Form::scaled) return scaled_against(kind, a, b.constant.as_number());
  if (b.form == Form::constant && a.form == Form::real) return real_against(kind, a, b.constant.as_number());
  if (a.form == Form::scaled && b.form == Form::scaled) return scaled_comparison(kind, a, b);
  return decimal_comparison(kind, a, b);
}

bool is_civil(const Value& value) {
  return value.kind() == ValueKind::date_time && !value.as_date_time().time.offset_seconds;
}

// A bound finer than a microsecond lies between two instants.
Truths instant_against(NodeKind kind, const Lane& a, const DateTime& bound) {
  const Int128 nanos = bound.line_nanos();
  const Int128 micros = nanos / 1000 - (nanos % 1000 < 0 ? 1 : 0);
  if (micros * 1000 == nanos) return against_constant(kind, a.wide, static_cast<std::int64_t>(micros));
  const Int128* exact = &nanos;
  const std::int64_t* data = a.wide.data();
  return ordered(
      kind, a.rows, [data](std::size_t row) { return static_cast<Int128>(data[row]) * 1000; },
      [exact](std::size_t) { return *exact; });
}

std::optional<Truths> temporal_comparison(NodeKind kind, const Lane& a, const Lane& b) {
  if (a.form == Form::constant && b.form != Form::constant) return temporal_comparison(mirrored(kind), b, a);
  if (a.form == Form::day && b.form == Form::day) return against_each(kind, a.narrow, b.narrow);
  if (a.form == Form::day && b.is_constant(ValueKind::date) && b.constant.as_date().has_day())
    return against_constant(kind, a.narrow, b.constant.as_date().day().days_since_epoch());
  if (a.form == Form::instant && b.form == Form::instant) return against_each(kind, a.wide, b.wide);
  if (a.form == Form::instant && b.form == Form::constant && is_civil(b.constant))
    return instant_against(kind, a, b.constant.as_date_time());
  return std::nullopt;
}

bool has_no_value(const Lane& lane, std::size_t row) {
  if (lane.form == Form::constant) return lane.constant.is_null();
  if (lane.form == Form::truth) return lane.truth[row] == kUnknown;
  return lane.form == Form::values ? lane.values[row].is_null() : !lane.valid(row);
}

// Equality answers nulls with true or false, an ordering with null.
void settle_nulls(NodeKind kind, const Lane& a, const Lane& b, Truths& truth) {
  if (a.validity.empty() && b.validity.empty()) return;
  const bool equality = kind == NodeKind::equal || kind == NodeKind::not_equal;
  const bool swap = kind == NodeKind::not_equal;
  const Validity valid = both_valid(a, b);
  for (std::size_t row = 0; row < truth.size(); ++row) {
    if (valid[row] != 0) continue;
    const bool both = equality && !a.valid(row) && !b.valid(row);
    truth[row] = !equality ? kUnknown : both != swap ? kTrue : kFalse;
  }
}

Lane null_comparison(NodeKind kind, const Lane& lane) {
  if (kind != NodeKind::equal && kind != NodeKind::not_equal) return truth_lane(Truths(lane.rows, kUnknown));
  const bool wanted = kind == NodeKind::equal;
  return truth_lane(filled(lane.rows, [&lane, wanted](std::size_t row) { return has_no_value(lane, row) == wanted; }));
}

Lane row_comparison(NodeKind kind, const Lane& a, const Lane& b) {
  Truths truth(a.rows);
  for (std::size_t row = 0; row < a.rows; ++row)
    truth[row] = truth_of(compared(kind, value_at(a, row), value_at(b, row)));
  return truth_lane(std::move(truth));
}

}  // namespace

Lane compare_lanes(NodeKind kind, const Lane& a, const Lane& b) {
  if (a.form == Form::constant && b.form == Form::constant)
    return constant_lane(compared(kind, a.constant, b.constant), a.rows);
  if (b.is_constant(ValueKind::null)) return null_comparison(kind, a);
  if (a.is_constant(ValueKind::null)) return null_comparison(kind, b);
  std::optional<Truths> truth;
  if (a.is_numeric() && b.is_numeric()) truth = numeric_comparison(kind, a, b);
  else truth = temporal_comparison(kind, a, b);
  if (!truth) return row_comparison(kind, a, b);
  settle_nulls(kind, a, b, *truth);
  return truth_lane(std::move(*truth));
}

Lane negate_truth(const Lane& lane) {
  Truths truth = truths(lane);
  for (std::uint8_t& each : truth) each = static_cast<std::uint8_t>(kTrue - each);
  return truth_lane(std::move(truth));
}

void fold_truth(NodeKind kind, Truths& truth, const Lane& next) {
  const Truths computed = next.form == Form::truth ? Truths() : truths(next);
  const std::uint8_t* other = next.form == Form::truth ? next.truth.data() : computed.data();
  std::uint8_t* out = truth.data();
  const std::size_t rows = truth.size();
  if (kind == NodeKind::conjunction)
    for (std::size_t row = 0; row < rows; ++row) out[row] = std::min(out[row], other[row]);
  else
    for (std::size_t row = 0; row < rows; ++row) out[row] = std::max(out[row], other[row]);
}

}  // namespace staysail::decision
