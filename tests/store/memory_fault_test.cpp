// Promise 11: memory that runs out at any request, SQLite's or ours, leaves the state as it was and the handle usable.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STAYSAIL_ALLOCATES_BY_ITSELF  // the thread sanitizer's allocator cannot be replaced
#endif
#endif
#ifndef STAYSAIL_ALLOCATES_BY_ITSELF
#include <atomic>
#include <cstdlib>
#include <new>

#include "durable_work.hpp"

namespace {

// Counts down the requests of one kind; the one at zero is refused, once.
struct Countdown {
  std::atomic<long> left{-1};
  std::atomic<bool> struck{false};
  bool refuses() {
    if (left < 0 || left-- != 0) return false;
    return struck = true;
  }
};

Countdown of_sqlite, of_ours;
sqlite3_mem_methods beneath;

void* sqlite_request(int size) { return of_sqlite.refuses() ? nullptr : beneath.xMalloc(size); }
void* sqlite_change(void* block, int size) { return of_sqlite.refuses() ? nullptr : beneath.xRealloc(block, size); }

// SQLite takes other memory only before its first use.
const bool hooked = [] {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &beneath);
  sqlite3_mem_methods methods = beneath;
  methods.xMalloc = sqlite_request;
  methods.xRealloc = sqlite_change;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}();

}  // namespace

void* operator new(std::size_t size) {
  void* block = of_ours.refuses() ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }

using namespace staysail;
using namespace staysail::store;

namespace {

constexpr int kBefore = 2, kSteps = 4;

struct Tried {
  long points = 0;
  int faults = 0;
  std::string first;
};

// Refuses the first, second, third ... request within two steps of work. `stride`: only each n-th, for a quick run.
Tried refuse_every(Countdown& countdown, long stride, bool believes_errors = true) {
  const TemporaryFolder folder;
  const auto states = states_after(kSteps);
  Tried tried;
  const auto broken = [&](const std::string& what) {
    if (tried.faults++ == 0) tried.first = "request " + std::to_string(tried.points) + ": " + what;
  };
  for (long at = 0;; at += stride, ++tried.points) {
    const SqliteOptions options = quick_options(folder.file("s" + std::to_string(tried.points) + ".db"));
    auto store = open_quickly(options);
    for (int step = 0; step < kBefore; ++step) REQUIRE(do_step(*store, step));
    countdown.struck = false;
    long left = at;
    int done = kBefore;
    for (bool repeats = false; done < kSteps;) {
      const Step step(done);
      countdown.left = left;
      const auto receipt = step.on(*store);
      left = countdown.left.exchange(-1);
      if (receipt || !believes_errors) {
        ++done, repeats = false;
        continue;
      }
      if (receipt.error().code() != Errc::out_of_memory) broken("another error: " + receipt.error().to_string());
      if (contents(*store) != states[static_cast<std::size_t>(done)]) broken("a refused step left something");
      if (repeats) return broken("the handle is not usable"), tried;
      repeats = true;
    }
    if (!countdown.struck) return tried;
    store.reset();
    const std::string fault = fault_of(options, done, states);
    if (!fault.empty()) broken(fault);
    for (const char* part : {"", "-wal", "-shm", "-anchor", "-writer"}) std::remove((options.path + part).c_str());
  }
}

void holds(Countdown& countdown, const std::string& what, long stride) {
  REQUIRE(hooked);
  const Tried tried = refuse_every(countdown, stride);
  MESSAGE(what << ": " << tried.points << " requests refused, " << tried.faults << " broken promises");
  CHECK(tried.points > 10);
  CHECK_MESSAGE(tried.faults == 0, tried.first);
}

}  // namespace

TEST_CASE("memory that SQLite does not get leaves state and handle as they were") { holds(of_sqlite, "SQLite", 3); }
TEST_CASE("memory that the store does not get leaves state and handle as they were") { holds(of_ours, "ours", 5); }
TEST_CASE("every request of memory in turn is refused [slow]") {
  holds(of_sqlite, "SQLite", 1);
  holds(of_ours, "ours", 1);
}

TEST_CASE("planted fault: a host that takes a refusal of memory for a success is found out") {
  CHECK(refuse_every(of_sqlite, 25, false).faults > 0);
}
#endif
