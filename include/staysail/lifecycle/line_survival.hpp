// How long lines stay, by what they are: Kaplan-Meier over the lines that a frame knows, those still there cut off at
// `as_of`.
//
// A line's time runs from its activation to its end, in days; where no day is told, from the months of tenure that the
// BOSS gives. An export that tells of ends since a day only holds of the lines begun before it those that stayed: such
// a line is at risk from the first end on that is told (left-truncated), so that they do not make the curve too good.
// Exact counts of days, so the order of rows changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/statistics/kaplan_meier.hpp"
#include "staysail/statistics/log_rank.hpp"
#include "staysail/statistics/risk_table.hpp"

namespace staysail {

// A plain value; durations in days.
struct GroupSurvival {
  std::string group;  // a text of the group column; empty where there is none
  std::uint64_t lines = 0, ended = 0;
  statistics::RiskTable table;
  statistics::KaplanMeier curve;
};

struct LineSurvival {
  static constexpr double kDaysAMonth = 30.4375;

  std::vector<GroupSurvival> groups;  // by text; those without a line that can be timed are left out
  // Whether the groups leave at the same pace; nothing where there are too few groups or ends to say.
  std::optional<statistics::LogRankTest> difference;
  // Lines without a group, a beginning, or the day of their end.
  std::uint64_t left_out = 0;
};

// `frame`: subscription_id, status, activated, terminated, and if they are there tenure_months (a whole number), and
// `group`, a text column; an empty name, or one the frame lacks, takes all lines together. A line that began after
// `as_of` is left out. Errors: `schema_mismatch` for a column that is missing or of another type.
Result<LineSurvival> line_survival(const Batch& frame, const std::string& group, Day as_of);

}  // namespace staysail
