// Promise 1 among processes: kills, two writers, a forked child, a reader that stays.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "durable_work.hpp"

using namespace staysail;
using namespace staysail::store;

namespace {

// Runs `work` in a child, which ends with its answer.
template <class Work>
pid_t in_child(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

int answer_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// A child works on a store and says each acknowledged step through a pipe until it is killed.
class KillTrial {
 public:
  // `boasts`: the planted fault, a child that acknowledges all steps before it does them.
  explicit KillTrial(bool boasts) : boasts_(boasts) {}

  std::string kill_after(std::chrono::microseconds patience) {
    const TemporaryFolder folder;
    const SqliteOptions options = quick_options(folder.file("s.db"));
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = in_child([&] { return work(options, ends[1]); });
    ::close(ends[1]);
    char step = 0;
    int acknowledged = ::read(ends[0], &step, 1) == 1 ? 1 : 0;  // it is at work
    std::this_thread::sleep_for(patience);
    ::kill(child, SIGKILL);
    answer_of(child);
    for (; ::read(ends[0], &step, 1) == 1;) ++acknowledged;
    ::close(ends[0]);
    return fault_of(options, acknowledged, states_);
  }

  static constexpr int kSteps = 60;

 private:
  int work(const SqliteOptions& options, int out) const {
    const auto store = open_sqlite_store(options);
    if (boasts_ && ::write(out, std::string(kSteps, 'b').data(), kSteps) != kSteps) return 1;
    for (int step = 0; store && step < kSteps; ++step) {
      if (!do_step(**store, step)) return 1;
      if (!boasts_ && ::write(out, "a", 1) != 1) return 1;
    }
    std::this_thread::sleep_for(std::chrono::seconds(boasts_ ? 0 : 1));
    return 0;
  }

  bool boasts_;
  std::vector<std::string> states_ = states_after(kSteps);
};

long losses(int kills, bool boasts, std::string& first) {
  KillTrial trial(boasts);
  std::mt19937 dice(11);
  long found = 0;
  for (int i = 0; i < kills; ++i) {
    const std::string fault = trial.kill_after(std::chrono::microseconds(200 + dice() % 40000));
    if (!fault.empty() && found++ == 0) first = fault;
  }
  return found;
}

void survives(int kills) {
  std::string first;
  const long found = losses(kills, false, first);
  MESSAGE("killed: " << kills << " times, " << found << " losses");
  CHECK_MESSAGE(found == 0, first);
}

// Adds one to a number `times` times, whoever else does the same.
int count_up(const std::string& path, int times, std::uint64_t expected_by_default) {
  SqliteOptions options = quick_options(path);
  options.busy_timeout = std::chrono::milliseconds(20000);
  const auto store = open_sqlite_store(options);
  if (!store) return 1;
  const EntityKey key{"number", "n"};
  for (int done = 0; done < times;) {
    const auto read = (*store)->entities().get({key});
    if (!read) return 2;
    const auto& before = read->front();
    Record record{key, 0, std::to_string(before ? std::stoi(before->payload) + 1 : 1), {}};
    ChangeSet changes;
    changes.put(record, expected_by_default != 0 ? expected_by_default : before ? before->version : absent);
    const auto receipt = (*store)->entities().apply(
        changes, std::to_string(::getpid()) + " " + std::to_string(done) + " " + record.payload);
    if (receipt) ++done;
    else if (receipt.error().code() != Errc::conflict) return 3;
  }
  return 0;
}

int counted_by_two(const std::string& path, int times, std::uint64_t expected_by_default) {
  const pid_t one = in_child([&] { return count_up(path, times, expected_by_default); });
  const pid_t two = in_child([&] { return count_up(path, times, expected_by_default); });
  CHECK(answer_of(one) == 0);
  CHECK(answer_of(two) == 0);
  const auto store = open_quickly(path);
  CHECK(store->verify().value().sound);
  return std::stoi(store->entities().get({EntityKey{"number", "n"}}).value().front()->payload);
}

}  // namespace

TEST_CASE("a killed process loses no acknowledged change") { survives(150); }
TEST_CASE("a killed process loses no acknowledged change, 2000 times [slow]") { survives(2000); }
TEST_CASE("planted fault: who acknowledges before the commit is found out") {
  std::string first;
  CHECK(losses(30, true, first) > 0);
}

TEST_CASE("two processes that write lose nothing of each other") {
  const TemporaryFolder folder;
  CHECK(counted_by_two(folder.file("s.db"), 100, 0) == 200);
}

TEST_CASE("planted fault: two processes that do not say what they read overwrite each other") {
  const TemporaryFolder folder;
  CHECK(counted_by_two(folder.file("s.db"), 300, any_version) < 600);
}

TEST_CASE("a child that inherited a handle is refused, and leaves the parent's store whole") {
  const TemporaryFolder folder;
  auto store = open_quickly(folder.file("s.db"));
  fill(*store);
  const std::string before = contents(*store);
  const pid_t child = in_child([&] {
    const auto read = store->entities().was_applied("t");
    const auto written = store->entities().apply(customers(50, 51), "of the child");
    const auto verified = store->verify();
    store.reset();
    const bool refused = !read && !written && !verified && written.error().code() == Errc::unsupported;
    return refused && open_sqlite_store(quick_options(folder.file("s.db"))) ? 0 : 1;
  });
  CHECK(answer_of(child) == 0);
  CHECK(contents(*store) == before);
  CHECK(store->entities().apply(customers(60, 61), "of the parent"));
  CHECK(store->verify().value().sound);
}

TEST_CASE("a reader that stays does not let the log grow without end, and is told") {
  const TemporaryFolder folder;
  SqliteOptions options = quick_options(folder.file("s.db"));
  options.max_log_pages = 400;
  const auto store = open_quickly(options);
  fill(*store);
  sqlite3* reader = nullptr;
  REQUIRE(sqlite3_open_v2(options.path.c_str(), &reader, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM entities", nullptr, nullptr, nullptr) == SQLITE_OK);
  int kept = 0, refused = 0;
  const auto commit = [&](int number) {
    const auto receipt = store->entities().apply(customers(number % 7, number % 7 + 1), token_of(number));
    if (receipt) ++kept;
    else if (receipt.error().code() == Errc::store_locked) ++refused;
  };
  for (int number = 0; refused < 3 && number < 3000; ++number) commit(number);
  CHECK(refused == 3);
  CHECK(kept > 20);
  CHECK(std::filesystem::file_size(options.path + "-wal") < 440 * (16384 + 24));
  sqlite3_close(reader);
  for (int number = 5000; number < 5003; ++number) commit(number);
  CHECK(refused == 3);
  CHECK(store->verify().value().sound);
}
