// The problem of assignment as both solvers see it: kinds of jobs, people in order, what each pair costs.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "staysail/work/assignment.hpp"

namespace staysail {

struct AssignmentProblem {
  // Jobs that are alike in everything that costs: their numbers, by id.
  std::vector<std::vector<std::size_t>> kinds;
  std::vector<std::size_t> people;                             // numbers of workers, by id
  std::vector<std::vector<std::optional<std::int64_t>>> cost;  // [kind][place in people]; nullopt: lacks the skill
  std::vector<std::uint32_t> free;                             // by place in people
  const std::vector<Worker>* workers = nullptr;
  AssignmentCosts costs;

  // What the `taken`-th further task of a person costs beside the pair: 0 .. costs.full, rising.
  std::int64_t place_cost(std::size_t person, std::uint32_t taken) const;
};

AssignmentProblem problem_of(const std::vector<Job>& jobs, const std::vector<Worker>& workers, const UnitTree& units,
                             const AssignmentCosts& costs);

// How many jobs of each kind go to each person: [kind][place in people].
using Shares = std::vector<std::vector<std::uint32_t>>;
Shares share_by_flow(const AssignmentProblem& problem);
Shares share_greedily(const AssignmentProblem& problem);

}  // namespace staysail
