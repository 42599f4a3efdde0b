// expect: no matching function
#include <staysail/privacy/audit_trail.hpp>

auto read(const staysail::PhoneNumber& phone, const staysail::Purpose& purpose, staysail::AuditTrail& trail) {
#ifdef STAYSAIL_CONTROL
  return staysail::reveal(phone, purpose, staysail::AuditEvent{}, trail);
#else
  static_cast<void>(purpose);
  return staysail::reveal(phone, trail);
#endif
}
