// How sure the figures of a classification are: 95 % intervals from as many rows as they were read off.
//
// ROC AUC by DeLong, DeLong and Clarke-Pearson (1988), PR AUC on the logit scale (Boyd, Eng and Page 2013), log-loss
// and Brier score by the spread of the rows, lift by the share of events among the rows taken (Wilson 1927). Pure
// functions; any thread; the same bits for any order of rows.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/classification.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail::statistics {

struct QualityIntervals {
  Interval roc_auc, pr_auc, log_loss, brier, lift;
};

// `quality`: classification() of the same rows and capacity. `degenerate_input` unless both outcomes occur.
Result<QualityIntervals> quality_intervals(const Classification& quality, std::span<const double> log_odds,
                                           std::span<const std::uint8_t> target, double capacity = 0.1);

}  // namespace staysail::statistics
