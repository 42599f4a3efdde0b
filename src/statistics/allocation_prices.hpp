// The search for the prices of an allocation, and the bound that they prove.
#pragma once

#include <cstdint>
#include <vector>

#include "allocation_choice.hpp"
#include "staysail/statistics/allocation.hpp"

namespace staysail::statistics {

// What units choose when each looks at the prices alone.
struct Demand {
  Int128 surplus = 0;            // of the units that are no observers, in parts of the prices
  std::vector<Int128> amount;    // what these take of each resource
  std::vector<Int128> observed;  // what observers take of it
  Int128 objective = 0;          // of the prices: surplus, and the price of all that observers leave
};

class PriceSearch {
 public:
  PriceSearch(const AllocationProblem& problem, Executor& executor);

  // Nears the best prices, from samples of the units first; `passes` over all entries at most, in all.
  Status run(std::uint32_t passes, const Control& control);
  // Goes on from the best prices by steps that the distance to `value`, which some choice reaches, measures: gets
  // across the kinks at which run() stops.
  Status polish(Int128 value, std::uint32_t passes, const Control& control);

  const ResourcePrices& best() const { return best_; }
  // What no choice can exceed when so much of each resource is there.
  Int128 bound(const std::vector<std::int64_t>& capacity) const;
  std::uint32_t passes() const { return passes_; }

 private:
  struct Step {
    std::int64_t size = 0;
    int direction = 0;
  };
  void set_scale();
  // At `prices_`, of these units; of all when the list is empty.
  Demand demand_of(std::span<const std::uint32_t> units);
  // Demand of all units at `prices_`, which are kept when they prove more than any before.
  Demand look();
  void adapt(const Demand& demand, std::size_t units);
  bool step_towards(const Demand& demand, Int128 target);

  const AllocationProblem& problem_;
  Executor& executor_;
  PricedEntries priced_;
  ResourcePrices prices_, best_;
  std::vector<std::int64_t> scale_;  // a price that matters, of each resource
  std::vector<Step> steps_;
  Int128 best_surplus_ = 0, best_objective_ = -1;
  std::uint32_t passes_ = 0;
};

}  // namespace staysail::statistics
