// Two arms of Hillstrom's e-mail test (64,000 customers, 2008): one of the e-mails against none. Read from the shared
// data, which is not published with the project.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "main/shared_data.hpp"
#include "statistics/number_columns.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {

struct HillstromArms {
  std::vector<std::uint8_t> treated;
  std::vector<double> visit, conversion, spend, history;

  // Those of one arm.
  std::vector<double> arm(const std::vector<double>& outcome, std::uint8_t mark) const {
    std::vector<double> values;
    for (std::size_t row = 0; row < outcome.size(); ++row)
      if (treated[row] == mark) values.push_back(outcome[row]);
    return values;
  }
  Proportion rate(const std::vector<double>& outcome, std::uint8_t mark) const {
    Proportion rate;
    for (const double value : arm(outcome, mark)) rate.merge({value > 0 ? 1U : 0U, 1});
    return rate;
  }
};

// `email`: "Mens E-Mail" or "Womens E-Mail". Nothing, and the test case reported as skipped, without the data.
inline std::optional<HillstromArms> hillstrom_arms(const std::string& email) {
  const auto path = shared_data("data/uplift/hillstrom.csv");
  if (!path) return std::nullopt;
  const NumberColumns table(*path);
  const auto& segment = table.texts("segment");
  const auto visit = table.numbers("visit"), conversion = table.numbers("conversion");
  const auto spend = table.numbers("spend"), history = table.numbers("history");
  HillstromArms arms;
  for (std::size_t row = 0; row < segment.size(); ++row) {
    if (segment[row] != email && segment[row] != "No E-Mail") continue;
    arms.treated.push_back(segment[row] == email ? 1 : 0);
    arms.visit.push_back(visit[row]);
    arms.conversion.push_back(conversion[row]);
    arms.spend.push_back(spend[row]);
    arms.history.push_back(history[row]);
  }
  return arms;
}

}  // namespace staysail::statistics
