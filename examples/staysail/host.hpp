// What this program is to the library: it opens stores, says how far work has come, and turns errors into exit codes.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/result.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/store/store.hpp"
#include "verbs.hpp"

namespace staysail::program {

// Prints the error on stderr, and what kind of failure it is for the shell: 4 when a store that was opened here says it
// of itself, also in the middle of a run; 3 when it is the BOSS, a file or a rule.
int failed(const Error& error);
// The same for a store that cannot be opened: whatever is wrong with it, it is the storage, unless the URL is none.
int refused_store(const Error& error);

// `sqlite:...`, `postgres://...` and `memory:`. Only a verb that brings something makes a store; for the others a
// mistyped path is `not_found`.
enum class Opening { existing, or_make };
Result<std::unique_ptr<Store>> open_named_store(const std::string& url, Opening opening);

// The record of `period` ("2026-01"), or of the latest night when empty. `not_found` when there is none.
Result<NightRecord> load_night(Store& store, const std::string& period);

// The model with the custom tables of a mapping; the model alone without one.
Result<ModelCatalog> catalog_of(const std::string& mapping);

// The key of this program's audit trail; a host takes its own from its key provider.
inline constexpr const char* kAuditKey = "staysail example program";

// Whoever sees more than masks is written down first: `verb` looked at `subject`. A store that may only be read shows
// masks.
Status note_read(Store& store, const std::string& verb, const std::string& subject, const Purpose& purpose);

// A list of who was erased lies beside a store in a file, and outlives it.
Status keep_list_of_erased(const std::string& url, Store& store);

// The wall clock, in UTC. No rule reads a clock, but who looked at or erased a person when is a fact of this moment.
Instant wall_clock();

// Progress on stderr: a line a step, rewritten in place on a terminal; Ctrl-C asks the library to stop.
class Progress {
 public:
  Progress();
  Control control();
  // Seconds by step so far, the running one included, in order of first appearance.
  std::vector<std::pair<std::string, double>> seconds() const;

 private:
  void hear(std::string_view step, std::uint64_t done, std::uint64_t total);
  using Clock = std::chrono::steady_clock;
  std::vector<std::pair<std::string, double>> steps_;
  Clock::time_point since_;
  Clock::time_point shown_;
};

}  // namespace staysail::program
