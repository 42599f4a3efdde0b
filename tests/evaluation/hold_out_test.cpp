#include "staysail/evaluation/hold_out.hpp"

#include <doctest/doctest.h>

#include "staysail/statistics/salted_sample.hpp"

namespace staysail {

TEST_CASE("a hold-out is the salted sample that strategies leave alone") {
  const HoldOut hold_out{"2026-spring", 1500};
  int held = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto customer = CustomerId::of("C" + std::to_string(i));
    CHECK(hold_out.contains(customer) == statistics::in_salted_sample(customer, "2026-spring", 1500));
    held += hold_out.contains(customer);
  }
  // Five standard errors of 20,000 draws at 15 %.
  CHECK(std::abs(held - 3000) < 253);
}

TEST_CASE("hold-outs without a name, of nobody or of everybody are refused") {
  CHECK(HoldOut{"x", 1000}.validate());
  CHECK(HoldOut{"", 1000}.validate().error().code() == Errc::invalid_argument);
  CHECK(HoldOut{"x", 0}.validate().error().code() == Errc::invalid_argument);
  CHECK(HoldOut{"x", 10'000}.validate().error().code() == Errc::invalid_argument);
}

}  // namespace staysail
