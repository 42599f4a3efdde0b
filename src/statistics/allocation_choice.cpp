#include "allocation_choice.hpp"

namespace staysail::statistics {
namespace {

// Dearer than any value: entries at this price are not chosen, as they would not be at a higher one.
constexpr Int128 kProhibitive = Int128{2} * kMostAllocationValue;

}  // namespace

void PricedEntries::set_prices(const ResourcePrices& prices) {
  prices_ = &prices.of;
  bits_ = prices.fraction_bits;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    Int128 cost = 0;
    for (const ResourceUse& use : items_[i].uses) cost += Int128{prices.of[use.resource]} * use.amount;
    cost_[i] = static_cast<std::int64_t>(std::min(cost, kProhibitive));
  }
}

std::vector<std::uint32_t> choose_at_prices(std::span<const AllocationItem> items, const ResourcePrices& prices,
                                            std::uint32_t choices, std::span<const std::uint32_t> item,
                                            std::span<const std::int64_t> value, std::span<const std::uint32_t> own) {
  PricedEntries priced(items, item, value, own);
  priced.set_prices(prices);
  BestEntries best;
  best.reset(choices);
  for (std::size_t entry = 0; entry < item.size(); ++entry) {
    const std::int64_t surplus = priced.surplus(entry);
    if (surplus > 0) best.offer(priced, {surplus, entry});
  }
  std::vector<std::uint32_t> chosen;
  for (const PricedEntry& one : best.all()) chosen.push_back(static_cast<std::uint32_t>(one.entry));
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace staysail::statistics
