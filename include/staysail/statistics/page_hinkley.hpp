// PageHinkley: a test on a stream for a rise of its mean, without a target known beforehand.
//
// With the mean of everything seen so far, this observation included,
//     m <- m + (x - mean - delta),   PH = m - min(0, every m so far);
// a PH above a threshold is a rise. For a fall, negate the observations. (Page 1954; Hinkley 1971.)
// The state is owned by one thread. An order of observations is meant: it is time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

class PageHinkley {
 public:
  // `delta`: what a rise has to exceed at each step, in the unit of the observations; finite, not negative.
  explicit PageHinkley(double delta) : delta_(delta) {}

  // The statistic after this observation. Precondition: `observation` is finite.
  double add(double observation);

 private:
  double delta_;
  std::uint64_t count_ = 0;
  double sum_ = 0;
  double drift_ = 0;
  double lowest_ = 0;
};

struct PageHinkleyChart {
  std::vector<double> statistic;  // after each observation
  // The number of the first observation above the threshold, counted from 1; nothing without a threshold.
  std::optional<std::size_t> signal;
};

// `invalid_argument` for a delta below 0, a threshold that is not positive, or an observation that is not finite.
Result<PageHinkleyChart> page_hinkley(std::span<const double> series, double delta,
                                      std::optional<double> threshold = std::nullopt);

}  // namespace staysail::statistics
