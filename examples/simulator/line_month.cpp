#include "simulator/line_month.hpp"

namespace staysail::simulator {

void LineMonth::clear() {
  changed = by_operator = reached = accepted = false;
  terminated = 0;
  cause = Cause::none;
  leave_probability = 0;
  statuses.clear();
  agreements.clear();
  plans.clear();
  services.clear();
  bills.clear();
  payments.clear();
  tickets.clear();
  interactions.clear();
  port_outs.clear();
  outcomes.clear();
  opt_outs.clear();
  receipts.clear();
  usage.reset();
}

}  // namespace staysail::simulator
