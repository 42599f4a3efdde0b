// Scores beside what came of them, in one order whatever the order of the rows.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace staysail::statistics {

struct Judged {
  double log_odds = 0;
  std::uint8_t target = 0;
  friend auto operator<=>(const Judged&, const Judged&) = default;
};

// By score, then outcome. Precondition: as many targets as scores.
inline std::vector<Judged> ascending(std::span<const double> log_odds, std::span<const std::uint8_t> target) {
  std::vector<Judged> rows(log_odds.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {log_odds[i], target[i]};
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace staysail::statistics
