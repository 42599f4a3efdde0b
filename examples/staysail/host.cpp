#include "host.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <iostream>
#include <set>

#include "staysail/boss/mapping.hpp"
#include "staysail/privacy/audited_look.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/erasure.hpp"
#ifdef STAYSAIL_HAS_POSTGRES
#include "staysail/store/postgres_store.hpp"
#endif

namespace staysail::program {
namespace {

std::atomic<bool> stop_asked{false};

void ask_to_stop(int) { stop_asked.store(true); }

bool is_storage(Errc code) { return code >= Errc::store_locked && code <= Errc::not_a_store; }

// The places of the stores that this process has opened.
std::set<std::string>& places_of_stores() {
  static std::set<std::string> places;
  return places;
}

// Whatever a store says of itself: that it cannot be reached, read or written.
bool is_of_store(const Error& error) {
  return error.place() != nullptr && places_of_stores().count(error.place()->file) != 0;
}

bool is_usage(Errc code) { return code == Errc::invalid_argument || code == Errc::unsupported; }

StoreRegistry known_stores() {
  StoreRegistry stores;
  add_sqlite(stores);
#ifdef STAYSAIL_HAS_POSTGRES
  add_postgres(stores);
#endif
  return stores;
}

}  // namespace

int failed(const Error& error) {
  std::cerr << "staysail: " << error.to_string() << "\n";
  if (is_storage(error.code())) return kStorage;
  if (is_usage(error.code())) return kUsage;
  return is_of_store(error) ? kStorage : kData;
}

int refused_store(const Error& error) {
  const int code = failed(error);
  return code == kUsage ? kUsage : kStorage;
}

Result<std::unique_ptr<Store>> open_named_store(const std::string& url, Opening opening) {
  STAYSAIL_TRY(const auto parts, StoreUrl::parse(url));
  const bool as_it_is = opening == Opening::or_make || parts.scheme == "memory";
  auto store = known_stores().open(as_it_is ? url : url + (parts.options.empty() ? "?" : "&") + "create=false");
  if (store && !(*store)->place().empty()) places_of_stores().insert((*store)->place());
  return store;
}

Result<NightRecord> load_night(Store& store, const std::string& period) {
  Month month;
  if (period.empty()) {
    STAYSAIL_TRY(const auto periods, NightRecord::periods(store));
    if (periods.empty()) return Error(Errc::not_found, "this store has no night yet; begin with `staysail run`");
    month = periods.back();
  } else {
    STAYSAIL_TRY(month, Month::parse(period));
  }
  STAYSAIL_TRY(auto night, NightRecord::load(store, month));
  if (!night)
    return Error(Errc::not_found,
                 "there was no night in " + month.to_string() + "; `staysail report` shows which there were");
  return *std::move(night);
}

Status note_read(Store& store, const std::string& verb, const std::string& subject, const Purpose& purpose) {
  STAYSAIL_TRY(const bool noted, note_look(store, {wall_clock(), verb, subject, purpose.name(), "view"}, kAuditKey));
  if (!noted) std::cerr << "staysail: this store may only be read, so the audit trail does not have this look\n";
  return ok();
}

Result<ModelCatalog> catalog_of(const std::string& mapping) {
  if (mapping.empty()) return ModelCatalog();
  STAYSAIL_TRY(const auto read, Mapping::load(mapping));
  return read.catalog;
}

Status keep_list_of_erased(const std::string& url, Store& store) {
  STAYSAIL_TRY(const StoreUrl parts, StoreUrl::parse(url));
  return parts.scheme == "sqlite" ? keep_tombstones(store.entities(), parts.path) : ok();
}

Instant wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

Progress::Progress() : since_(Clock::now()), shown_(since_) { std::signal(SIGINT, ask_to_stop); }

Control Progress::control() {
  Control control;
  control.stop = &stop_asked;
  control.progress = [this](std::string_view step, std::uint64_t done, std::uint64_t total) {
    hear(step, done, total);
  };
  return control;
}

void Progress::hear(std::string_view step, std::uint64_t done, std::uint64_t total) {
  const auto now = Clock::now();
  const bool new_step = steps_.empty() || steps_.back().first != step;
  if (new_step) {
    if (!steps_.empty()) steps_.back().second += std::chrono::duration<double>(now - since_).count();
    steps_.emplace_back(step, 0.0);
    since_ = now;
  }
  const bool terminal = isatty(STDERR_FILENO) == 1;
  if (!new_step && (!terminal || now - shown_ < std::chrono::milliseconds(200))) return;
  shown_ = now;
  std::cerr << (terminal ? "\r\033[K" : "") << step;
  if (total != 0) std::cerr << " " << done << " of " << total;
  std::cerr << (terminal ? "" : "\n") << std::flush;
}

std::vector<std::pair<std::string, double>> Progress::seconds() const {
  auto steps = steps_;
  if (!steps.empty()) steps.back().second += std::chrono::duration<double>(Clock::now() - since_).count();
  return steps;
}

}  // namespace staysail::program
