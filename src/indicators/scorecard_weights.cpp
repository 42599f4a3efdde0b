#include "scorecard_weights.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "scorecard_declaration.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::indicators {
namespace {

constexpr std::size_t kBands = 10;

std::int64_t within_bounds(std::int64_t value, std::int64_t whole) { return std::clamp<std::int64_t>(value, 0, whole); }

std::int64_t whole_of(const Column& input) { return static_cast<std::int64_t>(power_of_ten(input.field().scale)); }

double divergence_of(const Column& input) {
  const std::int64_t whole = whole_of(input);
  std::map<std::int64_t, std::int64_t> lines;
  for (std::size_t row = 0; row < input.size(); ++row)
    if (!input.is_null(row)) ++lines[within_bounds(input.numbers()[row], whole)];
  std::int64_t count = 0;
  double sum = 0;
  for (const auto& [value, times] : lines) {
    count += times;
    sum += static_cast<double>(value) * static_cast<double>(times);
  }
  if (lines.size() < 2) return 0;
  double entropy = 0;
  for (const auto& [value, times] : lines) {
    const double share = static_cast<double>(value) / sum;
    if (value != 0) entropy -= static_cast<double>(times) * share * std::log(share);
  }
  return std::max(0.0, 1 - entropy / std::log(static_cast<double>(count)));
}

using Bands = std::array<std::int64_t, kBands>;

double information_of(const Bands& with, const Bands& without) {
  double all_with = 0, all_without = 0, information = 0;
  for (std::size_t band = 0; band < kBands; ++band) {
    all_with += static_cast<double>(with[band]) + 0.5;
    all_without += static_cast<double>(without[band]) + 0.5;
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    const double g = (static_cast<double>(with[band]) + 0.5) / all_with;
    const double b = (static_cast<double>(without[band]) + 0.5) / all_without;
    information += (g - b) * std::log(g / b);
  }
  return information;
}

// 0 where lines of one kind alone have a value, or all lie in one band.
double information_of(const Column& input, const Column& label) {
  const std::int64_t whole = whole_of(input);
  Bands with{}, without{};
  for (std::size_t row = 0; row < input.size(); ++row) {
    if (input.is_null(row) || label.is_null(row)) continue;
    const auto value = within_bounds(input.numbers()[row], whole);
    const auto band = std::min(static_cast<std::size_t>(value * static_cast<std::int64_t>(kBands) / whole), kBands - 1);
    ++(label.booleans()[row] != 0 ? with : without)[band];
  }
  const auto lines_in = [](const Bands& bands, std::size_t band) { return bands[band] != 0; };
  std::size_t filled = 0, kinds = 0;
  for (const Bands* bands : {&with, &without})
    if (std::any_of(bands->begin(), bands->end(), [](std::int64_t lines) { return lines != 0; })) ++kinds;
  for (std::size_t band = 0; band < kBands; ++band)
    if (lines_in(with, band) || lines_in(without, band)) ++filled;
  return kinds < 2 || filled < 2 ? 0 : information_of(with, without);
}

}  // namespace

std::vector<std::int64_t> entropy_weights(const std::vector<const Column*>& inputs) {
  std::vector<double> divergences;
  for (const Column* input : inputs) divergences.push_back(divergence_of(*input));
  return whole_weights(divergences);
}

std::vector<std::int64_t> evidence_weights(const std::vector<const Column*>& inputs, const Column& label) {
  std::vector<double> values;
  for (const Column* input : inputs) values.push_back(information_of(*input, label));
  return whole_weights(values);
}

}  // namespace staysail::indicators
