#include "statistics/tree_split.hpp"

#include <algorithm>
#include <cmath>

namespace staysail::statistics {
namespace {

constexpr double kUnit = 1.0 / (1 << kGradientBits);
// Categories are drawn to the mean, and a choice among many of them has to pay for the choosing.
constexpr double kCategoryRidge = 5;
constexpr double kCategoryPrice = 0.5;
constexpr std::size_t kFewCategories = 4;

double first_of(const Gradient& sum) { return static_cast<double>(sum.first) * kUnit; }
double second_of(const Gradient& sum) { return static_cast<double>(sum.second) * kUnit; }

void put_in(std::array<std::uint64_t, 4>& set, std::size_t code) { set[code >> 6] |= std::uint64_t{1} << (code & 63); }

// Walks codes in an order and keeps the best place to cut it.
class Cutter {
 public:
  Cutter(const Gradient& total, double floor, const SplitOptions& options)
      : options_(options), total_(total), base_(gain_of(total, options.ridge)), best_(floor) {}

  // Gain of a cut after `left`, if it is the best so far.
  bool improves(const Gradient& left, double price) {
    Gradient right = total_;
    right -= left;
    if (second_of(left) < options_.least_curvature || second_of(right) < options_.least_curvature) return false;
    const double gain = gain_of(left, options_.ridge) + gain_of(right, options_.ridge) - base_ - price;
    if (!(gain > best_)) return false;
    best_ = gain;
    return true;
  }
  double best() const { return best_; }

 private:
  const SplitOptions& options_;
  Gradient total_;
  double base_;
  double best_;
};

struct Threshold {
  std::size_t last = 0;  // the highest code on the left
  bool missing_left = false;
};

std::optional<Threshold> best_threshold(std::span<const Gradient> sums, Cutter& cutter) {
  std::optional<Threshold> best;
  for (const bool missing_left : {false, true}) {
    if (missing_left && sums[0].second == 0) break;
    Gradient left = missing_left ? sums[0] : Gradient{};
    for (std::size_t code = 1; code < sums.size(); ++code) {
      if (sums[code].second == 0) continue;
      left += sums[code];
      if (cutter.improves(left, 0)) best = Threshold{code, missing_left};
    }
  }
  return best;
}

struct Categories {
  std::array<std::uint8_t, 256> codes{};
  std::size_t count = 0;
};

// Those that occur, by mean gradient, then by code.
Categories by_mean(std::span<const Gradient> sums) {
  Categories found;
  std::array<double, 256> mean{};
  for (std::size_t code = 0; code < sums.size(); ++code) {
    if (sums[code].second == 0) continue;
    mean[code] = first_of(sums[code]) / (second_of(sums[code]) + kCategoryRidge);
    found.codes[found.count++] = static_cast<std::uint8_t>(code);
  }
  std::sort(found.codes.begin(), found.codes.begin() + static_cast<std::ptrdiff_t>(found.count),
            [&](std::uint8_t a, std::uint8_t b) { return mean[a] != mean[b] ? mean[a] < mean[b] : a < b; });
  return found;
}

bool holds(const std::array<std::uint64_t, 4>& set, std::size_t code) {
  return (set[code >> 6] >> (code & 63) & 1) != 0;
}

// Codes that none of these rows has, missing or a category not yet seen, go where most rows go.
void place_absent(std::span<const Gradient> sums, bool ordered, Split& split) {
  std::int64_t left = 0, all = 0;
  for (std::size_t code = 0; code < sums.size(); ++code) {
    all += sums[code].second;
    if (holds(split.left, code)) left += sums[code].second;
  }
  if (2 * left <= all) return;
  const std::size_t absent = ordered ? 1 : sums.size();
  for (std::size_t code = 0; code < absent; ++code)
    if (sums[code].second == 0) put_in(split.left, code);
}

std::optional<Split> split_by_threshold(std::span<const Gradient> sums, Cutter& cutter) {
  const auto threshold = best_threshold(sums, cutter);
  if (!threshold) return std::nullopt;
  Split split{cutter.best(), {}};
  if (threshold->missing_left) put_in(split.left, 0);
  for (std::size_t code = 1; code <= threshold->last; ++code) put_in(split.left, code);
  return split;
}

std::optional<Split> split_by_category(std::span<const Gradient> sums, Cutter& cutter) {
  const Categories order = by_mean(sums);
  const double price = order.count > kFewCategories ? kCategoryPrice : 0;
  std::size_t taken = 0;
  Gradient left;
  for (std::size_t i = 0; i + 1 < order.count; ++i) {
    left += sums[order.codes[i]];
    if (cutter.improves(left, price)) taken = i + 1;
  }
  if (taken == 0) return std::nullopt;
  Split split{cutter.best(), {}};
  for (std::size_t i = 0; i < taken; ++i) put_in(split.left, order.codes[i]);
  return split;
}

}  // namespace

double gain_of(const Gradient& sum, double ridge) {
  const double first = first_of(sum);
  return first * first / (second_of(sum) + ridge);
}

double step_of(const Gradient& sum, double ridge) { return -first_of(sum) / (second_of(sum) + ridge); }

std::optional<Split> best_split(std::span<const Gradient> sums, bool ordered, const Gradient& total, double floor,
                                const SplitOptions& options) {
  Cutter cutter(total, floor, options);
  auto split = ordered ? split_by_threshold(sums, cutter) : split_by_category(sums, cutter);
  if (split) place_absent(sums, ordered, *split);
  return split;
}

}  // namespace staysail::statistics
