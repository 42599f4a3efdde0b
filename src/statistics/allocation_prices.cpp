#include "allocation_prices.hpp"

#include <bit>
#include <utility>

#include "staysail/base/guard.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kPieces = 64;
constexpr std::int64_t kDearest = 2 * kMostAllocationValue;
constexpr int kMostFractionBits = 30;
constexpr std::size_t kFewestSampled = 2048;

// So many that the greatest value still fits.
int fraction_bits_for(std::span<const std::int64_t> values) {
  std::int64_t most = 1;
  for (const std::int64_t value : values) most = std::max(most, value);
  return std::min(kMostFractionBits, std::countl_zero(static_cast<std::uint64_t>(most)) - 13);
}

// Scatters neighbours: units that stand together are often alike.
std::uint32_t scattered(std::uint32_t unit) {
  unit = (unit ^ (unit >> 16)) * 0x7FEB352Du;
  unit = (unit ^ (unit >> 15)) * 0x846CA68Bu;
  return unit ^ (unit >> 16);
}

std::vector<std::uint32_t> sample_of(std::size_t units, std::uint32_t one_of) {
  std::vector<std::uint32_t> sample;
  for (std::uint32_t unit = 0; unit < units; ++unit) {
    if (scattered(unit) % one_of == 0) sample.push_back(unit);
  }
  return sample;
}

// What some units choose: how many chose an item, and what entries took of their own resources.
struct Tally {
  Int128 surplus = 0;
  std::vector<std::int64_t> of_item, of_item_observed, of_own, of_own_observed;
};

class Counter {
 public:
  Counter(const AllocationProblem& problem, const PricedEntries& priced) : problem_(problem), priced_(priced) {
    tally_.of_item.resize(problem.items.size());
    tally_.of_item_observed.resize(problem.items.size());
    tally_.of_own.resize(problem.own.empty() ? 0 : problem.capacity.size());
    tally_.of_own_observed.resize(tally_.of_own.size());
  }

  void add(std::uint32_t unit) {
    if (problem_.choices == 1) return add_best(unit);
    best_.reset(problem_.choices);
    for (std::uint64_t entry = problem_.first[unit]; entry < problem_.first[unit + 1]; ++entry) {
      const std::int64_t surplus = priced_.surplus(entry);
      if (surplus > 0) best_.offer(priced_, {surplus, entry});
    }
    for (const PricedEntry& one : best_.all()) count(unit, one);
  }
  Tally take() && { return std::move(tally_); }

 private:
  void add_best(std::uint32_t unit) {
    const PricedEntry best = priced_.best_of(problem_.first[unit], problem_.first[unit + 1]);
    if (best.entry != kNoEntry) count(unit, best);
  }
  void count(std::uint32_t unit, const PricedEntry& one) {
    const std::uint32_t item = priced_.item(one.entry);
    const bool observer = !problem_.observer.empty() && problem_.observer[unit] != 0;
    if (observer && problem_.items[item].watched) return;
    if (!observer) tally_.surplus += one.surplus;
    ++(observer ? tally_.of_item_observed : tally_.of_item)[item];
    if (!problem_.own.empty()) ++(observer ? tally_.of_own_observed : tally_.of_own)[problem_.own[one.entry]];
  }

  const AllocationProblem& problem_;
  const PricedEntries& priced_;
  Tally tally_;
  BestEntries best_;
};

void add_amounts(const AllocationProblem& problem, const std::vector<std::int64_t>& of_item,
                 const std::vector<std::int64_t>& of_own, std::vector<Int128>& amount) {
  for (std::size_t i = 0; i < of_item.size(); ++i) {
    for (const ResourceUse& use : problem.items[i].uses) amount[use.resource] += Int128{of_item[i]} * use.amount;
  }
  for (std::size_t r = 0; r < of_own.size(); ++r) amount[r] += of_own[r];
}

int sign_of(Int128 number) { return number > 0 ? 1 : number < 0 ? -1 : 0; }

}  // namespace

PriceSearch::PriceSearch(const AllocationProblem& problem, Executor& executor)
    : problem_(problem), executor_(executor), priced_(problem.items, problem.item, problem.value, problem.own) {
  prices_.of.resize(problem.capacity.size());
  prices_.fraction_bits = fraction_bits_for(problem.value);
  set_scale();
}

// The mean value of what takes of a resource, for each part of it that is taken.
void PriceSearch::set_scale() {
  std::vector<Int128> value(problem_.capacity.size()), amount(value.size());
  const auto add = [&](std::uint32_t resource, std::int64_t worth, std::int64_t taken) {
    value[resource] += worth;
    amount[resource] += taken;
  };
  for (std::size_t entry = 0; entry < problem_.entries(); ++entry) {
    const std::int64_t worth = std::max<std::int64_t>(problem_.value[entry], 0);
    for (const ResourceUse& use : problem_.items[problem_.item[entry]].uses) add(use.resource, worth, use.amount);
    if (!problem_.own.empty()) add(problem_.own[entry], worth, 1);
  }
  for (std::size_t r = 0; r < value.size(); ++r) {
    const Int128 mean = amount[r] == 0 ? 1 : (value[r] << prices_.fraction_bits) / amount[r];
    scale_.push_back(std::max<std::int64_t>(static_cast<std::int64_t>(std::min<Int128>(mean, kDearest)), 1));
    steps_.push_back({scale_.back() / 4 + 1, 0});
  }
}

