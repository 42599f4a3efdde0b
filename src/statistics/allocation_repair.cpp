#include "allocation_repair.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kPieces = 64;
constexpr std::uint32_t kNoResource = std::numeric_limits<std::uint32_t>::max();

// More places than a unit has entries are never used.
std::size_t places_of(const AllocationProblem& problem) {
  std::uint64_t most = 0;
  for (std::size_t unit = 0; unit < problem.units(); ++unit)
    most = std::max(most, problem.first[unit + 1] - problem.first[unit]);
  return static_cast<std::size_t>(std::min<std::uint64_t>(problem.choices, most));
}

struct Want {
  std::int64_t urgency = 0;
  std::uint64_t entry = 0;
  std::uint32_t unit = 0;
};

enum class Round : std::uint8_t {
  at_prices,   // entries above their price, the most urgent is what has the poorest substitute
  left_overs,  // all that has a value, the most urgent is what is worth most beyond its price
};

class Chooser {
 public:
  Chooser(const AllocationProblem& problem, const PricedEntries& priced, Executor& executor)
      : problem_(problem), priced_(priced), executor_(executor), state_(problem) {}

  Status run(Round round, const Control& control) {
    std::vector<std::uint32_t> units = everybody();
    while (!units.empty()) {
      STAYSAIL_CHECK(control.check());
      std::vector<Want> wants = wants_of(units, round);
      std::sort(wants.begin(), wants.end(), [](const Want& a, const Want& b) {
        return a.urgency != b.urgency ? a.urgency > b.urgency : a.entry < b.entry;
      });
      units = serve(wants);
    }
    return ok();
  }
  AllocationState take() && { return std::move(state_); }

 private:
  std::vector<std::uint32_t> everybody() const {
    std::vector<std::uint32_t> units(problem_.units());
    for (std::uint32_t unit = 0; unit < units.size(); ++unit) units[unit] = unit;
    return units;
  }

  std::vector<Want> wants_of(const std::vector<std::uint32_t>& units, Round round) const {
    std::vector<std::vector<Want>> parts(kPieces);
    executor_.run(kPieces, [&](std::size_t piece) {
      BestEntries best;
      for (std::size_t i = units.size() * piece / kPieces; i < units.size() * (piece + 1) / kPieces; ++i)
        add_wants(units[i], round, best, parts[piece]);
    });
    std::vector<Want> wants;
    for (const auto& part : parts) wants.insert(wants.end(), part.begin(), part.end());
    return wants;
  }

  void add_wants(std::uint32_t unit, Round round, BestEntries& best, std::vector<Want>& wants) const {
    const std::size_t open = state_.open_choices(unit);
    if (open == 0) return;
    best.reset(open + 1, problem_.choices > 1);
    for (std::uint64_t entry = problem_.first[unit]; entry < problem_.first[unit + 1]; ++entry) {
      const std::int64_t surplus = priced_.surplus(entry);
      if (surplus <= 0 && (round == Round::at_prices || problem_.value[entry] <= 0)) continue;
      if (state_.fits(entry) && !state_.holds_group(unit, priced_.group(entry))) best.offer(priced_, {surplus, entry});
    }
    const auto all = best.all();
    const std::int64_t next = round == Round::at_prices && all.size() > open ? all[open].surplus : 0;
    for (const PricedEntry& one : all.first(std::min(open, all.size())))
      wants.push_back({one.surplus - next, one.entry, unit});
  }

  // Gives what there is; returns who came too late for something, ascending.
  std::vector<std::uint32_t> serve(const std::vector<Want>& wants) {
    std::vector<std::uint32_t> late;
    for (const Want& want : wants) {
      if (state_.fits(want.entry)) state_.choose(want.unit, want.entry);
      else late.push_back(want.unit);
    }
    std::sort(late.begin(), late.end());
    late.erase(std::unique(late.begin(), late.end()), late.end());
    return late;
  }

  const AllocationProblem& problem_;
  const PricedEntries& priced_;
  Executor& executor_;
  AllocationState state_;
};

}  // namespace

AllocationState::AllocationState(const AllocationProblem& problem)
    : problem_(&problem),
      choices_(places_of(problem)),
      left_(problem.capacity),
      observed_left_(problem.capacity),
      held_(problem.units() * choices_, kNoEntry) {}

bool AllocationState::fits(std::uint64_t entry) const {
  const std::uint32_t own = problem_->own.empty() ? kNoResource : problem_->own[entry];
  for (const ResourceUse& use : problem_->items[problem_->item[entry]].uses) {
    if (left_[use.resource] < use.amount + (use.resource == own ? 1 : 0)) return false;
  }
  return own == kNoResource || left_[own] > 0;
}

std::size_t AllocationState::open_choices(std::uint32_t unit) const {
  const auto first = held_.begin() + static_cast<std::ptrdiff_t>(unit * choices_);
  return static_cast<std::size_t>(std::count(first, first + static_cast<std::ptrdiff_t>(choices_), kNoEntry));
}

bool AllocationState::holds_group(std::uint32_t unit, std::uint32_t group) const {
  for (std::size_t place = unit * choices_; place < (unit + 1) * choices_; ++place) {
    if (held_[place] != kNoEntry && problem_->items[problem_->item[held_[place]]].group == group) return true;
  }
  return false;
}

void AllocationState::take(std::uint64_t entry, std::vector<std::int64_t>& from) const {
  for (const ResourceUse& use : problem_->items[problem_->item[entry]].uses) from[use.resource] -= use.amount;
  if (!problem_->own.empty()) --from[problem_->own[entry]];
}

void AllocationState::choose(std::uint32_t unit, std::uint64_t entry) {
  *std::find(held_.begin() + static_cast<std::ptrdiff_t>(unit * choices_), held_.end(), kNoEntry) = entry;
  if (!observes(unit)) value_ += problem_->value[entry];
  else if (problem_->items[problem_->item[entry]].watched) return;
  else take(entry, observed_left_);
  take(entry, left_);
}

std::vector<std::uint64_t> AllocationState::chosen() const {
  std::vector<std::uint64_t> entries;
  for (const std::uint64_t entry : held_) {
    if (entry != kNoEntry) entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

Result<AllocationState> repair(const AllocationProblem& problem, const PricedEntries& priced, Executor& executor,
                               const Control& control) {
  Chooser chooser(problem, priced, executor);
  STAYSAIL_CHECK(chooser.run(Round::at_prices, control));
  STAYSAIL_CHECK(chooser.run(Round::left_overs, control));
  return std::move(chooser).take();
}

}  // namespace staysail::statistics
