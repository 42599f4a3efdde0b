// The order of events in a line's month.
#pragma once

#include <span>

#include "simulator/action.hpp"
#include "simulator/customer.hpp"
#include "simulator/line_month.hpp"
#include "simulator/line_state.hpp"
#include "simulator/month_context.hpp"

namespace staysail::simulator {

// A line before the first month: as it stands, or absent when it comes later.
LineState found_line(const Population& population, const Customer& customer, std::uint32_t position,
                     const MonthContext& first_month);

// Lives one month: changes `line`, and tells what happened in `out` (overwritten). `actions` are those on this line, in
// the order of their tokens. Months must be lived in order; nothing else about the order of calls matters.
void live_month(const MonthContext& month, LineState& line, std::span<const Action> actions, LineMonth& out);

}  // namespace staysail::simulator
