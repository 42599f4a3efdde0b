#include "staysail/work/assignment.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>

#include "main/scenario.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

// c1, c2 under east, c3 under west, both under prov.
UnitTree organisation() {
  return UnitTree::of(units_of({{"prov", "", ""},
                                {"east", "", "prov"},
                                {"west", "", "prov"},
                                {"c1", "", "east"},
                                {"c2", "", "east"},
                                {"c3", "", "west"}}))
      .value();
}

// "a1 c1 vip,english 5/3": id, unit (also the region), skills or -, capacity/load.
std::vector<Worker> workers_of(const std::string& text) {
  std::vector<Worker> workers;
  for (const std::string& item : split(text, ';')) {
    const auto words = split(item, ' ');
    const auto month = split(words.at(3), '/');
    Worker worker{StaffId::of(words.at(0)), UnitId::of(words.at(1)), words.at(1), {}, 0, 0};
    if (words.at(2) != "-") worker.skills = split(words.at(2), ',');
    worker.capacity = static_cast<std::uint32_t>(std::stoul(month.at(0)));
    worker.load = static_cast<std::uint32_t>(std::stoul(month.at(1)));
    workers.push_back(std::move(worker));
  }
  return workers;
}

// "j1 c1 vip a1": id, unit, skill or -, manager or -.
std::vector<Job> jobs_of(const std::string& text) {
  std::vector<Job> jobs;
  for (const std::string& item : split(text, ';')) {
    const auto words = split(item, ' ');
    const auto word = [&words](std::size_t i) { return words.at(i) == "-" ? "" : words.at(i); };
    jobs.push_back({words.at(0), word(2), words.at(1), UnitId::of(words.at(1)), StaffId::of(word(3))});
  }
  return jobs;
}

std::string told(const std::vector<Job>& jobs, const std::vector<Worker>& workers, const Assignments& given) {
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < jobs.size(); ++i)
    pairs.push_back(jobs[i].id + ":" + (given.worker_of[i] ? workers[*given.worker_of[i]].id.text() : "-"));
  std::sort(pairs.begin(), pairs.end());
  std::string all;
  for (const std::string& pair : pairs) all += (all.empty() ? "" : " ") + pair;
  return all;
}

struct Case {
  std::vector<Job> jobs;
  std::vector<Worker> workers;
};

Case some_case(int most_jobs) {
  Case made;
  const char* units[] = {"c1", "c2", "c3", ""};
  const char* skills[] = {"", "vip"};
  const int jobs = *rc::gen::inRange(0, most_jobs), workers = *rc::gen::inRange(0, 4);
  for (int i = 0; i < workers; ++i) {
    Worker worker{StaffId::of("a" + std::to_string(i)), UnitId::of(units[*rc::gen::inRange(0, 4)]), "", {}, 0, 0};
    worker.capacity = static_cast<std::uint32_t>(*rc::gen::inRange(0, 4));
    worker.load = static_cast<std::uint32_t>(*rc::gen::inRange(0, 3));
    if (*rc::gen::arbitrary<bool>()) worker.skills = {"vip"};
    made.workers.push_back(worker);
  }
  for (int i = 0; i < jobs; ++i)
    made.jobs.push_back({"j" + std::to_string(i), skills[*rc::gen::inRange(0, 2)], "",
                         UnitId::of(units[*rc::gen::inRange(0, 4)]),
                         StaffId::of(*rc::gen::arbitrary<bool>() ? "a0" : "")});
  return made;
}

// What a pair costs, said once more and plainly.
std::int64_t plain_cost(const Job& job, const Worker& worker, const AssignmentCosts& costs) {
  if (job.manager == worker.id) return costs.own;
  if (!job.unit.empty() && job.unit == worker.unit) return costs.region;
  const bool east = job.unit.text() == "c1" || job.unit.text() == "c2";
  const bool near = east && (worker.unit.text() == "c1" || worker.unit.text() == "c2");
  return near ? costs.neighbour : costs.far;
}

// Every way of giving out the jobs, one after the other.
std::int64_t least_cost(const Case& made, const AssignmentCosts& costs) {
  std::vector<std::uint32_t> taken(made.workers.size(), 0);
  std::function<std::int64_t(std::size_t)> from = [&](std::size_t job) -> std::int64_t {
    if (job == made.jobs.size()) return 0;
    std::int64_t best = costs.nobody + from(job + 1);
    for (std::size_t w = 0; w < made.workers.size(); ++w) {
      const Worker& worker = made.workers[w];
      const bool able = made.jobs[job].skill.empty() || !worker.skills.empty();
      if (!able || worker.load + taken[w] >= worker.capacity) continue;
      const std::int64_t place = costs.full * (worker.load + taken[w]) / worker.capacity;
      ++taken[w];
      best = std::min(best, plain_cost(made.jobs[job], worker, costs) + place + from(job + 1));
      --taken[w];
    }
    return best;
  };
  return from(0);
}

}  // namespace

