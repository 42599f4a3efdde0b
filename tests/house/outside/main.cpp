// Prints "staysail links" and a sum that came out of the library.
#include <iostream>

#include <staysail/base/money.hpp>

int main() {
  using namespace staysail;
  const auto sum = add(Money::minor(9900, CNY), Money::minor(100, CNY));
  const auto mixed = add(Money::minor(9900, CNY), Money::minor(100, USD));
  if (!sum || sum.value().minor_units() != 10000 || mixed) return 1;
  std::cout << "staysail links: " << sum.value().to_string() << "\n";
  return 0;
}
