// The conformance kit of FactStore.
#pragma once

#include <string_view>

#include "staysail/store/fact_store.hpp"
#include "staysail/testing/conformance_report.hpp"

namespace staysail {

// Appends to and scans tables whose names begin with "conformance". `run` makes tables and tokens of this run its own.
ConformanceReport check_fact_store(FactStore& store, std::string_view run = "1");

}  // namespace staysail
