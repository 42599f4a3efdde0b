#include "staysail/strategy/hold_out.hpp"

#include <doctest/doctest.h>

namespace staysail {
namespace {

int held_of_ten_thousand(const HoldOut& hold_out) {
  int held = 0;
  for (int i = 0; i < 10'000; ++i) held += hold_out.holds(CustomerId::of("C" + std::to_string(i)));
  return held;
}

}  // namespace

TEST_CASE("a hold-out takes its share of customers") {
  CHECK(held_of_ten_thousand({1000, "2026"}) > 900);
  CHECK(held_of_ten_thousand({1000, "2026"}) < 1100);
  CHECK(held_of_ten_thousand({0, ""}) == 0);
}

TEST_CASE("a larger share keeps everybody whom a smaller one took; another salt takes others") {
  const HoldOut small{500, "a"}, large{1500, "a"}, other{500, "b"};
  int differs = 0;
  for (int i = 0; i < 5000; ++i) {
    const auto customer = CustomerId::of(std::to_string(i));
    if (small.holds(customer)) CHECK(large.holds(customer));
    differs += small.holds(customer) != other.holds(customer);
  }
  CHECK(differs > 300);
}

TEST_CASE("a hold-out that cannot be compared with is refused") {
  CHECK(HoldOut{1000, "2026"}.validate());
  CHECK(HoldOut{5001, "2026"}.validate().error().code() == Errc::invalid_argument);
  CHECK(HoldOut{1000, ""}.validate().error().code() == Errc::invalid_argument);
}

}  // namespace staysail
