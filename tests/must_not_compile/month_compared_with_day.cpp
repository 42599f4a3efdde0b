// expect: no match for .operator<.|invalid operands to binary expression
#include <staysail/base/calendar.hpp>

bool before(staysail::Month month, staysail::Day day) {
#ifdef STAYSAIL_CONTROL
  return month.first_day() < day;
#else
  return month < day;
#endif
}
