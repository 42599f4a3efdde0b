#include "staysail/statistics/multiplicity.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace staysail::statistics {
namespace {

// Positions of the p-values, smallest first.
Result<std::vector<std::size_t>> ascending(std::span<const double> p_values) {
  for (const double p : p_values)
    if (!(p >= 0 && p <= 1))
      return Error(Errc::invalid_argument, "a p-value lies between 0 and 1; given: " + std::to_string(p));
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  return order;
}

}  // namespace

Result<std::vector<double>> benjamini_hochberg(std::span<const double> p_values) {
  STAYSAIL_TRY(const auto order, ascending(p_values));
  std::vector<double> adjusted(p_values.size());
  const auto m = static_cast<double>(order.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    // The quotient first: it is at least 1, so that no rounding brings a p-value below itself.
    least = std::min(least, p_values[order[rank]] * (m / static_cast<double>(rank + 1)));
    adjusted[order[rank]] = least;
  }
  return adjusted;
}

Result<std::vector<double>> holm(std::span<const double> p_values) {
  STAYSAIL_TRY(const auto order, ascending(p_values));
  std::vector<double> adjusted(p_values.size());
  double most = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    most = std::max(most, std::min(1.0, static_cast<double>(order.size() - rank) * p_values[order[rank]]));
    adjusted[order[rank]] = most;
  }
  return adjusted;
}

}  // namespace staysail::statistics
