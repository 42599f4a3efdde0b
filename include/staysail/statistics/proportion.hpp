// Intervals for a proportion and for the difference of two, from exact counts.
//
// Wilson 1927 (score interval, no continuity correction); Newcombe 1998, "Interval estimation for the difference
// between independent proportions", method 10 (two Wilson intervals combined). Both behave at 0 %, 100 % and small
// counts, where the textbook interval does not. Pure functions; any thread; the same bits everywhere.
#pragma once

#include <cstdint>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail::statistics {

struct Proportion {
  std::uint64_t successes = 0;
  std::uint64_t trials = 0;

  // Precondition: trials > 0.
  double rate() const { return static_cast<double>(successes) / static_cast<double>(trials); }
  // Counts of disjoint groups add up.
  void merge(const Proportion& other) {
    successes += other.successes;
    trials += other.trials;
  }
  friend bool operator==(const Proportion&, const Proportion&) = default;
};

// `degenerate_input` without trials, `invalid_argument` for more successes than trials or a confidence outside (0, 1).
Result<Interval> wilson(const Proportion& proportion, double confidence = 0.95);

// Interval for a.rate() - b.rate(); errors as wilson().
Result<Interval> newcombe(const Proportion& a, const Proportion& b, double confidence = 0.95);

}  // namespace staysail::statistics
