// How good predictions of how long units last are, on units whose duration is known or was cut off (right-censored).
//
// Pure; any thread; the same bits for any order of rows. Columns of equal length: `duration` 0 or more and finite, of
// which `event` is 1 where the event ended it. Errors: `invalid_argument` for unequal lengths, a duration that is none
// or a number that is not finite, with the row (from 1).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// Of all pairs of which it is known who had the event first, the share in which that one had the higher risk, ties
// counted half (Harrell and others 1982). Nothing without such a pair.
Result<std::optional<double>> concordance(std::span<const double> duration, std::span<const std::uint8_t> event,
                                          std::span<const double> risk);

// The mean squared distance at `time` between the predicted probability of lasting beyond it and what came, each unit
// weighted by the inverse probability of not being cut off before it tells (Graf and others 1999); units cut off
// earlier tell nothing themselves. Nothing where everybody was cut off by `time`. `invalid_argument` also for a
// probability outside 0 .. 1.
Result<std::optional<double>> brier_score(std::span<const double> duration, std::span<const std::uint8_t> event,
                                          std::span<const double> survival, double time);

}  // namespace staysail::statistics
