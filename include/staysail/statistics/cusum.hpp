// Cusum: the tabular cumulative-sum chart, which finds small lasting shifts of a level.
//
// With z = (x - target) / deviation, C+ = max(0, C+ + z - k) and C- = max(0, C- - z - k), both from 0; the chart
// signals when either exceeds h. (Page 1954; Montgomery, Introduction to Statistical Quality Control, chapter 9.) k is
// half the shift that is to be found, h the decision interval, both in standard deviations. The state is owned by one
// thread; the functions are pure. An order of observations is meant: it is time.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct CusumDesign {
  double k = 0.5;
  double h = 5;
  double target = 0;     // level in the unit of the observations
  double deviation = 1;  // their standard deviation around it

  // `invalid_argument` unless k >= 0, h > 0, deviation > 0 and all are finite.
  Status validate() const;
};

// The state of one chart. Precondition: the design is valid.
class Cusum {
 public:
  explicit Cusum(const CusumDesign& design) : design_(design) {}

  // True when this observation signals. Precondition: `observation` is finite.
  bool add(double observation);
  double upper() const { return upper_; }
  double lower() const { return lower_; }

 private:
  CusumDesign design_;
  double upper_ = 0;
  double lower_ = 0;
};

struct CusumChart {
  std::vector<double> upper;  // C+ after each observation
  std::vector<double> lower;  // C-
  // The number of the first observation that signals, counted from 1: the run length.
  std::optional<std::size_t> signal;
};

// The chart of a whole series; it goes on after a signal. `invalid_argument` for an invalid design or an observation
// that is not finite.
Result<CusumChart> cusum(std::span<const double> series, const CusumDesign& design);

// Mean number of observations until a two-sided chart signals (average run length) when independent normal
// observations lie `shift` standard deviations off the target: 1/ARL = 1/ARL+ + 1/ARL-, each from Page's integral
// equation. `invalid_argument` unless k >= 0, 0 < h <= 100 and |shift| <= 100.
Result<double> cusum_run_length(double k, double h, double shift);

// The decision interval h <= 100 whose run length on the target is `run_length` > 1, to 9 digits. `invalid_argument`
// when there is none.
Result<double> cusum_decision_interval(double k, double run_length);

}  // namespace staysail::statistics
