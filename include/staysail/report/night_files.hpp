// What a night leaves in a folder: its tables, its report, and what was done to whom.
#pragma once

#include <string>

#include "staysail/base/executor.hpp"
#include "staysail/base/result.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// Writes the files of report/exports.hpp, then actions.csv (the orders to the BOSS and the conversations of the period,
// as a simulated operator reads them), waiting.csv (Quarantine::waiting_table()), conflicts.csv (Conflicts::table())
// and report.html in `language` (en or zh). `store` is the one the night ran on. Errors as write_night_tables() and
// those of the store; the files that could be written stay. `executor`: null = the calling thread.
Status write_night(Store& store, const NightResult& result, const std::string& folder, const std::string& language,
                   Executor* executor = nullptr);

}  // namespace staysail
