#include "warning/bin_finder.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace staysail {
namespace {

constexpr std::size_t kMostPlaces = 8192;  // stay near the processor
constexpr std::size_t kMostInside = 4;     // beyond, halving is shorter
constexpr unsigned kFinest = 42, kCoarsest = 52;

// Written out here, so that it is part of the loop below.
inline std::int64_t key_of(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

std::uint8_t halved(double value, std::span<const double> cuts) {
  const double* first = cuts.data();
  std::size_t count = cuts.size();
  while (count > 0) {
    const std::size_t half = (count + 1) / 2;
    first += value >= first[half - 1] ? half : 0;
    count -= half;
  }
  return static_cast<std::uint8_t>(first - cuts.data());
}

}  // namespace

std::int64_t order_key(double value) noexcept { return key_of(value); }

BinFinder::BinFinder(std::span<const double> cuts) : cuts_(cuts), padded_(cuts.begin(), cuts.end()) {
  padded_.resize(cuts.size() + kMostInside, std::numeric_limits<double>::quiet_NaN());
  if (cuts.empty()) return;
  // The finest neighbourhoods that are few enough.
  for (unsigned shift = kFinest; shift <= kCoarsest; ++shift)
    if (fill(shift)) return;
}

// False when there are too many neighbourhoods.
bool BinFinder::fill(unsigned shift) {
  const std::int64_t first = key_of(cuts_.front()) >> shift, last = key_of(cuts_.back()) >> shift;
  const auto places = static_cast<std::size_t>(last - first) + 1;
  if (places > kMostPlaces) return false;
  first_ = first;
  shift_ = shift;
  std::vector<std::uint8_t> counts(places), below(places);
  for (const double cut : cuts_) ++counts[static_cast<std::size_t>((key_of(cut) >> shift) - first)];
  for (std::size_t i = 1; i < places; ++i) below[i] = static_cast<std::uint8_t>(below[i - 1] + counts[i - 1]);
  inside_ = *std::max_element(counts.begin(), counts.end());
  if (inside_ <= kMostInside) below_ = std::move(below);
  return true;
}

std::size_t BinFinder::place_of(double value) const {
  const std::int64_t place = (key_of(value) >> shift_) - first_;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(place, 0, static_cast<std::int64_t>(below_.size()) - 1));
}

void BinFinder::find(std::span<const double> values, std::uint8_t* codes) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    std::size_t code = 0;
    if (below_.empty()) {
      code = halved(value, cuts_);
    } else {
      code = below_[place_of(value)];
      for (std::size_t step = 0; step < inside_; ++step) code += value >= padded_[code] ? 1 : 0;
    }
    codes[i] = value == value ? static_cast<std::uint8_t>(1 + code) : std::uint8_t{0};
  }
}

}  // namespace staysail
