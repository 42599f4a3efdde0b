// expect: could not convert|conversion from|no viable conversion|cannot convert
#include <staysail/base/secret.hpp>

staysail::PersonName name_of(const staysail::PhoneNumber& phone) {
#ifdef STAYSAIL_CONTROL
  return staysail::PersonName::of(phone.masked());
#else
  return phone;
#endif
}
