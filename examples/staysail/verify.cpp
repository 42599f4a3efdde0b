#include <iostream>

#include "host.hpp"
#include "staysail/privacy/audit_trail.hpp"

namespace staysail::program {

namespace {

// Who looked at whom: the chain of the entries, then the last word on the store.
int verify_trail(Store& store) {
  const auto trail = verify_audit(store.entities(), kAuditKey);
  if (!trail) return failed(trail.error());
  if (!trail->sound) {
    std::cout << "NOT sound: the audit trail, from entry " << trail->first_bad << " of " << trail->entries << ": "
              << trail->reason << "\n";
    return kStorage;
  }
  std::cout << "audit trail: " << trail->entries << (trail->entries == 1 ? " entry" : " entries")
            << ", unbroken\nsound\n";
  return kOk;
}

}  // namespace

int verify(const VerifyAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto report = (*store)->verify();
  if (!report) return failed(report.error());
  for (const auto& line : report->lines) std::cout << line << "\n";
  if (!report->sound) return kStorage;  // the last line says what is wrong
  return verify_trail(**store);
}

}  // namespace staysail::program
