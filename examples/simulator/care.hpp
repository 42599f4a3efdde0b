// Tickets, complaints and conversations that a user starts.
#pragma once

#include "simulator/line_step.hpp"

namespace staysail::simulator {

// Solves what is open, or leaves it open for another month.
void solve_ticket(LineStep& step);
// A complaint, a fault, a question or a survey of this month.
void complain(LineStep& step);
void inquire(LineStep& step);
void answer_survey(LineStep& step);
// Closes the open ticket on a day of this month.
void close_open_ticket(LineStep& step, DayNumber day);

}  // namespace staysail::simulator
