// expect: no matching function
#include <staysail/model/life_cycles.hpp>

auto next(staysail::TicketState state) {
#ifdef STAYSAIL_CONTROL
  return staysail::advance(staysail::kTicketLife, state, staysail::TicketEvent::start);
#else
  return staysail::advance(staysail::kBillLife, state, staysail::TicketEvent::start);
#endif
}
