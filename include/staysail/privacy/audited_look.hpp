// A look at a person is written down before anything of it is shown.
#pragma once

#include <string>

#include "staysail/privacy/audit_trail.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// Writes `event` into the store's trail under `key`, the host's secret. False: the store may only be read and the event
// names no purpose, so that masks are all there is to see and the trail stays as it is. `io_failed` for a purpose in
// such a store; `conflict` when another trail wrote meanwhile.
Result<bool> note_look(Store& store, const AuditEvent& event, const std::string& key);

}  // namespace staysail
