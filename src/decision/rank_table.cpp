#include "decision/rank_table.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace staysail::decision {
namespace {

std::uint64_t distance(std::int64_t low, std::int64_t high) {
  return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
}

}  // namespace

// The key below the first threshold stands for all below.
RankTable::RankTable(std::uint32_t base, std::vector<std::int64_t> thresholds)
    : base_(base), size_(static_cast<std::uint32_t>(thresholds.size())), thresholds_(std::move(thresholds)) {
  if (size_ == 0) return;
  low_ = thresholds_.front() - (thresholds_.front() > std::numeric_limits<std::int64_t>::min() ? 1 : 0);
  high_ = thresholds_.back();
  if (distance(low_, high_) < kDirectKeys) build_direct();
  else if (!build_buckets(kBuckets) && !build_buckets(kDirectKeys)) form_ = Form::search;
}

void RankTable::build_direct() {
  form_ = Form::direct;
  table_.resize(distance(low_, high_) + 1);
  std::size_t reached = 0;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    while (reached < size_ && distance(low_, thresholds_[reached]) <= i) ++reached;
    table_[i] = static_cast<std::uint16_t>(base_ + reached);
  }
}

// False when a bucket would hold too many thresholds, or more than the table counts.
bool RankTable::build_buckets(std::uint64_t most) {
  const std::uint64_t span = distance(low_, high_);
  shift_ = static_cast<int>(std::bit_width(span)) - static_cast<int>(std::bit_width(most - 1));
  table_.assign((span >> shift_) + 1, 0);
  std::vector<std::uint32_t> held(table_.size());
  for (const std::int64_t threshold : thresholds_) ++held[distance(low_, threshold) >> shift_];
  steps_ = *std::max_element(held.begin(), held.end());
  if (steps_ > kMostSteps || size_ > std::numeric_limits<std::uint16_t>::max()) return false;
  for (std::size_t i = 1; i < table_.size(); ++i) table_[i] = static_cast<std::uint16_t>(table_[i - 1] + held[i - 1]);
  thresholds_.insert(thresholds_.end(), steps_, std::numeric_limits<std::int64_t>::max());
  form_ = Form::buckets;
  return true;
}

}  // namespace staysail::decision