Demand PriceSearch::demand_of(std::span<const std::uint32_t> units) {
  priced_.set_prices(prices_);
  const std::size_t count = units.empty() ? problem_.units() : units.size();
  std::vector<Tally> tallies(kPieces);
  executor_.run(kPieces, [&](std::size_t piece) {
    Counter counter(problem_, priced_);
    for (std::size_t i = count * piece / kPieces; i < count * (piece + 1) / kPieces; ++i)
      counter.add(units.empty() ? static_cast<std::uint32_t>(i) : units[i]);
    tallies[piece] = std::move(counter).take();
  });
  Demand demand{0, std::vector<Int128>(prices_.of.size()), std::vector<Int128>(prices_.of.size())};
  for (const Tally& tally : tallies) {
    demand.surplus += tally.surplus;
    add_amounts(problem_, tally.of_item, tally.of_own, demand.amount);
    add_amounts(problem_, tally.of_item_observed, tally.of_own_observed, demand.observed);
  }
  return demand;
}

// Each price moves on its own: against the excess, faster as long as that keeps its sign, slower where it turned.
void PriceSearch::adapt(const Demand& demand, std::size_t units) {
  for (std::size_t r = 0; r < steps_.size(); ++r) {
    Step& step = steps_[r];
    const Int128 taken = (demand.amount[r] + demand.observed[r]) * static_cast<Int128>(problem_.units());
    const int direction = sign_of(taken - Int128{problem_.capacity[r]} * static_cast<Int128>(units));
    const bool turned = direction * step.direction < 0;
    if (turned) step.size = step.size / 2 + 1;
    if (direction * step.direction > 0) step.size = std::min(step.size + step.size / 4 + 1, scale_[r]);
    step.direction = turned ? 0 : direction;
    prices_.of[r] = std::clamp<std::int64_t>(prices_.of[r] + direction * step.size, 0, kDearest);
  }
}

Demand PriceSearch::look() {
  Demand demand = demand_of({});
  ++passes_;
  Int128 objective = demand.surplus;
  for (std::size_t r = 0; r < prices_.of.size(); ++r)
    objective += prices_.of[r] * (Int128{problem_.capacity[r]} - demand.observed[r]);
  demand.objective = objective;
  if (passes_ == 1 || objective < best_objective_) {
    best_ = prices_;
    best_surplus_ = demand.surplus;
    best_objective_ = objective;
  }
  return demand;
}

Status PriceSearch::run(std::uint32_t passes, const Control& control) {
  int level = 0;
  for (const std::uint32_t one_of : {64, 16, 4}) {
    if (problem_.units() / one_of < kFewestSampled) continue;
    const std::vector<std::uint32_t> sample = sample_of(problem_.units(), one_of);
    const std::uint32_t rounds = passes * (level == 0 ? 3 : 2);
    for (std::uint32_t i = 0; i < rounds; ++i) {
      STAYSAIL_CHECK(control.check());
      adapt(demand_of(sample), sample.size());
    }
    ++level;
    for (std::size_t r = 0; r < steps_.size(); ++r)
      steps_[r] = {std::max(scale_[r] >> (2 + 2 * level), std::int64_t{1}), 0};
  }
  for (std::uint32_t i = 0; i < passes; ++i) {
    STAYSAIL_CHECK(control.check());
    const Demand demand = look();
    adapt(demand, problem_.units());
  }
  return ok();
}

// A step against the excess, each price in its own measure, so long that the objective would fall to `target` if it
// went on as it begins. False when nothing is in excess.
bool PriceSearch::step_towards(const Demand& demand, Int128 target) {
  std::vector<double> direction(prices_.of.size());
  double slope = 0;
  for (std::size_t r = 0; r < direction.size(); ++r) {
    const auto excess = static_cast<double>(demand.amount[r] + demand.observed[r] - problem_.capacity[r]);
    if (excess < 0 && prices_.of[r] == 0) continue;
    direction[r] = excess * static_cast<double>(scale_[r]) / static_cast<double>(problem_.capacity[r] + 1);
    slope += excess * direction[r];
  }
  if (slope <= 0) return false;
  const double length = static_cast<double>(demand.objective - target) / slope;
  for (std::size_t r = 0; r < direction.size(); ++r) {
    const double moved = static_cast<double>(prices_.of[r]) + length * direction[r];
    prices_.of[r] = static_cast<std::int64_t>(std::clamp(moved, 0.0, static_cast<double>(kDearest)));
  }
  return true;
}

Status PriceSearch::polish(Int128 value, std::uint32_t passes, const Control& control) {
  prices_ = best_;
  for (std::uint32_t i = 0; i < passes; ++i) {
    STAYSAIL_CHECK(control.check());
    const Demand demand = look();
    // Half way to what is known to be reached: the bound seldom falls all the way.
    const Int128 target = (best_objective_ + (value << prices_.fraction_bits)) / 2;
    if (!step_towards(demand, target)) return ok();
  }
  return ok();
}

Int128 PriceSearch::bound(const std::vector<std::int64_t>& capacity) const {
  Int128 sum = best_surplus_;
  for (std::size_t r = 0; r < capacity.size(); ++r) sum += Int128{best_.of[r]} * capacity[r];
  return sum >> best_.fraction_bits;
}

}  // namespace staysail::statistics
