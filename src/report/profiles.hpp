// Profiles of groups of lines: the part of a section that says what they are like.
#pragma once

#include <string>
#include <vector>

#include "report/chart.hpp"
#include "report/page.hpp"
#include "report/row_groups.hpp"

namespace staysail::report {

// Means of the indicators as a chart and a table, and the rule that tells each group from all others. `names`: of the
// groups, for people. Nothing where there is no group, no figure, or more groups than a chart holds.
void append_profile(Page& page, const RowGroups& groups, std::vector<std::string> names, const ChartHead& head);

// The profile of each clustering among the night's indicators.
void append_clusters(Page& page);

}  // namespace staysail::report
