#include "staysail/statistics/stability_index.hpp"

#include <numeric>
#include <string>

#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {

Result<StabilityIndex> stability_index(std::span<const std::uint64_t> expected, std::span<const std::uint64_t> found) {
  if (expected.size() != found.size())
    return Error(Errc::invalid_argument, "both sides have the same bands: " + std::to_string(expected.size()) +
                                             " and " + std::to_string(found.size()));
  const auto rows = [](std::span<const std::uint64_t> counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  };
  const double before = rows(expected), after = rows(found);
  if (before == 0 || after == 0) return Error(Errc::degenerate_input, "a side without rows has no distribution");
  double bands = 0;
  for (std::size_t i = 0; i < found.size(); ++i) bands += expected[i] + found[i] > 0 ? 1 : 0;
  StabilityIndex index;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (expected[i] + found[i] == 0) continue;
    const double was = (static_cast<double>(expected[i]) + 0.5) / (before + bands / 2);
    const double is = (static_cast<double>(found[i]) + 0.5) / (after + bands / 2);
    index.value += (is - was) * (natural_log(is) - natural_log(was));
  }
  index.noise_floor = (bands - 1) * (1 / before + 1 / after);
  return index;
}

}  // namespace staysail::statistics
