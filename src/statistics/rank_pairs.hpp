// Pairs of units told apart by their risk, counted by rank.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace staysail::statistics {

// The rank of each risk, from the lowest, equal ones alike; and how many there are.
struct Ranks {
  explicit Ranks(std::span<const double> risks) {
    std::vector<double> sorted(risks.begin(), risks.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    count = sorted.size();
    for (const double risk : risks)
      of.push_back(static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), risk) - sorted.begin()));
  }
  std::vector<std::size_t> of;
  std::size_t count = 0;
};

// How many units of each risk are in, by rank from the lowest (Fenwick 1994).
class RankCounts {
 public:
  explicit RankCounts(std::size_t ranks) : sums_(ranks + 1, 0) {}
  void add(std::size_t rank, std::int64_t change) {
    total_ += change;
    for (std::size_t i = rank + 1; i < sums_.size(); i += i & (~i + 1)) sums_[i] += change;
  }
  // Units of a rank below `rank`.
  std::int64_t below(std::size_t rank) const {
    std::int64_t sum = 0;
    for (std::size_t i = rank; i > 0; i -= i & (~i + 1)) sum += sums_[i];
    return sum;
  }
  std::int64_t total() const { return total_; }
  void clear() {
    sums_.assign(sums_.size(), 0);
    total_ = 0;
  }

 private:
  std::vector<std::int64_t> sums_;
  std::int64_t total_ = 0;
};

// Pairs of a unit that had the event with units that were still without it.
struct Pairs {
  std::int64_t right = 0, wrong = 0, tied = 0;
  void count(const RankCounts& later, std::size_t rank) {
    const std::int64_t below = later.below(rank);
    const std::int64_t up_to = later.below(rank + 1);
    right += below;
    tied += up_to - below;
    wrong += later.total() - up_to;
  }
  // The share of right ones, of ties a half; nothing without a pair.
  std::optional<double> concordance() const {
    const std::int64_t all = right + wrong + tied;
    if (all == 0) return std::nullopt;
    return (static_cast<double>(right) + static_cast<double>(tied) / 2) / static_cast<double>(all);
  }
};

}  // namespace staysail::statistics
