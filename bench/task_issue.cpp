// Tasks issued into a SQLite store: bench_task_issue [--tasks N] [--store PATH].
//
// Issues N tasks of a plan of one month into a new store file through TaskDesk,
// reads the count back, and prints seconds of wall and processor time.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "staysail/store/sqlite_store.hpp"
#include "staysail/work/task_desk.hpp"

namespace staysail::bench {
namespace {

struct Ask {
  std::size_t tasks = 1'000'000;
  std::string store = "task_issue.db";
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "bench_task_issue: %s\n", what.c_str());
  std::exit(1);
}

Ask asked(int count, char** words) {
  Ask ask;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    if (name == "--tasks") ask.tasks = std::strtoull(words[i + 1], nullptr, 10);
    else if (name == "--store") ask.store = words[i + 1];
    else fail("unknown option: " + name);
  }
  return ask;
}

std::string number(const char* form, std::size_t value) {
  char text[32];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

// As a plan of a month gives them: 12 strategies, 2,000 account managers in 100 units.
Task task_at(std::size_t index) {
  Task task;
  task.customer = CustomerId::of(number("C%010zu", index));
  task.subscription = SubscriptionId::of(number("S%010zu", index));
  task.account = AccountId::of(number("A%010zu", index));
  task.strategy = StrategyId::of(number("strategy_%02zu", index * 7919 % 12));
  task.strategy_version = 1;
  task.issued = Day::of(2026, 1, 10).value();
  task.due = task.issued + 10;
  task.period = task.issued.month_of();
  task.id = task_id_of(task.customer, task.strategy, task.period);
  task.kind = "renewal";
  task.stage = "decline";
  task.segment = number("segment_%zu", index % 16);
  task.rank = static_cast<std::int64_t>(index) + 1;
  task.channel = "call";
  task.tactic = "续约十二个月，月费打九折；先问近期网络体验，再说优惠。";
  const std::size_t manager = index * 104'729 % 2'000;
  const TaskMove move{Instant::at_start_of(task.issued), "system", number("relationship E%06zu", manager)};
  if (!move_task(task, TaskEvent::assign, move)) fail("a planned task could not be assigned");
  task.assignee = StaffId::of(number("E%06zu", manager));
  task.unit = UnitId::of(number("U%04zu", manager % 100));
  return task;
}

std::vector<Task> tasks_of_a_month(std::size_t count) {
  std::vector<Task> tasks;
  tasks.reserve(count);
  for (std::size_t i = 0; i < count; ++i) tasks.push_back(task_at(i));
  return tasks;
}

void issue(const Ask& ask) {
  const std::vector<Task> tasks = tasks_of_a_month(ask.tasks);
  SqliteOptions options;
  options.path = ask.store;
  auto store = open_sqlite_store(options);
  if (!store) fail(store.error().message());
  TaskDesk desk((*store)->entities());
  const auto wall = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  const auto report = desk.issue(tasks);
  if (!report) fail(report.error().message());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  const double busy = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  if (report->issued != tasks.size()) fail("not every task is new: is the store an old one?");
  std::printf("%llu tasks issued and persisted: %.2f s wall, %.2f s processor time, %.1f us a task\n",
              static_cast<unsigned long long>(report->issued), seconds, busy,
              busy * 1e6 / static_cast<double>(std::max<std::size_t>(tasks.size(), 1)));
}

}  // namespace
}  // namespace staysail::bench

int main(int count, char** words) {
  staysail::bench::issue(staysail::bench::asked(count, words));
  return 0;
}
