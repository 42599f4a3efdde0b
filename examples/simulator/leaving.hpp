// Turning away and leaving: what drives it, and what a conversation changes.
#pragma once

#include "simulator/line_step.hpp"

namespace staysail::simulator {

// Monthly probability that a user who has not begins to turn away, from what has happened to them.
double probability_of_turning_away(const LineState& line, const MonthContext& month);
// Begins, goes on with or gives up turning away; port-out enquiries on the way.
void turn_away(LineStep& step);

// Probability of leaving this month without any conversation.
double probability_of_leaving(const LineState& line, const MonthContext& month);
// Stays or leaves, by that probability as this month's conversations changed it. `step.out.leave_probability` says it.
void stay_or_leave(LineStep& step);

void end_line(LineStep& step, DayNumber day, Cause cause, bool by_operator);

}  // namespace staysail::simulator
