// The conformance kit of EntityStore: what every implementation must keep, checked against an independent model.
#pragma once

#include <string_view>

#include "staysail/store/entity_store.hpp"
#include "staysail/testing/conformance_report.hpp"

namespace staysail {

// Writes and reads records of kinds that begin with "conformance"; leaves other kinds alone. `run` makes kinds and
// tokens of this run its own: give another one when the same store is checked again.
ConformanceReport check_entity_store(EntityStore& store, std::string_view run = "1");

}  // namespace staysail
