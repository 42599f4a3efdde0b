#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "staysail/statistics/allocation.hpp"

namespace staysail::statistics {
namespace {

int whole(int from, int to) { return *rc::gen::inRange(from, to + 1); }

AllocationItem any_item(int resources) {
  AllocationItem item;
  item.group = static_cast<std::uint32_t>(whole(0, 2));
  for (int r = 0; r < resources; ++r) {
    if (whole(0, 2) == 0) item.uses.push_back({static_cast<std::uint32_t>(r), whole(0, 4)});
  }
  return item;
}

// Small enough to try every choice; scarce, with equal values, entries worth nothing, and groups.
AllocationProblem any_problem() {
  AllocationProblem problem;
  const int resources = whole(1, 3), items = whole(1, 5), units = whole(0, 5);
  for (int r = 0; r < resources; ++r) problem.capacity.push_back(whole(0, 7));
  for (int i = 0; i < items; ++i) problem.items.push_back(any_item(resources));
  problem.choices = static_cast<std::uint32_t>(whole(1, 3));
  const bool owned = whole(0, 1) == 1;
  problem.first.push_back(0);
  for (int u = 0; u < units; ++u) {
    for (int e = whole(0, 3); e > 0; --e) {
      problem.item.push_back(static_cast<std::uint32_t>(whole(0, items - 1)));
      problem.value.push_back(whole(-1, 9));
      if (owned) problem.own.push_back(static_cast<std::uint32_t>(whole(0, resources - 1)));
    }
    problem.first.push_back(problem.item.size());
  }
  return problem;
}

// What some entries take, counted anew; below zero where it is more than there is.
std::vector<std::int64_t> left_by(const AllocationProblem& problem, const std::vector<std::uint64_t>& entries) {
  std::vector<std::int64_t> left = problem.capacity;
  for (const std::uint64_t entry : entries) {
    for (const ResourceUse& use : problem.items[problem.item[entry]].uses) left[use.resource] -= use.amount;
    if (!problem.own.empty()) --left[problem.own[entry]];
  }
  return left;
}

bool keeps_to_units(const AllocationProblem& problem, const std::vector<std::uint64_t>& entries) {
  for (std::size_t unit = 0; unit < problem.units(); ++unit) {
    std::set<std::uint32_t> groups;
    std::size_t count = 0;
    for (const std::uint64_t entry : entries) {
      if (entry < problem.first[unit] || entry >= problem.first[unit + 1]) continue;
      groups.insert(problem.items[problem.item[entry]].group);
      ++count;
    }
    if (groups.size() != count || count > problem.choices) return false;
  }
  return true;
}

bool allowed(const AllocationProblem& problem, const std::vector<std::uint64_t>& entries) {
  const auto left = left_by(problem, entries);
  return keeps_to_units(problem, entries) && std::all_of(left.begin(), left.end(), [](auto one) { return one >= 0; });
}

Int128 worth(const AllocationProblem& problem, const std::vector<std::uint64_t>& entries) {
  Int128 sum = 0;
  for (const std::uint64_t entry : entries) sum += problem.value[entry];
  return sum;
}

// The exact solver: every choice is tried, and a branch is left once it breaks a limit.
Int128 optimum(const AllocationProblem& problem, std::vector<std::uint64_t>& entries, std::uint64_t next = 0) {
  if (!allowed(problem, entries)) return 0;
  Int128 best = worth(problem, entries);
  for (std::uint64_t entry = next; entry < problem.entries(); ++entry) {
    entries.push_back(entry);
    best = std::max(best, optimum(problem, entries, entry + 1));
    entries.pop_back();
  }
  return best;
}

std::uint32_t next_random(std::uint32_t& state) { return (state = state * 1664525u + 1013904223u) >> 8; }

// Two choices, groups of two items, one resource an item, one that all share in different amounts.
AllocationProblem many_units(std::uint32_t units, std::uint32_t items) {
  AllocationProblem problem;
  std::uint32_t state = 7;
  for (std::uint32_t i = 0; i < items; ++i) {
    problem.capacity.push_back(units / 60 + i);
    problem.items.push_back({i / 2, false, {{i, 1}, {items, 3 + i % 5}}});
  }
  problem.capacity.push_back(units);
  problem.choices = 2;
  problem.first.push_back(0);
  for (std::uint32_t u = 0; u < units; ++u) {
    for (std::uint32_t i = 0; i < items; ++i) {
      if (next_random(state) % 4 != 0) continue;
      problem.item.push_back(i);
      problem.value.push_back(1 + next_random(state) % 10'000);
    }
    problem.first.push_back(problem.item.size());
  }
  return problem;
}

// The same problem, each unit followed by an observer who is like it; every item is watched.
AllocationProblem with_twins(const AllocationProblem& problem) {
  AllocationProblem twins = problem;
  for (AllocationItem& item : twins.items) item.watched = true;
  twins.first = {0};
  twins.item.clear();
  twins.value.clear();
  for (std::size_t unit = 0; unit < 2 * problem.units(); ++unit) {
    for (std::uint64_t entry = problem.first[unit / 2]; entry < problem.first[unit / 2 + 1]; ++entry) {
      twins.item.push_back(problem.item[entry]);
      twins.value.push_back(problem.value[entry]);
    }
    twins.first.push_back(twins.item.size());
    twins.observer.push_back(unit % 2 == 1 ? 1 : 0);
  }
  return twins;
}

}  // namespace

TEST_CASE("what is chosen is allowed, and the best that is lies between it and the bound") {
  CHECK(rc::check([] {
    const AllocationProblem problem = any_problem();
    const Allocation allocation = allocate(problem).value();
    std::vector<std::uint64_t> none;
    const Int128 best = optimum(problem, none);
    RC_ASSERT(allowed(problem, allocation.chosen));
    RC_ASSERT(allocation.left == left_by(problem, allocation.chosen));
    RC_ASSERT(allocation.value == worth(problem, allocation.chosen));
    RC_ASSERT(allocation.value <= best);
    RC_ASSERT(best <= allocation.bound);
    RC_ASSERT(best == 0 || allocation.value * 2 >= best);  // a repair that gives up half would be none
  }));
}

TEST_CASE("one resource in single pieces: the prices find the best choice itself") {
  CHECK(rc::check([] {
    AllocationProblem problem = any_problem();
    problem.own.clear();
    problem.choices = 1;
    for (AllocationItem& item : problem.items) item.uses = {{0, 1}};
    const Allocation allocation = allocate(problem, {.gap = 0}).value();
    std::vector<std::uint64_t> none;
    RC_ASSERT(allocation.value == optimum(problem, none));
    RC_ASSERT(allocation.bound == allocation.value);
  }));
}

TEST_CASE("where many share what is scarce, the proved gap is small and hardly anybody is moved off the prices") {
  const AllocationProblem problem = many_units(20'000, 20);
  const Allocation allocation = allocate(problem).value();
  REQUIRE(allowed(problem, allocation.chosen));
  CHECK(allocation.gap() < 5e-4);
  std::vector<std::uint64_t> at_prices;
  for (std::size_t unit = 0; unit < problem.units(); ++unit) {
    const std::uint64_t first = problem.first[unit], count = problem.first[unit + 1] - first;
    const auto mine =
        choose_at_prices(problem.items, allocation.prices, problem.choices,
                         std::span(problem.item).subspan(first, count), std::span(problem.value).subspan(first, count));
    for (const std::uint32_t place : mine) at_prices.push_back(first + place);
  }
  std::vector<std::uint64_t> both;
  std::set_intersection(at_prices.begin(), at_prices.end(), allocation.chosen.begin(), allocation.chosen.end(),
                        std::back_inserter(both));
  CHECK(both.size() * 100 > allocation.chosen.size() * 97);
  CHECK(both.size() * 100 > at_prices.size() * 97);
}

TEST_CASE("[threads] an allocation is the same whoever runs it") {
  const AllocationProblem problem = many_units(9'000, 12);
  const Allocation alone = allocate(problem).value();
  ThreadPool pool(3);
  const Allocation shared = allocate(problem, {.executor = &pool}).value();
  CHECK(alone.chosen == shared.chosen);
  CHECK(alone.prices.of == shared.prices.of);
  CHECK(alone.bound == shared.bound);
}

TEST_CASE("who only watches takes nothing and is given what the like are given") {
  const AllocationProblem problem = many_units(6'000, 12);
  const AllocationProblem twins = with_twins(problem);
  const Allocation allocation = allocate(twins).value();
  std::vector<std::uint64_t> takers;
  std::size_t watched = 0, alike = 0;
  for (std::size_t unit = 0; unit < problem.units(); ++unit) {
    const std::uint64_t first = twins.first[2 * unit], apart = twins.first[2 * unit + 1] - first;
    for (std::uint64_t entry = first; entry < first + apart; ++entry) {
      const auto has = [&](std::uint64_t one) {
        return std::binary_search(allocation.chosen.begin(), allocation.chosen.end(), one);
      };
      if (has(entry)) takers.push_back(entry);
      watched += has(entry + apart);
      alike += has(entry) && has(entry + apart);
    }
  }
  CHECK(allocation.left == left_by(twins, takers));
  CHECK(allocation.value == worth(twins, takers));
  CHECK(allocation.value <= allocation.bound);
  // They part where the one took the last piece of a resource that the other still wanted.
  CHECK(takers.size() - alike <= problem.capacity.size());
  CHECK(watched - alike <= problem.capacity.size());
}

TEST_CASE("an allocation says what it was given wrongly") {
  AllocationProblem problem = many_units(10, 4);
  problem.item[0] = 99;
  CHECK(allocate(problem).error().code() == Errc::invalid_argument);
  problem = many_units(10, 4);
  problem.capacity[0] = -1;
  CHECK(allocate(problem).error().message().find("capacity") != std::string::npos);
  problem = many_units(10, 4);
  problem.first.back() += 1;
  CHECK(allocate(problem).error().code() == Errc::invalid_argument);
  problem = many_units(10, 4);
  problem.value[3] = kMostAllocationValue + 1;
  CHECK(allocate(problem).error().message().find("entry 3") != std::string::npos);
  problem = many_units(10, 4);
  problem.items[0].uses.push_back(problem.items[0].uses[0]);
  CHECK(allocate(problem).error().message().find("once") != std::string::npos);
}

TEST_CASE("an allocation ends when the host asks it to") {
  const std::atomic<bool> stop = true;
  Control control;
  control.stop = &stop;
  CHECK(allocate(many_units(100, 4), {}, control).error().code() == Errc::cancelled);
}

}  // namespace staysail::statistics
