// Backups, their way back, and the erasure of a customer.
#include <iostream>

#include "host.hpp"
#include "staysail/privacy/audit_trail.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/erasure.hpp"

namespace staysail::program {
namespace {

Result<StoreUrl> file_url(const std::string& text) {
  STAYSAIL_TRY(StoreUrl url, StoreUrl::parse(text));
  if (url.scheme == "sqlite") return url;
  return Error(Errc::unsupported, "backups are made of stores in a file: sqlite:PATH; this is another one: " + text);
}

Result<std::uint64_t> put_back(const RestoreAsk& ask) {
  STAYSAIL_TRY(const StoreUrl url, file_url(ask.store));
  STAYSAIL_TRY(const SqliteOptions place, sqlite_options(url));
  return restore_erased(
      place.path, [&] { return restore_sqlite_store(ask.backup, place, ask.replace); },
      [&] { return open_named_store(ask.store, Opening::existing); });
}

// The trail knows the customer by a pseudonym alone.
Status note_erasure(Store& store, const std::string& id) {
  STAYSAIL_TRY(AuditTrail trail, AuditTrail::load(store.entities(), kAuditKey));
  trail.add(AuditEvent{wall_clock(), "staysail erase", id, "", "erase"});
  return trail.save(store.entities());
}

Result<ErasureReport> forget(const EraseAsk& ask, Store& store) {
  STAYSAIL_TRY(const StoreUrl url, StoreUrl::parse(ask.store));
  STAYSAIL_TRY(const ErasureReport report, erase_customer(store, ask.id));
  STAYSAIL_CHECK(note_erasure(store, ask.id));
  if (url.scheme == "sqlite") STAYSAIL_CHECK(keep_tombstones(store.entities(), url.path));
  return report;
}

int resume(Store& store) {
  const auto ended = resume_erasures(store);
  if (!ended) return failed(ended.error());
  std::cout << *ended << " interrupted erasures ended\n";
  return kOk;
}

}  // namespace

int backup(const BackupAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const Status made = (*store)->backup(ask.out);
  if (!made) return refused_store(made.error());
  std::cout << "backup: " << ask.out << ", verified\n";
  return kOk;
}

int restore(const RestoreAsk& ask) {
  const auto erased = put_back(ask);
  if (!erased) return refused_store(erased.error());
  std::cout << "restored: " << ask.store << ", verified; " << *erased << " customers erased again\n";
  return kOk;
}

int erase(const EraseAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  if (ask.id.empty()) return resume(**store);
  const auto report = forget(ask, **store);
  if (!report) return failed(report.error());
  std::cout << (report->repeated ? "erased before; what had come since is gone: " : "erased: ") << report->ids
            << " ids, " << report->records << " records, " << report->rows << " rows\n";
  return kOk;
}

}  // namespace staysail::program
