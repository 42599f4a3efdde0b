// The one check that numbers from outside are numbers.
#pragma once

#include <cmath>
#include <span>
#include <string>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// `what` names the numbers, for instance "a series".
inline Status check_finite(std::span<const double> values, const char* what) {
  for (std::size_t row = 0; row < values.size(); ++row)
    if (!std::isfinite(values[row]))
      return Error(Errc::invalid_argument, std::string(what) +
                                               " holds finite numbers; leave out missing values first; see number " +
                                               std::to_string(row + 1));
  return ok();
}

// `invalid_argument` when two columns of the same rows differ in length.
inline Status check_lengths(std::size_t a, std::size_t b, const char* what) {
  if (a == b) return ok();
  return Error(Errc::invalid_argument, std::string(what) + " have one value a row each; given: " + std::to_string(a) +
                                           " and " + std::to_string(b));
}

}  // namespace staysail::statistics
