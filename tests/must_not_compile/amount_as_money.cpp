// expect: could not convert|conversion from|no viable conversion|cannot convert
#include <staysail/model/measure.hpp>

staysail::Result<staysail::Money> price(staysail::Amount amount) {
#ifdef STAYSAIL_CONTROL
  return amount.in(staysail::CNY);
#else
  return amount;
#endif
}
