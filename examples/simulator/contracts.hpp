// Plans and agreements of a line: what it starts with, how they change, how they end.
#pragma once

#include <optional>

#include "simulator/line_step.hpp"

namespace staysail::simulator {

// A line that was there before the history, as it stands when the history begins.
void draw_standing(LineState& line, const MonthContext& first_month);
// The rows that tell what draw_standing() made.
void report_standing(LineStep& step);
// A new line begins in this month.
void activate(LineStep& step);

// Ends an agreement that has run out, begins the one on file, and lets the user renew unasked.
void keep_agreement(LineStep& step);
// Up or down the ladder unasked; value-added services taken and dropped unasked.
void change_plan_unasked(LineStep& step);
void change_services_unasked(LineStep& step);

struct Signature {
  DayNumber day = 0;
  std::uint8_t months = 12;
  std::uint8_t discount_percent = 0;
};
// A new agreement: after the running one when there is one, else from the day on.
void sign(LineStep& step, const Signature& signature);
// The end of the running agreement lies within `months` months, or it ended within the last six; and none follows it.
bool may_renew(const LineState& line, const MonthContext& month, int months);
void move_to_rung(LineStep& step, std::uint8_t rung, DayNumber day);
void open_service(LineStep& step, std::uint8_t service, DayNumber day);
void close_service(LineStep& step, std::uint8_t service, DayNumber day);
// Everything that hangs on the line ends with it.
void end_holdings(LineStep& step, DayNumber day);

}  // namespace staysail::simulator
