#include <algorithm>
#include <array>

#include "decision/kernels.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::decision {
namespace {

constexpr int kMostScale = 18;  // 10^18 is the last power of ten in 64 bits

// A number that is an integer at some scale up to 18.
std::optional<std::pair<std::int64_t, int>> as_scaled(Decimal number) {
  for (int scale = 0; scale <= kMostScale; ++scale) {
    const auto value = number.to_scaled(scale);
    if (!value) return std::nullopt;
    if (Decimal::scaled(*value, scale) == number) return std::pair(*value, scale);
  }
  return std::nullopt;
}

// The values of a scaled lane or of a number repeated; a constant has one value and a step of 0.
struct Integers {
  const std::int64_t* values = nullptr;
  std::int64_t constant = 0;
  std::size_t step = 0;
  int scale = 0;

  std::int64_t at(std::size_t row) const { return step == 0 ? constant : values[row]; }
};

std::optional<Integers> integers_of(const Lane& lane) {
  if (lane.form == Form::scaled) return Integers{lane.wide.data(), 0, 1, lane.scale};
  if (!lane.is_constant(ValueKind::number)) return std::nullopt;
  const auto scaled = as_scaled(lane.constant.as_number());
  if (!scaled) return std::nullopt;
  return Integers{nullptr, scaled->first, 0, scaled->second};
}

// Runs `combine(a, b, out)`, which says whether it overflowed; empty when any row did.
template <class Combine>
std::optional<std::vector<std::int64_t>> combined(std::size_t rows, const Integers& a, const Integers& b,
                                                  Combine combine) {
  std::vector<std::int64_t> results(rows);
  bool overflow = false;
  for (std::size_t row = 0; row < rows; ++row) overflow |= combine(a.at(row), b.at(row), &results[row]);
  if (overflow) return std::nullopt;
  return results;
}

std::optional<Lane> integer_sum(NodeKind kind, const Integers& a, const Integers& b, const Lane& left,
                                const Lane& right) {
  const int scale = std::max(a.scale, b.scale);
  const std::int64_t a_factor = power_of_ten(scale - a.scale), b_factor = power_of_ten(scale - b.scale);
  const bool subtracts = kind == NodeKind::subtract;
  auto results = combined(left.rows, a, b, [=](std::int64_t x, std::int64_t y, std::int64_t* out) {
    bool overflow = __builtin_mul_overflow(x, a_factor, &x);
    overflow |= __builtin_mul_overflow(y, b_factor, &y);
    return overflow | (subtracts ? __builtin_sub_overflow(x, y, out) : __builtin_add_overflow(x, y, out));
  });
  if (!results) return std::nullopt;
  return scaled_lane(*std::move(results), scale, both_valid(left, right));
}

std::optional<Lane> integer_product(const Integers& a, const Integers& b, const Lane& left, const Lane& right) {
  if (a.scale + b.scale > kMostScale) return std::nullopt;
  auto results = combined(left.rows, a, b, [](std::int64_t x, std::int64_t y, std::int64_t* out) {
    return __builtin_mul_overflow(x, y, out);
  });
  if (!results) return std::nullopt;
  return scaled_lane(*std::move(results), a.scale + b.scale, both_valid(left, right));
}

std::optional<Lane> integer_lanes(NodeKind kind, const Lane& left, const Lane& right) {
  if (kind == NodeKind::divide || kind == NodeKind::power) return std::nullopt;
  const auto a = integers_of(left), b = integers_of(right);
  if (!a || !b) return std::nullopt;
  return kind == NodeKind::multiply ? integer_product(*a, *b, left, right) : integer_sum(kind, *a, *b, left, right);
}

using Operation = std::optional<Decimal> (*)(Decimal, Decimal);

Operation operation_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::add: return add;
    case NodeKind::subtract: return subtract;
    case NodeKind::multiply: return multiply;
    case NodeKind::divide: return divide;
    default: return power;
  }
}

Lane decimal_lanes(NodeKind kind, const Lane& left, const Lane& right) {
  Validity a_valid, b_valid;
  std::vector<Decimal> a = decimals(left, a_valid);
  const std::vector<Decimal> b = decimals(right, b_valid);
  Validity valid = both_valid(left, right);
  if (valid.empty()) valid.assign(a.size(), 1);
  const Operation operation = operation_of(kind);
  for (std::size_t row = 0; row < a.size(); ++row) {
    const auto result = valid[row] != 0 ? operation(a[row], b[row]) : std::nullopt;
    valid[row] = result ? 1 : 0;
    a[row] = result.value_or(Decimal());
  }
  return decimal_lane(std::move(a), std::move(valid));
}

std::optional<Lane> selected_integers(const std::vector<std::uint8_t>& condition, const Lane& yes, const Lane& no) {
  const auto a = integers_of(yes), b = integers_of(no);
  if (!a || !b) return std::nullopt;
  const int scale = std::max(a->scale, b->scale);
  const std::int64_t factors[] = {power_of_ten(scale - b->scale), power_of_ten(scale - a->scale)};
  std::vector<std::int64_t> values(yes.rows);
  Validity valid(yes.rows);
  bool overflow = false;
  for (std::size_t row = 0; row < values.size(); ++row) {
    const bool first = condition[row] == kTrue;
    valid[row] = (first ? yes : no).valid(row) ? 1 : 0;
    overflow |= __builtin_mul_overflow((first ? *a : *b).at(row), factors[first ? 1 : 0], &values[row]);
  }
  if (overflow) return std::nullopt;
  return scaled_lane(std::move(values), scale, std::move(valid));
}

bool is_truth(const Lane& lane) { return lane.form == Form::truth || lane.is_constant(ValueKind::boolean); }

}  // namespace

std::optional<Lane> arithmetic_lanes(NodeKind kind, const Lane& a, const Lane& b) {
  if (!a.is_numeric() || !b.is_numeric()) return std::nullopt;
  if (auto lane = integer_lanes(kind, a, b)) return lane;
  return decimal_lanes(kind, a, b);
}

Lane select_lanes(const std::vector<std::uint8_t>& condition, const Lane& yes, const Lane& no) {
  if (auto lane = selected_integers(condition, yes, no)) return *std::move(lane);
  if (is_truth(yes) && is_truth(no)) {
    std::vector<std::uint8_t> chosen = truths(no);
    const std::vector<std::uint8_t> first = truths(yes);
    for (std::size_t row = 0; row < chosen.size(); ++row)
      chosen[row] = condition[row] == kTrue ? first[row] : chosen[row];
    return truth_lane(std::move(chosen));
  }
  Lane lane;
  lane.form = Form::values;
  lane.rows = condition.size();
  for (std::size_t row = 0; row < lane.rows; ++row)
    lane.values.push_back(value_at(condition[row] == kTrue ? yes : no, row));
  return lane;
}

}  // namespace staysail::decision
