// Assignment: many tasks to many people at once, so that all of it together costs least.
//
// A person can do a task whose skill they have. What it costs follows from who the customer knows, how near the person
// is, and how full the month already is: each further task costs more, so the load spreads. A task that nobody can take
// costs most. Up to a stated size this is solved exactly, as a flow of least cost; above it greedily, and a bound says
// how far from the best it can be at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"
#include "staysail/work/unit_tree.hpp"

namespace staysail {

struct Job {
  std::string id;
  std::string skill;   // empty: everybody can
  std::string region;  // empty: anywhere
  UnitId unit;         // where it lies
  StaffId manager;     // whom the customer knows; empty: nobody
};

struct Worker {
  StaffId id;
  UnitId unit;
  std::string region;
  std::vector<std::string> skills;
  std::uint32_t capacity = 60, load = 0;  // tasks a month; of those in hand
};

// Whole numbers, so that equal input gives equal answers on every machine; at most 1,000,000 each.
struct AssignmentCosts {
  std::int64_t own = 0;         // the customer's own manager
  std::int64_t region = 20;     // of the job's region or unit
  std::int64_t neighbour = 60;  // under the unit above the job's
  std::int64_t far = 120;       // elsewhere
  std::int64_t full = 40;       // the last free place of a month; the first of an empty one costs nothing
  std::int64_t nobody = 1000;
  std::size_t exact_pairs = 200'000;  // kinds of jobs times people, up to which the best is found
};

struct Assignments {
  std::vector<std::optional<std::size_t>> worker_of;  // by job; nullopt: nobody
  std::int64_t cost = 0;
  std::int64_t bound = 0;  // no assignment costs less
  bool exact = false;      // cost == bound: nothing is better
  std::size_t nobody = 0;  // jobs without anybody

  // How much more than the best it can cost at most: 0.02 is two per cent.
  double gap() const { return cost == 0 ? 0.0 : static_cast<double>(cost - bound) / static_cast<double>(cost); }
};

// The same jobs and workers in any order give the same pairs of ids, but for which of equal jobs goes to whom: those
// with the lower id go to the worker with the lower id. `invalid_argument` for an id that stands twice, or costs that
// are negative, too large or not ascending (own, region, neighbour, far, and far + full < nobody).
Result<Assignments> assign_jobs(const std::vector<Job>& jobs, const std::vector<Worker>& workers, const UnitTree& units,
                                const AssignmentCosts& costs = {});

}  // namespace staysail
