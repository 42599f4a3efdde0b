// The simulated operator as a user meets it: a history of months, then one month at a time in answer to actions.
#pragma once

#include <string>

#include "simulator/operator.hpp"
#include "simulator/options.hpp"
#include "staysail/base/control.hpp"

namespace staysail::simulator {

struct SimulationSummary {
  Month first_month, last_month;  // of what was written
  std::uint32_t subscriptions = 0;
  std::uint32_t customers = 0;
  std::uint64_t rows = 0;  // planted ones included
  std::uint64_t planted = 0;
};

// Writes `options.out`: the export, its mapping.toml, and truth/ beside it (see docs/simulator.md). Errors: those of
// Options::validate(), `conflict` when the folder is not empty, `io_failed`, `cancelled`.
Result<SimulationSummary> simulate(const Options& options, const Control& control = {});

// Adds the next month to the export in `folder`. `actions_file` may be empty: nothing was done. From equal folders and
// files it makes equal bytes; after an interruption it can be called again. Errors: `not_found` when no simulation
// stands in `folder` or an action names what is not there, `malformed_file`, `io_failed`.
Result<SimulationSummary> resume(const std::string& folder, const std::string& actions_file,
                                 const Control& control = {});

// Where the BOSS of open_boss() writes actions, and resume() what became of them.
std::string outbox_folder(const std::string& folder);

// The operator as it stands in `folder`, about to live the next month. Months lived before are lived again in memory.
Result<Operator> load_operator(const std::string& folder);

}  // namespace staysail::simulator
