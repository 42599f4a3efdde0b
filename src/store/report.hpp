// A store's state in words.
#pragma once

#include "staysail/store/store.hpp"

namespace staysail::store {

// Fills report.lines from the counts and the first fault.
void describe(StoreReport& report);

// The message of an error as a finding: without the advice to look for one, and with what is no UTF-8 written as \xNN.
std::string fault_text(std::string message);

}  // namespace staysail::store
