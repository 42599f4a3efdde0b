// The report of the nights that a store keeps.
#pragma once

#include <string>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// The page of render_report() over at most the twelve nights up to `last`; `language`: en or zh. `invalid_argument` for a store
// without such a night; errors of the store.
Result<std::string> report_of(Store& store, Month last, const std::string& language);

}  // namespace staysail
