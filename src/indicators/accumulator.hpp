// Accumulators: the state of one aggregate for one owner. add() and merge() commute and are exact, so any split of the
// facts and any order of merging ends in the same value. finish() rounds once; nullopt: the facts seen define no value.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/exact_sum.hpp"
#include "staysail/statistics/line_slope.hpp"

namespace staysail::indicators {

// `when`: the month index or the day a fact is dated by. `part`: it counts for the numerator of a ratio or share.
struct Fact {
  std::int64_t value = 0;
  std::int32_t when = 0;
  bool part = true;
};

struct FinishRule {
  int from = 0, to = 0;         // scales of values and of the result
  Day until;                    // to which days are counted
  std::int32_t last_month = 0;  // index of the last closed cycle of the window
  std::int64_t tolerance = 0;   // ten-thousandths
};

using Finished = Result<std::optional<std::int64_t>>;

inline Finished some(Result<std::int64_t> value) {
  if (!value) return value.error();
  return std::optional<std::int64_t>(*value);
}
inline Finished none() { return std::optional<std::int64_t>(); }

// a / b at scale `to`, rounded half-even once; nullopt for b = 0. Sign of b may be negative.
inline Finished quotient(Int128 a, Int128 b, int to) {
  if (b == 0) return none();
  if (__builtin_mul_overflow(a, static_cast<Int128>(power_of_ten(to)), &a))
    return Error(Errc::amount_overflow, "a ratio of sums does not fit 128 bits at scale " + std::to_string(to));
  return some(b > 0 ? rescale(divide_half_even(a, b), to, to) : rescale(divide_half_even(-a, -b), to, to));
}

struct SumState {
  ExactSum sum;
  void add(const Fact& fact) { sum.add(fact.value); }
  void merge(const SumState& other) { sum.merge(other.sum); }
  bool seen() const { return sum.count() != 0; }
  Finished finish(const FinishRule& rule) const { return some(sum.total(rule.from, rule.to)); }
};

struct MeanState : SumState {
  Finished finish(const FinishRule& rule) const { return some(sum.mean(rule.from, rule.to)); }
};

struct ShortfallState : SumState {
  void add(const Fact& fact) { sum.add(std::max<std::int64_t>(fact.value, 0)); }
};

struct CountState {
  std::int64_t count = 0;
  void add(const Fact&) { ++count; }
  void merge(const CountState& other) { count += other.count; }
  bool seen() const { return count != 0; }
  Finished finish(const FinishRule& rule) const { return some(rescale(count, 0, rule.to)); }
};

struct DistinctState {
  std::vector<std::int64_t> values;
  void add(const Fact& fact) {
    if (std::find(values.begin(), values.end(), fact.value) == values.end()) values.push_back(fact.value);
  }
  void merge(const DistinctState& other) {
    for (const auto value : other.values) add(Fact{value});
  }
  bool seen() const { return !values.empty(); }
  Finished finish(const FinishRule& rule) const {
    return some(rescale(static_cast<std::int64_t>(values.size()), 0, rule.to));
  }
};

template <bool greatest>
struct ExtremeState {
  std::int64_t value = 0;
  bool any = false;
  void add(const Fact& fact) { take(fact.value); }
  void merge(const ExtremeState& other) {
    if (other.any) take(other.value);
  }
  bool seen() const { return any; }
  Finished finish(const FinishRule& rule) const { return some(rescale(value, rule.from, rule.to)); }

 private:
  void take(std::int64_t candidate) {
    if (!any || (greatest ? candidate > value : candidate < value)) value = candidate;
    any = true;
  }
};

// Days later than as_of are not known on as_of.
template <bool latest>
struct DaysSinceState : ExtremeState<latest> {
  Finished finish(const FinishRule& rule) const {
    return some(rescale(rule.until.days_since_epoch() - this->value, 0, rule.to));
  }
};

template <bool latest>
struct EdgeState {
  std::int64_t value = 0;
  std::int32_t when = 0;
  bool any = false;
  void add(const Fact& fact) { take(fact.when, fact.value); }
  void merge(const EdgeState& other) {
    if (other.any) take(other.when, other.value);
  }
  bool seen() const { return any; }
  Finished finish(const FinishRule& rule) const { return some(rescale(value, rule.from, rule.to)); }

