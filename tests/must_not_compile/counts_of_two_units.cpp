// expect: no match for .operator<.|invalid operands to binary expression
#include <staysail/model/measure.hpp>

bool longer(staysail::Months months, staysail::Years years) {
#ifdef STAYSAIL_CONTROL
  return months.raw() < years.raw() * 12;
#else
  return months < years;
#endif
}
