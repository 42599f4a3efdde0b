// A store's state in words.
#pragma once

#include "staysail/store/store.hpp"

namespace staysail::store {

// Fills report.lines from the counts and the first fault.
void describe(StoreReport& report);

}  // namespace staysail::store
