#include "statistics/packed_gradient.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

// One entry for each 1/256 of log-odds from -16 to 16: finer steps move a gradient by less than one part in a thousand.
constexpr int kShift = 12;  // scores have 20 bits of fraction
constexpr std::int32_t kHalf = 4096;
using Table = std::array<std::int64_t, 2 * kHalf>;

Table make_table() {
  Table table{};
  for (std::int32_t i = 0; i < 2 * kHalf; ++i) {
    const double odds = exponential((i - kHalf + 0.5) / 256);
    const double probability = odds / (1 + odds);
    const auto first = std::llround(std::ldexp(probability, kGradientBits));
    const auto second = std::llround(std::ldexp(probability * (1 - probability), kGradientBits));
    table[static_cast<std::size_t>(i)] = first * (std::int64_t{1} << 32) + std::max<std::int64_t>(1, second);
  }
  return table;
}

}  // namespace

void pack_gradients(std::span<const std::int32_t> scores, std::span<const std::uint8_t> target,
                    std::span<const std::uint8_t> trials, std::span<std::int64_t> packed) {
  static const Table table = make_table();
  const auto of_trial = [&](std::size_t i) {
    return table[static_cast<std::size_t>(std::clamp((scores[i] >> kShift) + kHalf, 0, 2 * kHalf - 1))];
  };
  const auto of_event = [&](std::size_t i) { return static_cast<std::int64_t>(target[i]) << (32 + kGradientBits); };
  if (trials.empty())
    for (std::size_t i = 0; i < scores.size(); ++i) packed[i] = of_trial(i) - of_event(i);
  else
    for (std::size_t i = 0; i < scores.size(); ++i) packed[i] = of_trial(i) * trials[i] - of_event(i);
}

}  // namespace staysail::statistics
