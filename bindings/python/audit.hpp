// What Python writes into a store's audit trail.
#pragma once

#include "run.hpp"
#include "staysail/privacy/audited_look.hpp"

namespace staysail::python {

// The key of the example program, so that the trail of a store that both work on is one.
inline constexpr const char* kAuditKey = "staysail example program";

}  // namespace staysail::python
