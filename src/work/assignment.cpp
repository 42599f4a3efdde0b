#include "staysail/work/assignment.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "work/assignment_problem.hpp"

namespace staysail {
namespace {

constexpr std::int64_t kDearest = 1'000'000;

Error refused(const std::string& what) { return Error(Errc::invalid_argument, what); }

Status check_costs(const AssignmentCosts& costs) {
  const std::int64_t ascending[] = {0, costs.own, costs.region, costs.neighbour, costs.far};
  const bool in_order = std::is_sorted(std::begin(ascending), std::end(ascending)) && costs.full >= 0;
  if (in_order && costs.full <= kDearest && costs.nobody <= kDearest && costs.far + costs.full < costs.nobody)
    return ok();
  return refused(
      "the costs of an assignment ascend from 0: own, region, neighbour, far, and far + full < nobody, all "
      "at most 1000000");
}

Status check_ids(const std::vector<Job>& jobs, const std::vector<Worker>& workers) {
  std::set<std::string> ids;
  for (const Job& job : jobs)
    if (!ids.insert(job.id).second) return refused("a job stands twice: " + job.id);
  std::set<StaffId> people;
  for (const Worker& worker : workers)
    if (!people.insert(worker.id).second) return refused("a person stands twice: " + worker.id.text());
  return ok();
}

bool has_skill(const Worker& worker, const std::string& skill) {
  return skill.empty() || std::find(worker.skills.begin(), worker.skills.end(), skill) != worker.skills.end();
}

std::int64_t pair_cost(const Job& job, const Worker& worker, const UnitTree& units, const AssignmentCosts& costs) {
  if (!job.manager.empty() && job.manager == worker.id) return costs.own;
  const bool same_unit = !job.unit.empty() && job.unit == worker.unit;
  if (same_unit || (!job.region.empty() && job.region == worker.region)) return costs.region;
  const UnitId above = units.parent_of(job.unit);
  return !above.empty() && units.lies_under(worker.unit, above) ? costs.neighbour : costs.far;
}

auto kind_of(const Job& job) { return std::tie(job.skill, job.region, job.unit, job.manager); }

void count_kinds(const std::vector<Job>& jobs, AssignmentProblem& problem) {
  std::map<std::tuple<std::string, std::string, UnitId, StaffId>, std::vector<std::size_t>> kinds;
  for (std::size_t i = 0; i < jobs.size(); ++i) kinds[kind_of(jobs[i])].push_back(i);
  for (auto& [kind, members] : kinds) {
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) { return jobs[a].id < jobs[b].id; });
    problem.kinds.push_back(std::move(members));
  }
}

// What all would cost if nobody stood in anybody's way.
std::int64_t lower_bound_of(const AssignmentProblem& problem) {
  std::int64_t bound = 0;
  for (std::size_t kind = 0; kind < problem.kinds.size(); ++kind) {
    std::int64_t cheapest = problem.costs.nobody;
    for (std::size_t person = 0; person < problem.people.size(); ++person)
      if (problem.cost[kind][person] && problem.free[person] > 0)
        cheapest = std::min(cheapest, *problem.cost[kind][person] + problem.place_cost(person, 0));
    bound += cheapest * static_cast<std::int64_t>(problem.kinds[kind].size());
  }
  return bound;
}

void give_out(const AssignmentProblem& problem, const Shares& shares, Assignments& out) {
  std::vector<std::uint32_t> taken(problem.people.size(), 0);
  for (std::size_t kind = 0; kind < problem.kinds.size(); ++kind) {
    auto job = problem.kinds[kind].begin();
    for (std::size_t person = 0; person < problem.people.size(); ++person)
      for (std::uint32_t i = 0; i < shares[kind][person]; ++i, ++job) {
        out.worker_of[*job] = problem.people[person];
        out.cost += *problem.cost[kind][person] + problem.place_cost(person, taken[person]++);
      }
    const auto left = static_cast<std::size_t>(problem.kinds[kind].end() - job);
    out.nobody += left;
    out.cost += static_cast<std::int64_t>(left) * problem.costs.nobody;
  }
}

}  // namespace

std::int64_t AssignmentProblem::place_cost(std::size_t person, std::uint32_t taken) const {
  const Worker& worker = (*workers)[people[person]];
  return costs.full * (worker.load + taken) / std::max<std::int64_t>(worker.capacity, 1);
}

AssignmentProblem problem_of(const std::vector<Job>& jobs, const std::vector<Worker>& workers, const UnitTree& units,
                             const AssignmentCosts& costs) {
  AssignmentProblem problem;
  problem.workers = &workers;
  problem.costs = costs;
  count_kinds(jobs, problem);
  problem.people.resize(workers.size());
  std::iota(problem.people.begin(), problem.people.end(), std::size_t{0});
  std::sort(problem.people.begin(), problem.people.end(),
            [&](std::size_t a, std::size_t b) { return workers[a].id < workers[b].id; });
  for (const std::size_t person : problem.people)
    problem.free.push_back(workers[person].capacity - std::min(workers[person].capacity, workers[person].load));
  for (const auto& members : problem.kinds) {
    const Job& job = jobs[members.front()];
    problem.cost.emplace_back();
    for (const std::size_t person : problem.people)
      problem.cost.back().push_back(has_skill(workers[person], job.skill)
                                        ? std::optional(pair_cost(job, workers[person], units, costs))
                                        : std::nullopt);
  }
  return problem;
}

// The dearest jobs to leave or to move first: those that have the fewest people; then by kind.
Shares share_greedily(const AssignmentProblem& problem) {
  std::vector<std::pair<std::size_t, std::size_t>> order;  // people who can, kind
  for (std::size_t kind = 0; kind < problem.kinds.size(); ++kind)
    order.emplace_back(
        std::count_if(problem.cost[kind].begin(), problem.cost[kind].end(), [](const auto& c) { return c; }), kind);
  std::sort(order.begin(), order.end());
  Shares shares(problem.kinds.size(), std::vector<std::uint32_t>(problem.people.size(), 0));
  std::vector<std::uint32_t> taken(problem.people.size(), 0);
  for (const auto& [able, kind] : order) {
    std::set<std::pair<std::int64_t, std::size_t>> next;  // what the next job costs with each person
    const auto offer = [&, kind = kind](std::size_t person) {
      if (problem.cost[kind][person] && taken[person] < problem.free[person])
        next.emplace(*problem.cost[kind][person] + problem.place_cost(person, taken[person]), person);
    };
    for (std::size_t person = 0; person < problem.people.size(); ++person) offer(person);
    for (std::size_t i = 0; i < problem.kinds[kind].size() && !next.empty(); ++i) {
      const std::size_t person = next.begin()->second;
      next.erase(next.begin());
      ++shares[kind][person];
      ++taken[person];
      offer(person);
    }
  }
  return shares;
}

Result<Assignments> assign_jobs(const std::vector<Job>& jobs, const std::vector<Worker>& workers, const UnitTree& units,
                                const AssignmentCosts& costs) {
  STAYSAIL_CHECK(check_costs(costs));
  STAYSAIL_CHECK(check_ids(jobs, workers));
  const AssignmentProblem problem = problem_of(jobs, workers, units, costs);
  Assignments out;
  out.worker_of.resize(jobs.size());
  out.exact = problem.kinds.size() * problem.people.size() <= costs.exact_pairs;
  give_out(problem, out.exact ? share_by_flow(problem) : share_greedily(problem), out);
  out.bound = out.exact ? out.cost : lower_bound_of(problem);
  return out;
}

}  // namespace staysail
