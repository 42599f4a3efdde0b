#include "staysail/statistics/uplift_curve.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "statistics/arms.hpp"
#include "statistics/finite.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

struct Rows {
  std::span<const double> outcome;
  std::span<const std::uint8_t> treated;
  std::span<const double> score;
};

Status check(const Rows& rows) {
  STAYSAIL_CHECK(check_lengths(rows.outcome.size(), rows.treated.size(), "outcome and treated"));
  STAYSAIL_CHECK(check_lengths(rows.outcome.size(), rows.score.size(), "outcome and score"));
  STAYSAIL_CHECK(check_treated(rows.treated));
  STAYSAIL_CHECK(check_finite(rows.outcome, "an outcome"));
  return check_finite(rows.score, "a score");
}

std::vector<std::size_t> highest_score_first(std::span<const double> score) {
  std::vector<std::size_t> order(score.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
  return order;
}

// Sums over the rows so far, without rounding.
class Depth {
 public:
  void add(double outcome, bool treated) {
    ++rows_;
    treated_ += treated ? 1 : 0;
    outcomes_[treated ? 1 : 0].add(outcome);
  }
  UpliftPoint point() const {
    return {static_cast<double>(rows_), static_cast<double>(treated_), outcomes_[1].value(), outcomes_[0].value()};
  }

 private:
  std::uint64_t rows_ = 0;
  std::uint64_t treated_ = 0;
  RealSum outcomes_[2];
};

UpliftPoint between(const UpliftPoint& low, const UpliftPoint& high, double share) {
  const auto mixed = [share](double a, double b) { return a + share * (b - a); };
  return {mixed(low.rows, high.rows), mixed(low.treated, high.treated),
          mixed(low.treated_outcome, high.treated_outcome), mixed(low.untreated_outcome, high.untreated_outcome)};
}

// The curve where `depth`, which never falls along it, reaches `wanted`.
template <class DepthOf>
UpliftPoint reached(std::span<const UpliftPoint> points, double wanted, const DepthOf& depth) {
  const auto high =
      std::find_if(points.begin(), points.end(), [&](const auto& point) { return depth(point) >= wanted; });
  if (high == points.end()) return points.back();
  if (high == points.begin()) return *high;
  const auto low = high - 1;
  return between(*low, *high, (wanted - depth(*low)) / (depth(*high) - depth(*low)));
}

double uplift_within(const UpliftPoint& point) {
  return point.treated_outcome / point.treated - point.untreated_outcome / point.untreated();
}

Error empty_arm() {
  return Error(Errc::degenerate_input,
               "an uplift needs treated and untreated rows wherever it is read; take a larger share or fewer bins");
}

}  // namespace

Result<UpliftCurve> UpliftCurve::of(std::span<const double> outcome, std::span<const std::uint8_t> treated,
                                    std::span<const double> score) {
  STAYSAIL_CHECK(check({outcome, treated, score}));
  UpliftCurve curve;
  curve.points_.emplace_back();
  Depth depth;
  const std::vector<std::size_t> order = highest_score_first(score);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double value = outcome[order[i]];
    curve.binary_ = curve.binary_ && (value == 0 || value == 1);
    depth.add(value, treated[order[i]] != 0);
    if (i + 1 == order.size() || score[order[i + 1]] != score[order[i]]) curve.points_.push_back(depth.point());
  }
  if (curve.total().treated == 0 || curve.total().untreated() == 0) return empty_arm();
  return curve;
}

UpliftPoint UpliftCurve::at_rows(double rows) const {
  return reached(points_, rows, [](const UpliftPoint& point) { return point.rows; });
}

UpliftPoint UpliftCurve::at_treated(double treated) const {
  return reached(points_, treated, [](const UpliftPoint& point) { return point.treated; });
}

UpliftPoint UpliftCurve::at_untreated(double untreated) const {
  return reached(points_, untreated, [](const UpliftPoint& point) { return point.untreated(); });
}

Result<double> uplift_at(const UpliftCurve& curve, double share, UpliftStrategy strategy) {
  if (!(share > 0 && share <= 1))
    return Error(Errc::invalid_argument,
                 "a share of the rows lies above 0 and up to 1, for instance 0.3; given: " + std::to_string(share));
  if (strategy == UpliftStrategy::overall) {
    const UpliftPoint top = curve.at_rows(std::floor(share * curve.total().rows));
    if (!(top.treated > 0 && top.untreated() > 0)) return empty_arm();
    return uplift_within(top);
  }
  const double treated = std::floor(share * curve.total().treated);
  const double untreated = std::floor(share * curve.total().untreated());
  if (treated == 0 || untreated == 0) return empty_arm();
  return curve.at_treated(treated).treated_outcome / treated -
         curve.at_untreated(untreated).untreated_outcome / untreated;
}

Result<double> weighted_average_uplift(const UpliftCurve& curve, std::size_t bins) {
  const auto rows = static_cast<std::size_t>(curve.total().rows);
  if (bins == 0 || bins > rows)
    return Error(Errc::invalid_argument,
                 "there are 1 to " + std::to_string(rows) + " bins, for instance 10; given: " + std::to_string(bins));
  double weighted = 0;
  double end = 0;
  UpliftPoint before;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    end += static_cast<double>(rows / bins + (bin < rows % bins ? 1 : 0));
    const UpliftPoint after = curve.at_rows(end);
    const UpliftPoint within{after.rows - before.rows, after.treated - before.treated,
                             after.treated_outcome - before.treated_outcome,
                             after.untreated_outcome - before.untreated_outcome};
    if (!(within.treated > 0 && within.untreated() > 0)) return empty_arm();
    weighted += uplift_within(within) * within.treated;
    before = after;
  }
  return weighted / curve.total().treated;
}

}  // namespace staysail::statistics
