// expect: no match for .operator==.|invalid operands to binary expression
#include <staysail/base/id.hpp>

bool same(const staysail::CustomerId& customer, const staysail::AccountId& account) {
#ifdef STAYSAIL_CONTROL
  return customer.text() == account.text();
#else
  return customer == account;
#endif
}
