#include "measure_partial.hpp"

namespace staysail::indicators {
namespace {

template <class State>
class Partial final : public MeasurePartial {
 public:
  void map(const FactRows& rows) override {
    make_room(rows.slots);
    for (std::size_t row = 0; row < rows.slots.size(); ++row) {
      const auto slot = rows.slots[row];
      if (slot == kNoRow || (rows.keep != nullptr && rows.keep[row] == 0)) continue;
      if (rows.nulls != nullptr && rows.nulls->is_null(row)) continue;
      states_[slot].add(Fact{rows.values.empty() ? 0 : rows.values[row],
                             rows.days != nullptr ? rows.days[row] : rows.month,
                             rows.part == nullptr || rows.part[row] != 0});
    }
  }

  void merge(const MeasurePartial& other) override {
    const auto& states = static_cast<const Partial&>(other).states_;
    if (states_.size() < states.size()) states_.resize(states.size());
    for (std::size_t slot = 0; slot < states.size(); ++slot) states_[slot].merge(states[slot]);
  }

  Status finish(const OwnerSlots& slots, std::size_t subscriptions, bool shared, const FinishRule& rule,
                const FinishSink& sink) const override {
    for (std::size_t subscription = 0; subscription < subscriptions; ++subscription) {
      const State state = state_of(slots.seen_by(subscription), shared);
      STAYSAIL_TRY(const auto value, state.seen() ? state.finish(rule) : none());
      STAYSAIL_CHECK(sink(subscription, state.seen(), value));
    }
    return ok();
  }

 private:
  // Slots of coarser grains come last and mostly stay unused: room is made only as far as facts reach.
  void make_room(std::span<const std::uint32_t> slots) {
    std::size_t needed = states_.size();
    for (const auto slot : slots)
      if (slot != kNoRow && slot >= needed) needed = std::size_t{slot} + 1;
    states_.resize(needed);
  }

  State state_of(const std::array<std::uint32_t, 3>& seen, bool shared) const {
    State state;
    for (std::size_t i = 0; i < (shared ? seen.size() : 1); ++i)
      if (seen[i] < states_.size()) state.merge(states_[seen[i]]);
    return state;
  }

  std::vector<State> states_;
};

}  // namespace

std::unique_ptr<MeasurePartial> make_partial(Aggregate aggregate) {
  switch (aggregate) {
    case Aggregate::sum: return std::make_unique<Partial<SumState>>();
    case Aggregate::mean: return std::make_unique<Partial<MeanState>>();
    case Aggregate::min: return std::make_unique<Partial<ExtremeState<false>>>();
    case Aggregate::max: return std::make_unique<Partial<ExtremeState<true>>>();
    case Aggregate::count: return std::make_unique<Partial<CountState>>();
    case Aggregate::count_distinct: return std::make_unique<Partial<DistinctState>>();
    case Aggregate::first: return std::make_unique<Partial<EdgeState<false>>>();
    case Aggregate::last: return std::make_unique<Partial<EdgeState<true>>>();
    case Aggregate::slope: return std::make_unique<Partial<SlopeState>>();
    case Aggregate::ratio: return std::make_unique<Partial<RatioState>>();
    case Aggregate::days_since_max: return std::make_unique<Partial<DaysSinceState<true>>>();
    case Aggregate::days_since_min: return std::make_unique<Partial<DaysSinceState<false>>>();
    case Aggregate::shortfall: return std::make_unique<Partial<ShortfallState>>();
    case Aggregate::share: return std::make_unique<Partial<ShareState>>();
    case Aggregate::amount_share: return std::make_unique<Partial<AmountShareState>>();
    case Aggregate::steady_cycles: return std::make_unique<Partial<SteadyState>>();
  }
  return nullptr;
}

}  // namespace staysail::indicators
