// ChurnQuality: how good the probabilities of a model are, and how sure that is, on rows whose outcome is known.
#pragma once

#include <span>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/classification.hpp"
#include "staysail/statistics/gains.hpp"
#include "staysail/statistics/quality_intervals.hpp"
#include "staysail/statistics/reliability.hpp"

namespace staysail {

struct ChurnQuality {
  std::uint64_t rows = 0;
  std::uint64_t events = 0;
  statistics::Classification figures;
  statistics::QualityIntervals intervals;  // 95 %
  statistics::Reliability reliability;     // of ten bands
  std::vector<statistics::Gain> gains;     // of 1, 2, 5, 10, 20, 30 and 50 % of the rows

  // `log_odds` and `outcomes` (0 or 1): one each a row. Pure; the same bits for any order of rows. `degenerate_input`
  // unless both outcomes occur.
  static Result<ChurnQuality> of(std::span<const double> log_odds, std::span<const std::uint8_t> outcomes);
};

}  // namespace staysail
