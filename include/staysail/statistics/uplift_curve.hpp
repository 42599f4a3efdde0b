// UpliftCurve: how much a treatment gains when those with the highest scores get it first, and the figures that the
// literature reads from it. Their definitions differ; each is named after whose it is.
//
// Rows are ordered by score, highest first. Rows of equal score are one step: within it every count grows evenly, as it
// does on average over all orders of those rows, so that the order of rows never matters. (scikit-uplift and causalml
// take equal scores in whatever order their sort leaves; where many are equal, their figures move by some 1e-6.)
// With, at a depth of i rows, nt treated and nc untreated of them and the sums of outcomes yt and yc:
//     Q(i) = yt - yc nt / nc   (Qini; Radcliffe 2007),   U(i) = (yt / nt - yc / nc) i   (cumulative gain).
// Immutable; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct UpliftPoint {
  double rows = 0;
  double treated = 0;
  double treated_outcome = 0;
  double untreated_outcome = 0;
  double untreated() const { return rows - treated; }
};

class UpliftCurve {
 public:
  // One value a row in each span; `treated` is 0 or 1, an outcome any number, most often 0 or 1. `invalid_argument` for
  // lengths that differ, other marks or values that are not finite; `degenerate_input` when an arm is empty.
  static Result<UpliftCurve> of(std::span<const double> outcome, std::span<const std::uint8_t> treated,
                                std::span<const double> score);

  // Sums over the first rows: at depth 0, then after each different score.
  std::span<const UpliftPoint> points() const { return points_; }
  const UpliftPoint& total() const { return points_.back(); }
  // Sums at any depth between 0 and all rows, within a step in proportion. The second: at that many rows of one arm.
  UpliftPoint at_rows(double rows) const;
  UpliftPoint at_treated(double treated) const;
  UpliftPoint at_untreated(double untreated) const;
  bool binary() const { return binary_; }  // every outcome is 0 or 1

 private:
  std::vector<UpliftPoint> points_;
  bool binary_ = true;
};

enum class UpliftDefinition : std::uint8_t {
  // qini: area between Q and the straight line to its end, over the square of the number of rows. auuc: area under U,
  // over the same. An arm without a row has the mean 0.
  area_n2,
  // qini_auc_score and uplift_auc_score of scikit-uplift: area between the curve and the straight line to its end, over
  // the same area of the perfect order. For outcomes of 0 and 1. An arm without a row has the mean 0.
  scikit_uplift,
  // qini_score and auuc_score of causalml: mean of Q over the depths 0, 1, ..., N less that of the straight line; mean
  // of U. Divided by the curve's last value unless `normalised` is off. Depths without a row of one arm
  // are interpolated.
  causalml,
};

// `normalised` speaks of causalml's definition alone. `degenerate_input` for a definition that divides by a gain of 0,
// `invalid_argument` for scikit_uplift with outcomes other than 0 and 1.
Result<double> qini(const UpliftCurve& curve, UpliftDefinition definition, bool normalised = true);
Result<double> auuc(const UpliftCurve& curve, UpliftDefinition definition, bool normalised = true);

enum class UpliftStrategy : std::uint8_t {
  overall,   // the first floor(share * rows) rows
  by_group,  // the first floor(share * treated) treated rows and floor(share * untreated) untreated ones
};

// Mean outcome of the treated less that of the untreated among the first rows (uplift_at_k of scikit-uplift; a share of
// 0.3 is its uplift@30). `invalid_argument` for a share outside (0, 1], `degenerate_input` when an arm is empty there.
Result<double> uplift_at(const UpliftCurve& curve, double share, UpliftStrategy strategy = UpliftStrategy::overall);

// Mean over `bins` bins of equal size of the uplift within, weighted by the treated (weighted_average_uplift of
// scikit-uplift). `invalid_argument` for no bins or more than rows, `degenerate_input` when a bin lacks an arm.
Result<double> weighted_average_uplift(const UpliftCurve& curve, std::size_t bins = 10);

}  // namespace staysail::statistics
