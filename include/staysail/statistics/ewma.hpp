// Ewma: the chart of an exponentially weighted moving average, z <- lambda x + (1 - lambda) z from the target.
//
// The limits lie `limit` standard deviations of z off the target; after i observations that is
//     limit * deviation * sqrt(lambda / (2 - lambda) * (1 - (1 - lambda)^(2 i))),
// which widens quickly to its value for large i. (Roberts 1959; Montgomery, chapter 9.)
// The state is owned by one thread; the functions are pure. An order of observations is meant: it is time.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct EwmaDesign {
  double lambda = 0.1;   // weight of the newest observation, in (0, 1]
  double limit = 2.7;    // L
  double target = 0;     // level in the unit of the observations
  double deviation = 1;  // their standard deviation around it

  // `invalid_argument` unless 0 < lambda <= 1, limit > 0, deviation > 0 and all are finite.
  Status validate() const;
};

// The state of one chart. Precondition: the design is valid.
class Ewma {
 public:
  explicit Ewma(const EwmaDesign& design) : design_(design), average_(design.target) {}

  // True when this observation signals. Precondition: `observation` is finite.
  bool add(double observation);
  double average() const { return average_; }
  double lower_limit() const { return design_.target - half_width(); }
  double upper_limit() const { return design_.target + half_width(); }

 private:
  double half_width() const;

  EwmaDesign design_;
  double average_;
  double forgotten_ = 1;  // (1 - lambda)^(2 i)
};

struct EwmaChart {
  std::vector<double> average;
  std::vector<double> lower_limit;
  std::vector<double> upper_limit;
  // The number of the first observation whose average lies outside, counted from 1: the run length.
  std::optional<std::size_t> signal;
};

// The chart of a whole series; it goes on after a signal. `invalid_argument` for an invalid design or an observation
// that is not finite.
Result<EwmaChart> ewma(std::span<const double> series, const EwmaDesign& design);

// Mean number of observations until a signal (average run length) with the limits of large i, when independent normal
// observations lie `shift` standard deviations off the target, from the integral equation of Crowder (1987).
// `invalid_argument` unless 0 < lambda <= 1, limit > 0, |shift| <= 100 and limit / sqrt(lambda (2 - lambda)) <= 100,
// which keeps the equation small.
Result<double> ewma_run_length(double lambda, double limit, double shift);

// The limit whose run length on the target is `run_length` > 1, to 9 digits. `invalid_argument` when there is none.
Result<double> ewma_limit(double lambda, double run_length);

}  // namespace staysail::statistics
