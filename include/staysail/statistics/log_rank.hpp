// Do groups have the event at the same pace? The log-rank test and its family: at each time the events of a group are
// compared with those to be expected if all were alike, weighted by S(time-)^rho of all together (rho 0: log-rank,
// Mantel 1966; rho 1: Peto and Peto 1972, early differences count more; Harrington and Fleming 1982).
//
// Pure; any thread; the same bits everywhere.
#pragma once

#include <span>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/risk_table.hpp"

namespace staysail::statistics {

struct LogRankTest {
  double chi_square = 0;
  double degrees = 0;
  double p_value = 1;
  // By group, weighted as the test is.
  std::vector<double> observed;
  std::vector<double> expected;
};

// `invalid_argument` for fewer than two groups or a rho that is negative or not finite; `degenerate_input` where no
// event lets groups be compared, or a group was never at risk when one came.
Result<LogRankTest> log_rank(std::span<const RiskTable> groups, double rho = 0);

}  // namespace staysail::statistics
