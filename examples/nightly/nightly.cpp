// The nightly cycle of a host: two nights on one store, orders to the BOSS as files, progress and stopping under the host's control.
#include <atomic>
#include <filesystem>
#include <iostream>

#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/store/sqlite_store.hpp"

using namespace staysail;

namespace {

void tell(const NightResult& night) {
  const RowCounts& rows = night.record.rows;
  std::cout << night.record.as_of.to_string() << ": " << rows.read << " rows read = " << rows.accepted << " accepted + " << rows.duplicate << " duplicate + " << rows.quarantined
            << " quarantined; " << night.warnings << " warned of, " << night.tasks_issued << " tasks issued, " << night.tasks_closed << " closed, " << night.actions_submitted
            << " orders\n";
}

// [doc: night]
// One night. Running it again for the same day changes nothing.
Result<NightResult> spend(Store& store, BossActions& actions, const std::string& examples, Day as_of, Executor& executor, const std::atomic<bool>& stop) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(examples + "/embed/export", examples + "/embed/mapping.toml"));
  NightParts parts;
  parts.feed = feed.get();
  parts.actions = &actions;
  parts.store = &store;
  parts.playbook = examples + "/playbook";
  parts.catalog = &feed->mapping().catalog;
  NightOptions options;
  options.as_of = as_of;
  options.executor = &executor;
  options.control.stop = &stop;
  return run_night(parts, options);
}
// [doc: end]

Status two_nights(const std::string& examples, const std::string& scratch) {
  STAYSAIL_TRY(const auto store, open_store("sqlite:" + scratch + "/retention.db"));
  STAYSAIL_TRY(const auto outbox, OutboxActions::open(scratch + "/outbox"));
  ThreadPool pool(2);
  const std::atomic<bool> stop{false};
  // The second night is the first one again: everything is known, nothing is done twice. The third is a month later.
  for (const int month : {1, 1, 2}) {
    STAYSAIL_TRY(const Day as_of, Day::of(2026, month, 1));
    STAYSAIL_TRY(const auto result, spend(*store, *outbox, examples, as_of, pool, stop));
    tell(result);
  }
  return ok();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string examples = argc > 1 ? argv[1] : "examples";
  const auto scratch = std::filesystem::temp_directory_path() / "staysail_nightly";
  std::filesystem::remove_all(scratch);
  std::filesystem::create_directories(scratch);
  const auto done = two_nights(examples, scratch.string());
  if (!done) std::cerr << done.error().to_string() << "\n";
  std::filesystem::remove_all(scratch);
  return done ? 0 : 1;
}
