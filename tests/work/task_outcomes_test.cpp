#include "staysail/work/task_outcomes.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "main/scenario.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

std::vector<TaskOutcome> outcomes_from(const TaskId& task, const std::string& words) {
  std::vector<TaskOutcome> outcomes;
  Day on = day("2026-01-11");
  for (const std::string& word : split(words, ' ')) {
    outcomes.push_back({task, on, word, ""});
    on = on + 1;
  }
  return outcomes;
}

}  // namespace

TEST_CASE("outcomes move and close the tasks they answer, in whatever order they come") {
  for (const auto& row : scenario::read_scenarios("tasks.txt")) {
    if (row.given.count("outcomes") == 0) continue;
    CAPTURE(row.where);
    CAPTURE(row.name);
    const auto store = make_memory_store();
    TaskDesk desk(store->entities());
    const Task task = assigned_task("C1", row.given.at("action") == "yes");
    CHECK(desk.issue({task}));
    auto outcomes = outcomes_from(task.id, row.given.at("outcomes"));
    std::reverse(outcomes.begin(), outcomes.end());
    CHECK(take_outcomes(desk, WorkRules{}, outcomes));
    const Task moved = desk.find(task.id).value();
    CHECK(name_of(moved.state) == row.expected.at("state"));
    CHECK(moved.result == row.expected.at("result"));
    CHECK(take_outcomes(desk, WorkRules{}, outcomes));
    CHECK(desk.find(task.id).value() == moved);
  }
}

TEST_CASE("outcomes that are known, or answer no open task, are counted and change nothing") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const Task task = assigned_task("C1");
  CHECK(desk.issue({task}));
  const auto delivered = outcomes_from(task.id, "delivered");
  CHECK(take_outcomes(desk, {}, delivered).value().noted == 1);
  CHECK(take_outcomes(desk, {}, delivered).value().repeated == 1);
  CHECK(take_outcomes(desk, {}, outcomes_from(TaskId::of("T-other"), "refused")).value().strangers == 1);
  CHECK(take_outcomes(desk, {}, outcomes_from(task.id, "refused renewed")).value().strangers == 1);
  CHECK(desk.find(task.id).value().result == "refused");
  CHECK(take_outcomes(desk, {}, outcomes_from(task.id, "pleased")).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::test
