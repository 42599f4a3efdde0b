// What the fits of repeat events begin with.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "statistics/log_scale.hpp"
#include "statistics/weight.hpp"
#include "staysail/statistics/estimates.hpp"
#include "staysail/statistics/repeat_histories.hpp"

namespace staysail::statistics {

struct RepeatStart {
  double time_per_event = 0;

  // `degenerate_input` without a unit or without a repeat event.
  static Result<RepeatStart> of(const RepeatHistories& histories) {
    double events = 0;
    double time = 0;
    for (const RepeatHistories::Row& row : histories.rows()) {
      events += weight_of(row.units) * row.events;
      time += weight_of(row.units) * histories.times()[row.observed];
    }
    if (!(time > 0)) return Error(Errc::degenerate_input, "a fit needs units; the table is empty");
    if (!(events > 0))
      return Error(Errc::degenerate_input, "no unit has a repeat event (every frequency is 0), so no rate can be told");
    return RepeatStart{time / events};
  }
};

// `degenerate_input` when the likelihood has no maximum inside the family.
inline Result<Estimates> repeat_estimates(const Maximum& maximum, std::span<const double> start) {
  if (inside(maximum, start)) return of_log_scale(maximum);
  return Error(
      Errc::degenerate_input,
      "the likelihood has no maximum: the units do not differ, or none seems to drop out; observe more units, or "
      "for longer");
}

// Parameters from elsewhere, with standard errors that are not known.
inline Result<Estimates> known_parameters(std::vector<double> parameters, const char* names, std::size_t count) {
  bool good = parameters.size() == count;
  for (const double each : parameters) good = good && each > 0 && std::isfinite(each);
  if (!good)
    return Error(Errc::invalid_argument,
                 std::string("the parameters of this law are positive and finite numbers: ") + names);
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  return Estimates{std::move(parameters), std::vector<double>(count, kUnknown), kUnknown};
}

}  // namespace staysail::statistics
