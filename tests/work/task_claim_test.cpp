#include "staysail/work/task_claim.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

Roster eight_people() {
  std::vector<std::vector<std::string>> rows;
  for (int i = 0; i < 8; ++i)
    rows.push_back({"a" + std::to_string(i), "east", "", "account_manager", "active", "1000000"});
  rows.push_back({"gone", "east", "", "account_manager", "left", "10"});
  return Roster::of(staff_of(rows), units_of({}), RosterRules{}).value();
}

std::vector<Task> planned(std::size_t count, const char* unit = "") {
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < count; ++i) {
    tasks.push_back(task_of("C" + std::to_string(i)));
    tasks.back().unit = UnitId::of(unit);
  }
  return tasks;
}

// Everybody takes `batch` at a time until nothing is left; who took what.
std::vector<std::vector<TaskId>> claim_all(EntityStore& store, std::size_t batch) {
  std::vector<std::vector<TaskId>> taken(8);
  std::vector<std::thread> people;
  for (std::size_t person = 0; person < taken.size(); ++person)
    people.emplace_back([&store, &mine = taken[person], person, batch] {
      TaskDesk desk(store);
      const Roster roster = eight_people();
      const ClaimAsk ask{StaffId::of("a" + std::to_string(person)), {}, batch};
      while (true) {
        const auto claimed = claim_tasks(desk, ask, roster, move_on("2026-01-12T09:00"));
        if (!claimed || claimed->empty()) return;
        for (const Task& task : *claimed) mine.push_back(task.id);
      }
    });
  for (std::thread& each : people) each.join();
  return taken;
}

void nobody_loses_and_nobody_shares(std::size_t count, std::size_t batch) {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue(planned(count)));
  const auto taken = claim_all(store->entities(), batch);
  std::set<TaskId> all;
  std::size_t claims = 0;
  for (std::size_t person = 0; person < taken.size(); ++person) {
    CHECK_FALSE(taken[person].empty());
    claims += taken[person].size();
    all.insert(taken[person].begin(), taken[person].end());
  }
  CHECK(claims == count);
  CHECK(all.size() == count);
  std::size_t held = 0;
  const auto tasks = desk.list().value();
  for (const Task& task : tasks) {
    const std::size_t person = static_cast<std::size_t>(task.assignee.text().back() - '0');
    held += task.state == TaskState::assigned && task.history.size() == 1 &&
                    std::find(taken[person].begin(), taken[person].end(), task.id) != taken[person].end()
                ? 1
                : 0;
  }
  CHECK(held == count);
}

}  // namespace

TEST_CASE("a claim takes free tasks of the unit, as many as are asked for") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue(planned(30, "east")));
  std::vector<Task> others = planned(5, "west");
  for (Task& task : others) task.id = TaskId::of("W" + task.id.text());
  REQUIRE(desk.issue(others));
  const Roster roster = eight_people();
  const ClaimAsk west{StaffId::of("a1"), UnitId::of("west"), 4};
  CHECK(claim_tasks(desk, west, roster, move_on("2026-01-12")).value().size() == 4);
  CHECK(claim_tasks(desk, west, roster, move_on("2026-01-12")).value().size() == 1);
  CHECK(claim_tasks(desk, west, roster, move_on("2026-01-12")).value().empty());
  const auto rest = claim_tasks(desk, {StaffId::of("a2"), {}, 100}, roster, move_on("2026-01-12")).value();
  REQUIRE(rest.size() == 30);
  CHECK(rest.front().assignee.text() == "a2");
  CHECK(rest.front().history.back().note == "claimed");
  CHECK(claim_tasks(desk, {StaffId::of("a2"), {}, 0}, roster, move_on("2026-01-12")).value().empty());
  CHECK(claim_tasks(desk, {StaffId::of("gone"), {}, 1}, roster, move_on("2026-01-12")).error().code() ==
        Errc::no_assignee);
}

TEST_CASE("eight people claim at once: no task twice, none lost [threads]") {
  nobody_loses_and_nobody_shares(4000, 25);
}

TEST_CASE("eight people claim a hundred thousand tasks: no task twice, none lost [threads] [slow]") {
  nobody_loses_and_nobody_shares(100'000, 100);
}

}  // namespace staysail::test
