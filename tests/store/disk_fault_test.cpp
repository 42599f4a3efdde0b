// Promise 11: a fault of the disk at any call leaves the state as it was and the handle usable; a failed sync poisons
// it.
#include "durable_work.hpp"
#include "faulty_disk.hpp"

using namespace staysail;
using namespace staysail::store;

namespace {

constexpr int kBefore = 3, kSteps = 7;

FaultyDisk& the_disk() {
  static FaultyDisk disk("staysail-test-faults");
  return disk;
}

struct Tried {
  long points = 0;
  int faults = 0;     // points at which a promise was broken
  int poisoned = 0;   // points after which the handle refused to go on
  std::string first;  // broken promise, in words
};

class FaultTrial {
 public:
  explicit FaultTrial(bool believes_errors = true) : believes_errors_(believes_errors) {
    options_.vfs = the_disk().name();
    the_disk().restore({});
    {
      const auto store = open_quickly(options_);
      for (int step = 0; step < kBefore; ++step) REQUIRE(do_step(*store, step));
    }
    base_ = the_disk().image();
  }
  ~FaultTrial() { the_disk().restore({}); }

  // Strikes at the first, second, third ... call until the work is done before the fault comes.
  Tried at_every_call(Fault fault) {
    Tried tried;
    for (long at = 1; strike(fault, at, tried); ++at) ++tried.points;
    return tried;
  }

 private:
  void broken(Tried& tried, const std::string& what) {
    if (tried.faults++ == 0) tried.first = "call " + std::to_string(tried.points + 1) + ": " + what;
  }

  bool strike(Fault fault, long at, Tried& tried) {
    the_disk().restore(base_);
    int done = kBefore;
    bool in_doubt = false;
    {
      const auto store = open_quickly(options_);
      the_disk().arm(fault, at);
      in_doubt = work(*store, done, tried);
      if (!the_disk().struck()) return false;
      the_disk().disarm();
    }
    const std::string fault_found = fault_of(options_, done, states_);
    if (!fault_found.empty()) broken(tried, fault_found);
    if (in_doubt && fault != Fault::sync_error) broken(tried, "a fault that is no failed sync poisoned the handle");
    return true;
  }

  // True when the handle was poisoned. A step that failed must have done nothing, and go through when repeated.
  bool work(Store& store, int& done, Tried& tried) {
    for (; done < kSteps; ++done) {
      const auto receipt = do_step(store, done);
      if (receipt || !believes_errors_) continue;
      if (receipt.error().code() == Errc::in_doubt || !store.entities().was_applied("any"))
        return poisoned(store, tried);
      if (contents(store) != states_[static_cast<std::size_t>(done)]) broken(tried, "a refused step left something");
      const auto again = do_step(store, done);
      if (!again) broken(tried, "the handle is not usable: " + again.error().to_string());
    }
    return false;
  }

  bool poisoned(Store& store, Tried& tried) {
    ++tried.poisoned;
    if (do_step(store, kSteps).has_value()) broken(tried, "a poisoned handle took a change");
    return true;
  }

  bool believes_errors_;
  TemporaryFolder folder_;
  SqliteOptions options_ = quick_options(folder_.file("s.db"));
  std::vector<std::string> states_ = states_after(kSteps);
  FaultyDisk::Image base_;
};

void holds(Fault fault, const std::string& what, bool poisons) {
  FaultTrial trial;
  const Tried tried = trial.at_every_call(fault);
  MESSAGE(what << ": " << tried.points << " calls, " << tried.faults << " broken promises, " << tried.poisoned
               << " handles poisoned");
  CHECK(tried.points > 8);
  CHECK_MESSAGE(tried.faults == 0, tried.first);
  CHECK((tried.poisoned > 0) == poisons);
}

}  // namespace

TEST_CASE("an error of any write leaves state and handle as they were") { holds(Fault::write_error, "EIO", false); }
TEST_CASE("a full disk leaves state and handle as they were") { holds(Fault::disk_full, "ENOSPC", false); }
TEST_CASE("a short write leaves state and handle as they were") { holds(Fault::short_write, "short write", false); }
TEST_CASE("an error of any read leaves state and handle as they were") { holds(Fault::read_error, "read", false); }
TEST_CASE("a file that cannot be opened leaves state and handle as they were") {
  holds(Fault::open_error, "open", false);
}
TEST_CASE("a failed sync poisons the handle") { holds(Fault::sync_error, "fsync", true); }

TEST_CASE("planted fault: a host that takes a refusal for a success is found out") {
  FaultTrial trial(false);
  CHECK(trial.at_every_call(Fault::disk_full).faults > 0);
}
