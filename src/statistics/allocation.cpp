#include "staysail/statistics/allocation.hpp"

#include <optional>

#include "allocation_prices.hpp"
#include "allocation_repair.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint64_t kEntriesLookedAt = 100'000'000;
constexpr std::uint32_t kFewestPasses = 8, kMostPasses = 400;
constexpr std::uint32_t kPolishings = 6;

std::uint32_t passes_for(const AllocationProblem& problem, const AllocationOptions& options) {
  if (options.passes > 0) return options.passes;
  const std::uint64_t affordable = kEntriesLookedAt / std::max<std::uint64_t>(problem.entries(), 1);
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(affordable, kFewestPasses, kMostPasses));
}

double part_of(Int128 part, Int128 whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// The best choice so far and the bound on it.
class Attempts {
 public:
  Attempts(const AllocationProblem& problem, Executor& executor)
      : problem_(problem),
        executor_(executor),
        priced_(problem.items, problem.item, problem.value, problem.own),
        search_(problem, executor) {}

  Status search(std::uint32_t passes, const Control& control) { return search_.run(passes, control); }
  Status polish(std::uint32_t passes, const Control& control) {
    return search_.polish(best_->value(), passes, control);
  }
  Status attempt(const Control& control) {
    priced_.set_prices(search_.best());
    STAYSAIL_TRY(AllocationState state, repair(problem_, priced_, executor_, control));
    if (!best_ || best_->value() < state.value()) best_ = std::move(state);
    return ok();
  }
  double gap() const { return part_of(bound() - best_->value(), bound()); }
  Allocation result() const {
    return {best_->chosen(), best_->left(), search_.best(), best_->value(), bound(), search_.passes()};
  }

 private:
  Int128 bound() const { return search_.bound(best_->left_by_observers()); }

  const AllocationProblem& problem_;
  Executor& executor_;
  PricedEntries priced_;
  PriceSearch search_;
  std::optional<AllocationState> best_;
};

}  // namespace

double ResourcePrices::price(std::size_t resource) const {
  return static_cast<double>(of[resource]) / static_cast<double>(std::int64_t{1} << fraction_bits);
}

double Allocation::gap() const { return part_of(bound - value, bound); }

Result<Allocation> allocate(const AllocationProblem& problem, const AllocationOptions& options,
                            const Control& control) {
  STAYSAIL_CHECK(problem.validate());
  InlineExecutor inline_executor;
  Attempts attempts(problem, options.executor != nullptr ? *options.executor : inline_executor);
  const std::uint32_t passes = passes_for(problem, options);
  STAYSAIL_CHECK(attempts.search(passes, control));
  STAYSAIL_CHECK(attempts.attempt(control));
  for (std::uint32_t i = 0; i < kPolishings && attempts.gap() > options.gap; ++i) {
    STAYSAIL_CHECK(attempts.polish(passes / 2, control));
    STAYSAIL_CHECK(attempts.attempt(control));
  }
  return attempts.result();
}

}  // namespace staysail::statistics
