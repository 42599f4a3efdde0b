// The report of the nights that a store keeps.
#pragma once

#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/store/store.hpp"
#include "staysail/work/task.hpp"

namespace staysail {

// The page of render_report() over at most the twelve nights up to `last`; `language`: en or zh. `invalid_argument` for
// a store without such a night; errors of the store.
Result<std::string> report_of(Store& store, Month last, const std::string& language);
// The same for a night and tasks of all periods that are at hand.
Result<std::string> report_of(Store& store, const NightRecord& night, const std::vector<Task>& tasks,
                              const std::string& language);

}  // namespace staysail
