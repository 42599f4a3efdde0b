#include "warning/bin_finder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace staysail {
namespace {

constexpr std::size_t kMostPlaces = 4096;  // stay near the processor
constexpr std::size_t kMostInside = 6;     // beyond, halving is shorter
constexpr unsigned kFinest = 42, kCoarsest = 52;

// Written out here, so that it is part of the loop below.
inline std::int64_t key_of(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

// Without a branch.
std::uint8_t halved(double value, std::span<const double> cuts) {
  std::size_t below = 0, count = cuts.size();
  while (count > 0) {
    const std::size_t half = (count + 1) / 2;
    below += half & -static_cast<std::size_t>(value >= cuts[below + half - 1]);
    count -= half;
  }
  return static_cast<std::uint8_t>(below);
}

}  // namespace

std::int64_t order_key(double value) noexcept { return key_of(value); }

BinFinder::BinFinder(std::span<const double> cuts) : cuts_(cuts), padded_(cuts.begin(), cuts.end()) {
  padded_.resize(cuts.size() + kMostInside, std::numeric_limits<double>::quiet_NaN());
  inside_ = kMostInside + 1;
  if (cuts.empty()) return;
  try_stretches();
  if (inside_ > 1) try_proportions();
}

void BinFinder::try_stretches() {
  low_ = cuts_.front();
  last_ = static_cast<double>(kMostPlaces - 1);
  scale_ = last_ / (cuts_.back() - low_);
  if (!std::isfinite(low_) || !std::isfinite(cuts_.back()) || !std::isfinite(scale_) || !(scale_ > 0)) return;
  std::vector<std::size_t> places;
  for (const double cut : cuts_) places.push_back(stretch_of(cut));
  keep(Way::stretches, places, kMostPlaces);
}

// The finest that are few enough.
void BinFinder::try_proportions() {
  for (shift_ = kFinest; shift_ <= kCoarsest; ++shift_) {
    first_key_ = key_of(cuts_.front()) >> shift_;
    last_key_ = key_of(cuts_.back()) >> shift_;
    if (last_key_ - first_key_ < static_cast<std::int64_t>(kMostPlaces)) break;
  }
  if (shift_ > kCoarsest) return;
  std::vector<std::size_t> places;
  for (const double cut : cuts_) places.push_back(proportion_of(cut));
  keep(Way::proportions, places, static_cast<std::size_t>(last_key_ - first_key_) + 1);
}

// If it parts the cuts better than what was found before.
void BinFinder::keep(Way way, std::span<const std::size_t> places, std::size_t count) {
  std::vector<std::uint8_t> inside(count), below(count);
  for (const std::size_t place : places) ++inside[place];
  const std::size_t most = *std::max_element(inside.begin(), inside.end());
  if (most >= inside_) return;
  for (std::size_t i = 1; i < count; ++i) below[i] = static_cast<std::uint8_t>(below[i - 1] + inside[i - 1]);
  way_ = way;
  inside_ = most;
  below_ = std::move(below);
}

// Never falls as the value rises; 0 for NaN.
std::size_t BinFinder::stretch_of(double value) const {
  return static_cast<std::size_t>(std::min(std::max(0.0, (value - low_) * scale_), last_));
}

std::size_t BinFinder::proportion_of(double value) const {
  return static_cast<std::size_t>(std::clamp(key_of(value) >> shift_, first_key_, last_key_) - first_key_);
}

template <class Place>
void BinFinder::look_up(std::span<const double> values, std::uint8_t* codes, const Place& place) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    std::size_t code = below_[place(value)];
    for (std::size_t step = 0; step < inside_; ++step) code += value >= padded_[code] ? 1 : 0;
    codes[i] = value == value ? static_cast<std::uint8_t>(1 + code) : std::uint8_t{0};
  }
}

void BinFinder::find(std::span<const double> values, std::uint8_t* codes) const {
  switch (way_) {
    case Way::stretches: return look_up(values, codes, [this](double value) { return stretch_of(value); });
    case Way::proportions: return look_up(values, codes, [this](double value) { return proportion_of(value); });
    case Way::halves: break;
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    codes[i] = values[i] == values[i] ? static_cast<std::uint8_t>(1 + halved(values[i], cuts_)) : std::uint8_t{0};
}

}  // namespace staysail
