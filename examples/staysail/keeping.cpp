// Backups, their way back, and the erasure of a customer.
#include <iostream>

#include "host.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/erasure.hpp"

namespace staysail::program {
namespace {

ErasureAudit audited(const char* actor) { return ErasureAudit{kAuditKey, wall_clock(), actor}; }

Result<std::uint64_t> put_back(const RestoreAsk& ask) {
  STAYSAIL_TRY(const StoreUrl url, StoreUrl::parse(ask.store));
  STAYSAIL_TRY(const SqliteOptions place, restore_place(url));
  return restore_erased(
      place.path, [&] { return restore_sqlite_store(ask.backup, place, ask.replace); },
      [&] { return open_named_store(ask.store, Opening::existing); }, audited("staysail restore"));
}

Result<ErasureReport> forget(const EraseAsk& ask, Store& store) {
  STAYSAIL_TRY(const ErasureReport report, erase_customer(store, ask.id, audited("staysail erase")));
  STAYSAIL_CHECK(keep_list_of_erased(ask.store, store));
  return report;
}

int resume(const EraseAsk& ask, Store& store) {
  const auto ended = resume_erasures(store, audited("staysail erase"));
  if (!ended) return failed(ended.error());
  if (const Status kept = keep_list_of_erased(ask.store, store); !kept) return failed(kept.error());
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
  if (ask.id.empty()) return resume(ask, **store);
  const auto report = forget(ask, **store);
  if (!report) return failed(report.error());
  std::cout << (report->repeated ? "erased before; what had come since is gone: " : "erased: ") << report->ids
            << " ids, " << report->records << " records, " << report->rows << " rows\n";
  return kOk;
}

}  // namespace staysail::program
