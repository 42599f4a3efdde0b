// The report of the nights that a store keeps.
#pragma once

#include <string>

#include "staysail/base/result.hpp"
#include "staysail/store/store.hpp"

namespace staysail::program {

// HTML, of at most the twelve nights up to `last`; `language`: en or zh.
Result<std::string> report_of(Store& store, Month last, const std::string& language);

}  // namespace staysail::program
