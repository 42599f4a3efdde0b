// expect: could not convert|conversion from|no viable conversion|cannot convert
#include <staysail/base/money.hpp>

staysail::Money price() {
#ifdef STAYSAIL_CONTROL
  return staysail::Money::minor(9900, staysail::CNY);
#else
  return 9900;
#endif
}
