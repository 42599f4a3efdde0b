// Bills, payments, arrears and barring.
#pragma once

#include "simulator/line_step.hpp"

namespace staysail::simulator {

// Old bills: paid, or not; two unpaid ones bar the line, five end it.
void settle_bills(LineStep& step);
// The bill of this month, issued on its last day (on the day of leaving, for one who leaves).
void issue_bill(LineStep& step);

}  // namespace staysail::simulator