TEST_CASE("who is given which job, by the table") {
  for (const auto& row : scenario::read_scenarios("assign_jobs.txt")) {
    CAPTURE(row.where);
    const auto jobs = jobs_of(row.given.at("jobs"));
    const auto workers = workers_of(row.given.at("people"));
    const auto given = assign_jobs(jobs, workers, organisation()).value();
    CHECK(told(jobs, workers, given) == row.expected.at("given"));
    CHECK(given.exact);
  }
}

TEST_CASE("the flow finds what trying every way finds; greed is no better, and its bound holds") {
  CHECK(rc::check("least cost", [] {
    const Case made = some_case(6);
    AssignmentCosts costs;
    const auto best = assign_jobs(made.jobs, made.workers, organisation(), costs).value();
    const std::int64_t least = least_cost(made, costs);
    RC_ASSERT(best.exact && best.cost == least && best.gap() == 0.0);
    costs.exact_pairs = 0;
    const auto greedy = assign_jobs(made.jobs, made.workers, organisation(), costs).value();
    const bool trivial = made.jobs.empty() || made.workers.empty();
    RC_ASSERT(trivial || !greedy.exact);
    RC_ASSERT(greedy.cost >= least && greedy.bound <= least);
  }));
}

TEST_CASE("nobody is given more than fits, or what they cannot do; the order of rows says nothing") {
  CHECK(rc::check("rules hold", [] {
    const Case made = some_case(30);
    AssignmentCosts costs;
    costs.exact_pairs = *rc::gen::arbitrary<bool>() ? 0 : 100'000;
    const auto given = assign_jobs(made.jobs, made.workers, organisation(), costs).value();
    std::vector<std::uint32_t> taken(made.workers.size(), 0);
    for (std::size_t i = 0; i < made.jobs.size(); ++i) {
      if (!given.worker_of[i]) continue;
      ++taken[*given.worker_of[i]];
      RC_ASSERT(made.jobs[i].skill.empty() || !made.workers[*given.worker_of[i]].skills.empty());
    }
    for (std::size_t w = 0; w < taken.size(); ++w)
      RC_ASSERT(taken[w] == 0 || taken[w] + made.workers[w].load <= made.workers[w].capacity);
    Case turned = made;
    std::reverse(turned.jobs.begin(), turned.jobs.end());
    std::reverse(turned.workers.begin(), turned.workers.end());
    const auto again = assign_jobs(turned.jobs, turned.workers, organisation(), costs).value();
    RC_ASSERT(told(made.jobs, made.workers, given) == told(turned.jobs, turned.workers, again));
  }));
}

TEST_CASE("a thousand jobs and more people than are solved exactly show their gap") {
  Case made;
  for (int i = 0; i < 60; ++i)
    made.workers.push_back(
        {StaffId::of("a" + std::to_string(100 + i)), UnitId::of(i % 2 == 0 ? "c1" : "c3"), "", {}, 20, 0});
  for (int i = 0; i < 1000; ++i)
    made.jobs.push_back(
        {"j" + std::to_string(i), "", "", UnitId::of(i % 3 == 0 ? "c3" : "c1"), StaffId::of(i % 5 == 0 ? "a100" : "")});
  AssignmentCosts costs;
  const auto best = assign_jobs(made.jobs, made.workers, organisation(), costs).value();
  costs.exact_pairs = 10;
  const auto greedy = assign_jobs(made.jobs, made.workers, organisation(), costs).value();
  CHECK(best.nobody == 0);
  CHECK(greedy.nobody == 0);
  CHECK(greedy.cost >= best.cost);
  CHECK(greedy.bound <= best.cost);
  CHECK(greedy.gap() > 0);
}

TEST_CASE("costs and ids that make no sense are refused") {
  AssignmentCosts costs;
  costs.nobody = 100;
  CHECK(assign_jobs({}, {}, {}, costs).error().code() == Errc::invalid_argument);
  costs = {};
  costs.own = 30;
  CHECK_FALSE(assign_jobs({}, {}, {}, costs));
  CHECK_FALSE(assign_jobs(jobs_of("j1 c1 - -;j1 c1 - -"), {}, {}));
  CHECK_FALSE(assign_jobs({}, workers_of("a1 c1 - 1/0;a1 c1 - 1/0"), {}));
  CHECK(assign_jobs(jobs_of("j1 c1 - -"), {}, {}).value().nobody == 1);
}

}  // namespace staysail::test