 private:
  void take(std::int32_t date, std::int64_t candidate) {
    const bool equal = date == when;
    const bool better =
        latest ? date > when || (equal && candidate > value) : date < when || (equal && candidate < value);
    if (any && !better) return;
    value = candidate;
    when = date;
    any = true;
  }
};

struct SlopeState {
  statistics::LineSums sums;
  void add(const Fact& fact) { sums.add(fact.when, fact.value); }
  void merge(const SlopeState& other) { sums.merge(other.sums); }
  bool seen() const { return sums.count() != 0; }
  Finished finish(const FinishRule& rule) const {
    const auto slope = sums.slope(rule.from, rule.to);
    if (!slope && slope.error().code() == Errc::degenerate_input) return none();
    return some(slope);
  }
};

struct TwoSums {
  ExactSum part, rest;
  void add(const Fact& fact) { (fact.part ? part : rest).add(fact.value); }
  void merge(const TwoSums& other) {
    part.merge(other.part);
    rest.merge(other.rest);
  }
  bool seen() const { return part.count() + rest.count() != 0; }
};

struct RatioState : TwoSums {
  // mean / mean as one quotient of products.
  Finished finish(const FinishRule& rule) const {
    if (part.count() == 0 || rest.count() == 0) return none();
    Int128 above = 0, below = 0;
    if (__builtin_mul_overflow(part.sum(), static_cast<Int128>(rest.count()), &above) ||
        __builtin_mul_overflow(rest.sum(), static_cast<Int128>(part.count()), &below))
      return Error(Errc::amount_overflow, "a ratio of means does not fit 128 bits");
    return quotient(above, below, rule.to);
  }
};

struct ShareState : TwoSums {
  Finished finish(const FinishRule& rule) const {
    return quotient(static_cast<Int128>(part.count()), static_cast<Int128>(part.count() + rest.count()), rule.to);
  }
};

struct AmountShareState : TwoSums {
  Finished finish(const FinishRule& rule) const { return quotient(part.sum(), part.sum() + rest.sum(), rule.to); }
};

// Sums of the last kCycles months. A month without a fact is unknown: it is never steady, nor a base for one.
struct SteadyState {
  static constexpr std::int32_t kCycles = 12, kBase = 3;
  std::array<std::int64_t, kCycles> total{};  // by month index modulo kCycles
  std::uint16_t present = 0;
  bool overflow = false;

  void add(const Fact& fact) { put(static_cast<std::size_t>(fact.when % kCycles), fact.value); }
  void merge(const SteadyState& other) {
    for (std::size_t i = 0; i < total.size(); ++i)
      if (other.has(i)) put(i, other.total[i]);
    overflow = overflow || other.overflow;
  }
  bool seen() const { return present != 0; }
  Finished finish(const FinishRule& rule) const {
    if (overflow) return Error(Errc::amount_overflow, "the sum of a month does not fit 64 bits");
    std::int64_t cycles = 0;
    while (cycles + kBase < kCycles && steady(rule.last_month - static_cast<std::int32_t>(cycles), rule.tolerance))
      ++cycles;
    return some(rescale(cycles, 0, rule.to));
  }

 private:
  bool has(std::size_t slot) const { return (present >> slot & 1) != 0; }
  void put(std::size_t slot, std::int64_t value) {
    overflow = overflow || __builtin_add_overflow(total[slot], value, &total[slot]);
    present = static_cast<std::uint16_t>(present | 1U << slot);
  }
  // |x - base / 3| <= tolerance * base / 3, in whole numbers.
  bool steady(std::int32_t month, std::int64_t tolerance) const {
    Int128 base = 0;
    for (std::int32_t before = 0; before <= kBase; ++before) {
      const auto slot = static_cast<std::size_t>((month - before) % kCycles);
      if (!has(slot)) return false;
      if (before > 0) base += total[slot];
    }
    const Int128 distance = static_cast<Int128>(total[static_cast<std::size_t>(month % kCycles)]) * kBase - base;
    return (distance < 0 ? -distance : distance) * 10000 <= (base < 0 ? -base : base) * tolerance;
  }
};

}  // namespace staysail::indicators
