// expect: no matching function|could not convert|cannot convert|no viable conversion|invalid conversion|conversion from
#include <staysail/base/id.hpp>

staysail::CustomerId seven() {
#ifdef STAYSAIL_CONTROL
  return staysail::CustomerId::of("007");
#else
  return staysail::CustomerId::of(7);
#endif
}
