// The stages of a line, by the names that tables and rules use.
#pragma once

#include <string>
#include <vector>

namespace staysail {

// onboarding, growth, maturity, decline, churned, unknown: in the order of a line's life.
const std::vector<std::string>& stage_names();

}  // namespace staysail
