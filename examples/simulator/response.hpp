// How a user answers an action.
#pragma once

#include <span>

#include "simulator/action.hpp"
#include "simulator/line_step.hpp"

namespace staysail::simulator {

// Whether the BOSS would carry the action out at all: a renewal within four months of the end of an agreement or up to
// six after it, services on a mobile line, nothing but care on a barred line.
bool is_possible(const LineState& line, const MonthContext& month, const Action& action);

// Probability that one who was reached says yes.
double probability_of_accepting(const LineState& line, const MonthContext& month, const Action& action);

// Lets the user answer each action in turn: rows of outcomes and interactions, changes to what the user holds, and what
// it does to leaving in `step.leave_multiplier` and `step.leave_addition`.
void respond(LineStep& step, std::span<const Action> actions);

}  // namespace staysail::simulator
