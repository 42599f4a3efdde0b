// LineStep: one subscription in one month; what each of the month's events works on.
#pragma once

#include <algorithm>

#include "simulator/dice.hpp"
#include "simulator/line_month.hpp"
#include "simulator/line_state.hpp"
#include "simulator/month_context.hpp"

namespace staysail::simulator {

struct LineStep {
  const MonthContext& month;
  Dice dice;
  LineState& line;
  LineMonth& out;
  DayNumber latest = 0;           // the day of the latest thing that happened: nobody leaves before it
  double leave_multiplier = 1.0;  // what the conversations do to the probability of leaving
  double leave_addition = 0.0;
};

inline LineStep step_of(const MonthContext& month, LineState& line, LineMonth& out) {
  return LineStep{month, Dice(month.seed, Thing::line, line.line, month.number), line, out};
}

inline DayNumber number_of(Day day) { return day.days_since_epoch(); }

// The nth day of the month on which something happens to the line: not before it was there.
inline DayNumber day_of_event(LineStep& step, std::uint32_t nth) {
  const DayNumber day = std::max(number_of(step.month.day(nth)), step.line.activated);
  step.latest = std::max(step.latest, day);
  return day;
}
inline bool is_within(const MonthContext& month, DayNumber day) {
  return day >= number_of(month.first) && day <= number_of(month.last);
}

// Days of the month on which the line was there, of all its days.
inline double share_of_month(const LineStep& step) {
  const DayNumber from = std::max(step.line.activated, number_of(step.month.first));
  const DayNumber to = step.out.terminated != 0 ? step.out.terminated : number_of(step.month.last);
  return static_cast<double>(std::max(to - from + 1, 1)) / step.month.days;
}

}  // namespace staysail::simulator
