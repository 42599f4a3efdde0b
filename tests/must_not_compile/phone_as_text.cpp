// expect: could not convert|conversion from|no viable conversion|cannot convert
#include <staysail/base/secret.hpp>

std::string shown(const staysail::PhoneNumber& phone) {
#ifdef STAYSAIL_CONTROL
  return phone.masked();
#else
  return phone;
#endif
}
