// expect: no match for .operator\+.|invalid operands to binary expression
#include <staysail/base/money.hpp>

auto sum(staysail::Money a, staysail::Money b) {
#ifdef STAYSAIL_CONTROL
  return staysail::add(a, b);
#else
  return a + b;
#endif
}
