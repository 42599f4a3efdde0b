// expect: invalid initialization of reference|no known conversion|could not convert|no matching function
#include <staysail/base/id.hpp>

void call(const staysail::CustomerId&);

void pass(const staysail::CustomerId& customer, const staysail::SubscriptionId& subscription) {
#ifdef STAYSAIL_CONTROL
  call(customer);
  static_cast<void>(subscription);
#else
  call(subscription);
  static_cast<void>(customer);
#endif
}
