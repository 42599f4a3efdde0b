#include "staysail/statistics/gains.hpp"

#include <algorithm>
#include <string>

namespace staysail::statistics {
namespace {

// Rows of one score: how many rows and events come before it, and how many are its own.
struct Tie {
  std::uint64_t rows_before = 0, events_before = 0, rows = 0, events = 0;
};

std::vector<Tie> ties_of(std::span<const double> log_odds, std::span<const std::uint8_t> target) {
  std::vector<std::pair<double, std::uint8_t>> rows;
  for (std::size_t i = 0; i < log_odds.size(); ++i) rows.emplace_back(-log_odds[i], target[i]);
  std::sort(rows.begin(), rows.end());
  std::vector<Tie> ties;
  std::uint64_t events = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].first != rows[i - 1].first) ties.push_back({i, events, 0, 0});
    ++ties.back().rows;
    ties.back().events += rows[i].second;
    events += rows[i].second;
  }
  return ties;
}

// Events among the first so many rows.
double events_among(const std::vector<Tie>& ties, std::uint64_t rows) {
  const auto after = std::upper_bound(ties.begin(), ties.end(), rows,
                                      [](std::uint64_t count, const Tie& tie) { return count < tie.rows_before; });
  const Tie& last = *(after - 1);
  const auto taken = static_cast<double>(std::min(rows - last.rows_before, last.rows));
  return static_cast<double>(last.events_before) +
         taken * static_cast<double>(last.events) / static_cast<double>(last.rows);
}

}  // namespace

Result<std::vector<Gain>> gains(std::span<const double> log_odds, std::span<const std::uint8_t> target,
                                std::span<const std::uint64_t> capacities) {
  const auto events = static_cast<double>(std::count(target.begin(), target.end(), 1));
  if (events == 0) return Error(Errc::degenerate_input, "gains are told by rows of whom some left; none of these did");
  const std::vector<Tie> ties = ties_of(log_odds, target);
  std::vector<Gain> found;
  for (const std::uint64_t capacity : capacities) {
    if (capacity == 0) return Error(Errc::invalid_argument, "a team that sees nobody gains nothing: capacity 0");
    Gain gain{std::min<std::uint64_t>(capacity, target.size()), 0, 0, 0};
    gain.events = events_among(ties, gain.rows);
    gain.captured = gain.events / events;
    gain.lift = gain.captured * static_cast<double>(target.size()) / static_cast<double>(gain.rows);
    found.push_back(gain);
  }
  return found;
}

}  // namespace staysail::statistics
