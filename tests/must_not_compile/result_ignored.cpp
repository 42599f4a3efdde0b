// expect: nodiscard|unused-result
#include <staysail/base/money.hpp>

void forget() {
#ifdef STAYSAIL_CONTROL
  static_cast<void>(staysail::add(staysail::Money(), staysail::Money()));
#else
  staysail::add(staysail::Money(), staysail::Money());
#endif
}
