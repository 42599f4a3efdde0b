// What an allocation must be given.
#include <algorithm>
#include <string>

#include "staysail/statistics/allocation.hpp"

namespace staysail::statistics {
namespace {

Error invalid(const std::string& message) { return Error(Errc::invalid_argument, message); }

Status check_lengths(const AllocationProblem& problem) {
  if (problem.first.empty() || problem.first.front() != 0 || problem.first.back() != problem.entries() ||
      !std::is_sorted(problem.first.begin(), problem.first.end()))
    return invalid("an allocation's `first` goes from 0 up to the number of entries, one place more than units");
  if (problem.units() >= std::numeric_limits<std::uint32_t>::max())
    return invalid("an allocation has fewer than 2^32 - 1 units: " + std::to_string(problem.units()));
  const auto fits = [](std::size_t length, std::size_t wanted) { return length == 0 || length == wanted; };
  if (problem.item.size() != problem.entries() || !fits(problem.own.size(), problem.entries()) ||
      !fits(problem.observer.size(), problem.units()))
    return invalid("an allocation names an item and a value of each entry, an observer or not of each unit");
  return problem.choices > 0 ? ok() : Status(invalid("a unit must be allowed one choice at least"));
}

bool amount_in_range(std::int64_t amount) { return amount >= 0 && amount <= kMostAllocationValue; }

bool names_twice(const AllocationItem& item) {
  std::vector<std::uint32_t> named;
  for (const ResourceUse& use : item.uses) named.push_back(use.resource);
  std::sort(named.begin(), named.end());
  return std::adjacent_find(named.begin(), named.end()) != named.end();
}

Status check_items(const AllocationProblem& problem) {
  const std::size_t resources = problem.capacity.size();
  for (const AllocationItem& item : problem.items) {
    if (names_twice(item)) return invalid("an item names a resource once, with all that it takes of it");
    for (const ResourceUse& use : item.uses) {
      if (use.resource >= resources) return invalid("an item takes of a resource that has no capacity");
      if (!amount_in_range(use.amount)) return invalid("an item takes between 0 and 2^50 of a resource");
    }
  }
  if (!std::all_of(problem.capacity.begin(), problem.capacity.end(), amount_in_range))
    return invalid("the capacity of a resource lies between 0 and 2^50");
  return ok();
}

Status check_entries(const AllocationProblem& problem) {
  for (std::size_t entry = 0; entry < problem.entries(); ++entry) {
    if (problem.item[entry] >= problem.items.size())
      return invalid("an entry is of an item that is not there: entry " + std::to_string(entry));
    if (problem.value[entry] > kMostAllocationValue)
      return invalid("the value of an entry is at most 2^50: entry " + std::to_string(entry));
  }
  const auto known = [&problem](std::uint32_t resource) { return resource < problem.capacity.size(); };
  if (!std::all_of(problem.own.begin(), problem.own.end(), known))
    return invalid("an entry takes of a resource that has no capacity");
  return ok();
}

}  // namespace

Status AllocationProblem::validate() const {
  STAYSAIL_CHECK(check_lengths(*this));
  STAYSAIL_CHECK(check_items(*this));
  return check_entries(*this);
}

}  // namespace staysail::statistics
