// Audit entries and the head of their chain as records of a store.
#pragma once

#include "staysail/privacy/audit_trail.hpp"

namespace staysail::privacy {

inline constexpr const char* kAuditKind = "audit";

EntityKey head_key();
Record record_of(const AuditEntry& entry);
Record record_of(const AuditHead& head);
Result<AuditEntry> entry_from(std::string_view payload);
Result<AuditHead> head_from(std::string_view payload);

}  // namespace staysail::privacy
