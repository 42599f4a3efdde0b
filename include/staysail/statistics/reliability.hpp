// Reliability: whether probabilities come true, band by band, and how far off they would look by chance alone.
//
// Pure functions; any thread; the same bits for any order of rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail::statistics {

// Rows of neighbouring probabilities.
struct ReliabilityBand {
  std::uint64_t rows = 0;
  std::uint64_t events = 0;
  double predicted = 0;  // mean probability
  Interval frequency;    // of events, 95 % (Wilson 1927)
};

struct Reliability {
  std::vector<ReliabilityBand> bands;  // of equal counts, ascending
  double error = 0;                    // expected calibration error: mean distance of probability and frequency
  double noise_floor = 0;              // what the error would be on average if every probability were true
  double slope = 1;                    // of outcomes on log-odds (Cox 1958): below 1 means too sure of itself
  double intercept = 0;                // above 0 means that more leave than was said
};

// `log_odds` and `target` (0 or 1): one each a row. Slope and intercept stay 1 and 0 where no line can be fitted.
// `invalid_argument` for no bands or no rows.
Result<Reliability> reliability(std::span<const double> log_odds, std::span<const std::uint8_t> target,
                                std::size_t bands = 10);

}  // namespace staysail::statistics
