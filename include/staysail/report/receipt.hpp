// The receipt of a run: one object for programs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "staysail/cycle/night.hpp"

namespace staysail {

// How long each step of a run took, as the host's clock had it, in the order of the steps.
using StepSeconds = std::vector<std::pair<std::string, double>>;

// JSON, as_of to digest (plan_worth only where the plan was made by value); peak_rss_bytes is that of this process so
// far. Ends with a line end.
std::string receipt_json(const NightResult& result, const StepSeconds& seconds);

}  // namespace staysail
