// What the plan of a night does for a line, or why it does nothing.
#pragma once

#include <string>
#include <string_view>

#include "report/page.hpp"

namespace staysail::report {

// The strategies of the period's tasks for the line; else what stopped the strategies it matched, the one that came
// furthest first; else that none matches. A dash where the night made no plan.
std::string plan_for_line(const Page& page, std::string_view subscription);

}  // namespace staysail::report
