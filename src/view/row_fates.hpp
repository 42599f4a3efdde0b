// What became of each record of one file: the stronger fate of its parts counts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "staysail/view/conflicts.hpp"
#include "staysail/view/intake.hpp"

namespace staysail::view {

enum class RowFate : std::uint8_t { duplicate, orphan, accepted };

class RowFates {
 public:
  void grow(std::size_t rows) { fates_.resize(fates_.size() + rows, RowFate::duplicate); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(fates_.size()); }
  void mark(std::uint32_t row, RowFate fate) { fates_[row] = std::max(fates_[row], fate); }
  RowFate at(std::uint32_t row) const { return fates_[row]; }
  // Reading the record showed a conflict; its place is still to be filled in.
  void contradict(std::uint32_t row, Conflict conflict) { conflicts_.emplace_back(row, std::move(conflict)); }
  std::vector<std::pair<std::uint32_t, Conflict>> take_conflicts() { return std::exchange(conflicts_, {}); }

  RowCounts counts(std::uint64_t rejects) const {
    RowCounts counts;
    counts.read = fates_.size() + rejects;
    counts.accepted = static_cast<std::uint64_t>(std::count(fates_.begin(), fates_.end(), RowFate::accepted));
    counts.duplicate = static_cast<std::uint64_t>(std::count(fates_.begin(), fates_.end(), RowFate::duplicate));
    counts.quarantined = counts.read - counts.accepted - counts.duplicate;
    return counts;
  }

 private:
  std::vector<RowFate> fates_;
  std::vector<std::pair<std::uint32_t, Conflict>> conflicts_;
};

}  // namespace staysail::view
