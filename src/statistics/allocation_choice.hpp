// How one unit of an allocation chooses at prices.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "staysail/statistics/allocation.hpp"

namespace staysail::statistics {

inline constexpr std::uint64_t kNoEntry = std::numeric_limits<std::uint64_t>::max();

// What an entry is worth beyond the prices of what it takes; above zero for an entry that may be chosen.
struct PricedEntry {
  std::int64_t surplus = 0;
  std::uint64_t entry = kNoEntry;
};

// The entries of one unit or of all, with what each item costs at the prices.
class PricedEntries {
 public:
  PricedEntries(std::span<const AllocationItem> items, std::span<const std::uint32_t> item,
                std::span<const std::int64_t> value, std::span<const std::uint32_t> own)
      : items_(items), item_(item), value_(value), own_(own), cost_(items.size(), 0) {}

  // The prices must stay where they are as long as surpluses are asked for.
  void set_prices(const ResourcePrices& prices);

  std::int64_t surplus(std::uint64_t entry) const {
    const std::int64_t paid = cost_[item_[entry]] + (own_.empty() ? 0 : (*prices_)[own_[entry]]);
    return (std::max<std::int64_t>(value_[entry], 0) << bits_) - paid;
  }
  // The best of some entries; none where no surplus is above zero. Without a branch on what is better: that cannot be
  // foretold.
  PricedEntry best_of(std::uint64_t first, std::uint64_t last) const {
    PricedEntry best;
    for (std::uint64_t entry = first; entry < last; ++entry) {
      const std::int64_t one = surplus(entry);
      const bool better = one > best.surplus;
      best.surplus = better ? one : best.surplus;
      best.entry = better ? entry : best.entry;
    }
    return best;
  }
  std::uint32_t item(std::uint64_t entry) const { return item_[entry]; }
  std::uint32_t group(std::uint64_t entry) const { return items_[item_[entry]].group; }

 private:
  std::span<const AllocationItem> items_;
  std::span<const std::uint32_t> item_;
  std::span<const std::int64_t> value_;
  std::span<const std::uint32_t> own_;
  std::vector<std::int64_t> cost_;
  const std::vector<std::int64_t>* prices_ = nullptr;
  int bits_ = 0;
};

// The best entries of one unit so far, the best first, one of a group unless groups do not count; kept between units to
// save their memory.
class BestEntries {
 public:
  void reset(std::size_t most, bool grouped = true) {
    most_ = most;
    grouped_ = grouped;
    best_.clear();
  }
  void offer(const PricedEntries& priced, const PricedEntry& one) {
    if (best_.size() == most_ && one.surplus <= best_.back().surplus) return;
    const std::uint32_t group = priced.group(one.entry);
    const auto same = std::find_if(best_.begin(), best_.end(), [&](const PricedEntry& other) {
      return grouped_ && priced.group(other.entry) == group;
    });
    if (same != best_.end() && same->surplus >= one.surplus) return;
    if (same != best_.end()) best_.erase(same);
    else if (best_.size() == most_) best_.pop_back();
    const auto place =
        std::find_if(best_.begin(), best_.end(), [&](const PricedEntry& other) { return other.surplus < one.surplus; });
    best_.insert(place, one);
  }
  std::span<const PricedEntry> all() const { return best_; }

 private:
  std::size_t most_ = 1;
  bool grouped_ = true;
  std::vector<PricedEntry> best_;
};

}  // namespace staysail::statistics
