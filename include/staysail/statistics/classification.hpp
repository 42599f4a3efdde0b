// How well log-odds tell events from others, and whether they mean what they say.
//
// Pure functions; any thread; the same bits for any order of rows.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct Classification {
  double roc_auc = 0;  // probability that an event ranks above another row; ties count half
  double pr_auc = 0;   // average precision
  double log_loss = 0;
  double brier = 0;
  double ks = 0;                 // greatest distance of the two distributions (Kolmogorov-Smirnov)
  double lift = 0;               // share of events among the highest `capacity` of rows, over their share of all
  double calibration_error = 0;  // mean distance of probability and frequency over ten bands of equal counts
};

// `log_odds` and `target` (0 or 1): one each a row; `capacity` in (0, 1]. Where rows tie at the capacity's edge they
// count in part. `degenerate_input` unless both outcomes occur.
Result<Classification> classification(std::span<const double> log_odds, std::span<const std::uint8_t> target,
                                      double capacity = 0.1);

}  // namespace staysail::statistics
