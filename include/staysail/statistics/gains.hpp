// Gains: what a team that can see only so many customers catches when it starts with the likeliest to leave.
//
// Pure functions; any thread; the same bits for any order of rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct Gain {
  std::uint64_t rows = 0;  // seen
  double events = 0;       // among them; rows that tie at the edge count in part
  double captured = 0;     // share of all events
  double lift = 0;         // share of events among those seen, over their share of all
};

// One for each of `capacities`, numbers of rows; more than there are is all of them. `log_odds` and `target` (0 or 1):
// one each a row. `degenerate_input` without an event, `invalid_argument` for a capacity of no row.
Result<std::vector<Gain>> gains(std::span<const double> log_odds, std::span<const std::uint8_t> target,
                                std::span<const std::uint64_t> capacities);

}  // namespace staysail::statistics
