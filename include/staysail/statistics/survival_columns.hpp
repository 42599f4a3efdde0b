// What models of survival are fitted to: columns of equal length that the caller owns; a fit copies what it needs.
//
// Every fit refuses with `invalid_argument` unequal lengths, no covariate, a number that is not finite, a duration
// below 0 or not after its start, with the row (from 1), and with `degenerate_input` columns without an event or with a
// covariate that is the same in every row.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace staysail::statistics {

struct SurvivalColumns {
  std::vector<std::string> names;                   // of the covariates
  std::vector<std::span<const double>> covariates;  // a column each
  std::span<const double> duration;                 // until the event, or until last seen
  std::span<const std::uint8_t> event;              // 1: the event came
  std::span<const double> start;                    // since when the row is at risk; empty: from the beginning
  std::span<const std::uint32_t> stratum;           // rows are compared within one; empty: all are in one
};

}  // namespace staysail::statistics
