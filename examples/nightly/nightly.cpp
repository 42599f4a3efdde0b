// The nightly cycle of a host: nights on one store, what the desk heard between them, orders to the BOSS as files, and
// stopping under the host's control.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/work/task_desk.hpp"

using namespace staysail;
namespace fs = std::filesystem;

namespace {

struct Folders {
  std::string examples, exported, scratch;
};

void tell(const NightResult& night) {
  const RowCounts& rows = night.record.rows;
  std::cout << night.record.as_of.to_string() << ": " << rows.read << " rows read = " << rows.accepted << " accepted + "
            << rows.duplicate << " duplicate + " << rows.quarantined << " quarantined; " << night.warnings
            << " warned of, " << night.tasks_issued << " tasks issued, " << night.tasks_closed << " closed, "
            << night.actions.submitted << " orders\n";
}

// [doc: night]
// One night. Running it again for the same day changes nothing.
Result<NightResult> spend(Store& store, BossActions& actions, const Folders& folders, Day as_of, Executor& executor,
                          const std::atomic<bool>& stop) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(folders.exported, folders.examples + "/embed/mapping.toml"));
  NightParts parts;
  parts.feed = feed.get();
  parts.actions = &actions;
  parts.store = &store;
  parts.playbook = folders.examples + "/playbook";
  parts.catalog = &feed->mapping().catalog;
  parts.currency = feed->mapping().currency;
  NightOptions options;
  options.as_of = as_of;
  options.executor = &executor;
  options.control.stop = &stop;
  return run_night(parts, options);
}
// [doc: end]

// The desk called everybody it had a task for, and they said yes: in life the BOSS exports this file.
Status call_everybody(Store& store, const Folders& folders) {
  TaskDesk desk(store.entities());
  STAYSAIL_TRY(const auto tasks, desk.list());
  std::ofstream heard(folders.exported + "/outcomes_202601.csv");
  heard << "TASK_ID,CUST_ID,SUBS_ID,DAY,RESULT\n";
  for (const Task& task : tasks) {
    std::cout << "  " << task.strategy.text() << " for " << task.subscription.text() << ": accepted\n";
    heard << task.id.text() << "," << task.customer.text() << "," << task.subscription.text() << ",20260112,accepted\n";
  }
  return heard.flush() ? ok() : Status(Error(Errc::io_failed, "the outcomes cannot be written to " + folders.exported));
}

Status some_nights(const Folders& folders) {
  STAYSAIL_TRY(const auto store, open_store("sqlite:" + folders.scratch + "/retention.db"));
  STAYSAIL_TRY(const auto outbox, OutboxActions::open(folders.scratch + "/outbox"));
  ThreadPool pool(2);
  const std::atomic<bool> stop{false};
  const auto spend_on = [&](int month) -> Status {
    STAYSAIL_TRY(const Day as_of, Day::of(2026, month, 1));
    STAYSAIL_TRY(const auto night, spend(*store, *outbox, folders, as_of, pool, stop));
    tell(night);
    return ok();
  };
  // The second night is the first one again: everything is known, nothing is done twice. The third is a month later.
  STAYSAIL_CHECK(spend_on(1));
  STAYSAIL_CHECK(spend_on(1));
  STAYSAIL_CHECK(call_everybody(*store, folders));
  return spend_on(2);
}

}  // namespace

int main(int argc, char** argv) {
  Folders folders;
  folders.examples = argc > 1 ? argv[1] : "examples";
  folders.scratch = (fs::temp_directory_path() / "staysail_nightly").string();
  folders.exported = folders.scratch + "/export";
  fs::remove_all(folders.scratch);
  fs::create_directories(folders.scratch);
  fs::copy(folders.examples + "/embed/export", folders.exported);
  const auto done = some_nights(folders);
  if (!done) std::cerr << done.error().to_string() << "\n";
  fs::remove_all(folders.scratch);
  return done ? 0 : 1;
}
