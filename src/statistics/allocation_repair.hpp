// From what units want at prices to a choice that the resources allow.
#pragma once

#include <cstdint>
#include <vector>

#include "allocation_choice.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

// What units hold of a problem. Takes from the resources as units choose.
class AllocationState {
 public:
  explicit AllocationState(const AllocationProblem& problem);

  // Whether there is enough for the entry, whoever asks.
  bool fits(std::uint64_t entry) const;
  std::size_t open_choices(std::uint32_t unit) const;
  bool holds_group(std::uint32_t unit, std::uint32_t group) const;
  // Precondition: fits, an open choice, no other of the group.
  void choose(std::uint32_t unit, std::uint64_t entry);

  const std::vector<std::int64_t>& left() const { return left_; }
  // What observers leave of each resource.
  const std::vector<std::int64_t>& left_by_observers() const { return observed_left_; }
  Int128 value() const { return value_; }
  std::vector<std::uint64_t> chosen() const;

 private:
  void take(std::uint64_t entry, std::vector<std::int64_t>& from) const;
  bool observes(std::uint32_t unit) const { return !problem_->observer.empty() && problem_->observer[unit] != 0; }

  const AllocationProblem* problem_;
  std::size_t choices_;
  std::vector<std::int64_t> left_, observed_left_;
  std::vector<std::uint64_t> held_;  // `choices_` places a unit, kNoEntry where open
  Int128 value_ = 0;
};

// Units choose in the order of what they would lose by the next best, as long as there is enough; who came too late
// chooses again. What is then left goes to whom it is worth most, also below its price.
Result<AllocationState> repair(const AllocationProblem& problem, const PricedEntries& priced, Executor& executor,
                               const Control& control);

}  // namespace staysail::statistics
