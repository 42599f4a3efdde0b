#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "staysail/statistics/uplift_curve.hpp"

namespace staysail::statistics {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// A quantity along the curve; NaN where it is undefined.
struct Line {
  std::vector<double> depths;
  std::vector<double> values;
};

// `missing` is what an arm without a row has for a mean.
double mean_or(double sum, double count, double missing) { return count == 0 ? missing : sum / count; }

double qini_gain(const UpliftPoint& point, double missing) {
  if (point.rows == 0) return 0;
  return point.treated_outcome - point.treated * mean_or(point.untreated_outcome, point.untreated(), missing);
}

double lift(const UpliftPoint& point, double missing) {
  if (point.rows == 0) return 0;
  return mean_or(point.treated_outcome, point.treated, missing) -
         mean_or(point.untreated_outcome, point.untreated(), missing);
}

double cumulative_gain(const UpliftPoint& point, double missing) { return lift(point, missing) * point.rows; }

using Quantity = double (*)(const UpliftPoint&, double missing);

Line line_of(std::span<const UpliftPoint> points, Quantity quantity, double missing) {
  Line line;
  for (const UpliftPoint& point : points) {
    line.depths.push_back(point.rows);
    line.values.push_back(quantity(point, missing));
  }
  return line;
}

// Straight between the neighbours that are defined; the first point always is, and so is the last.
Line undefined_interpolated(Line line) {
  std::size_t known = 0;
  for (std::size_t i = 1; i < line.values.size(); ++i) {
    if (std::isnan(line.values[i])) continue;
    const double slope = (line.values[i] - line.values[known]) / (line.depths[i] - line.depths[known]);
    for (std::size_t gap = known + 1; gap < i; ++gap)
      line.values[gap] = line.values[known] + slope * (line.depths[gap] - line.depths[known]);
    known = i;
  }
  return line;
}

double area_under(const Line& line) {
  double area = 0;
  for (std::size_t i = 1; i < line.values.size(); ++i)
    area += (line.values[i] + line.values[i - 1]) / 2 * (line.depths[i] - line.depths[i - 1]);
  return area;
}

// Area between the line and the straight one to its end.
double area_over_chance(const Line& line) { return area_under(line) - line.values.back() * line.depths.back() / 2; }

// Mean over the depths 0, 1, 2, ..., N of the line, which is straight between its points.
double mean_over_depths(const Line& line) {
  double sum = 0;
  for (std::size_t i = 1; i < line.values.size(); ++i) {
    const double steps = line.depths[i] - line.depths[i - 1];
    sum += steps * line.values[i - 1] + (line.values[i] - line.values[i - 1]) * (steps + 1) / 2;
  }
  return sum / (line.depths.back() + 1);
}

// What the four kinds of rows of a binary outcome come to, best order first.
using Kinds = std::vector<UpliftPoint>;

std::vector<UpliftPoint> summed(const Kinds& kinds) {
  std::vector<UpliftPoint> points(1);
  for (const UpliftPoint& kind : kinds)
    if (kind.rows > 0) {
      const UpliftPoint& last = points.back();
      points.push_back({last.rows + kind.rows, last.treated + kind.treated, last.treated_outcome + kind.treated_outcome,
                        last.untreated_outcome + kind.untreated_outcome});
    }
  return points;
}

// The order that scikit-uplift calls perfect: treated successes, all that nothing can be said of, untreated successes.
std::vector<UpliftPoint> perfect_for_qini(const UpliftPoint& total) {
  const double yt = total.treated_outcome, yc = total.untreated_outcome;
  const double nt = total.treated, nc = total.untreated();
  return summed({{yt, yt, yt, 0}, {nt - yt + nc - yc, nt - yt, 0, 0}, {yc, 0, 0, yc}});
}

// Likewise for the cumulative gain: treated successes, untreated failures, then the larger of the other two last.
std::vector<UpliftPoint> perfect_for_gain(const UpliftPoint& total) {
  const double yt = total.treated_outcome, yc = total.untreated_outcome;
  const double nt = total.treated, nc = total.untreated();
  const UpliftPoint untreated_success{yc, 0, 0, yc};
  const UpliftPoint treated_failure{nt - yt, nt - yt, 0, 0};
  const bool more_successes = yc > nt - yt;
  return summed({{yt, yt, yt, 0},
                 {nc - yc, 0, 0, 0},
                 more_successes ? untreated_success : treated_failure,
                 more_successes ? treated_failure : untreated_success});
}

double over_square(const UpliftCurve& curve, double area) { return area / curve.total().rows / curve.total().rows; }

Result<double> quotient(double value, double whole) {
  if (whole != 0) return value / whole;
  return Error(Errc::degenerate_input,
               "this definition divides by a gain that is 0 here; take area_n2, or causalml without normalising");
}

Result<double> over_perfect(const UpliftCurve& curve, Quantity quantity, const std::vector<UpliftPoint>& perfect) {
  if (!curve.binary())
    return Error(Errc::invalid_argument,
                 "scikit-uplift's perfect order is defined for outcomes of 0 and 1; take area_n2 or causalml");
  return quotient(area_over_chance(line_of(curve.points(), quantity, 0)),
                  area_over_chance(line_of(perfect, quantity, 0)));
}

// causalml interpolates the lift, then multiplies by the depth.
Line interpolated_gain(const UpliftCurve& curve) {
  Line line = undefined_interpolated(line_of(curve.points(), lift, kUndefined));
  for (std::size_t i = 0; i < line.values.size(); ++i) line.values[i] *= line.depths[i];
  return line;
}

Result<double> mean_of(const Line& line, double chance, bool normalised) {
  const double mean = mean_over_depths(line) - chance;
  return normalised ? quotient(mean, std::fabs(line.values.back())) : Result<double>(mean);
}

}  // namespace

Result<double> qini(const UpliftCurve& curve, UpliftDefinition definition, bool normalised) {
  if (definition == UpliftDefinition::scikit_uplift)
    return over_perfect(curve, qini_gain, perfect_for_qini(curve.total()));
  if (definition == UpliftDefinition::area_n2)
    return over_square(curve, area_over_chance(line_of(curve.points(), qini_gain, 0)));
  const Line line = undefined_interpolated(line_of(curve.points(), qini_gain, kUndefined));
  return mean_of(line, line.values.back() / 2, normalised);
}

Result<double> auuc(const UpliftCurve& curve, UpliftDefinition definition, bool normalised) {
  if (definition == UpliftDefinition::scikit_uplift)
    return over_perfect(curve, cumulative_gain, perfect_for_gain(curve.total()));
  if (definition == UpliftDefinition::area_n2)
    return over_square(curve, area_under(line_of(curve.points(), cumulative_gain, 0)));
  return mean_of(interpolated_gain(curve), 0, normalised);
}

}  // namespace staysail::statistics
