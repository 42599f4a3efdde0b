// How likely each of several competing events has come by a time, when units are cut off (Aalen and Johansen 1978): the
// cumulative incidence of a cause, which the others make smaller; 1 - Kaplan-Meier of the cause alone would overstate
// it.
//
// Immutable; any thread; the same bits everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

class AalenJohansen {
 public:
  struct Step {
    double time = 0;
    double survival = 1;                 // without any event
    std::vector<double> incidence;       // by cause, from 0
    std::vector<double> standard_error;  // of the same, by the delta method (Marubini and Valsecchi 1995)
  };

  // `causes[i]`: 0 where row i was cut off, else the number of its cause, 1 .. 1000; there are as many causes as the
  // largest number says. `invalid_argument` for unequal lengths, a duration that is negative or not finite, or a cause
  // above 1000, with the row (from 1); `degenerate_input` without a unit or without any event.
  static Result<AalenJohansen> of(std::span<const double> durations, std::span<const std::uint32_t> causes);

  // At each distinct time, ascending.
  const std::vector<Step>& steps() const { return steps_; }
  std::size_t causes() const { return steps_.front().incidence.size(); }
  // Incidence of `cause` (from 1) by `time`; 0 before the first. Precondition: 1 <= cause <= causes().
  double incidence(std::size_t cause, double time) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace staysail::statistics
