#include <array>
#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/salted_sample.hpp"

namespace staysail::statistics {
namespace {

CustomerId customer(int number) { return CustomerId::of("C" + std::to_string(number)); }

}  // namespace

TEST_CASE("assignments never change: stored experiments depend on them") {
  CHECK(salted_bucket("", "C1", "2026") == 667);
  CHECK(salted_bucket("", "C2", "2026") == 7009);
  CHECK(salted_bucket("boss", "C1", "2026") == 1109);
  CHECK(salted_bucket("", "C1", "2027") == 8936);
}

TEST_CASE("a share is met, each tenth evenly, and two salts are independent") {
  constexpr int kCustomers = 100'000;
  std::array<int, 10> tenths{};
  int both = 0;
  for (int i = 0; i < kCustomers; ++i) {
    ++tenths[salted_bucket("", customer(i).text(), "spring") / 1000];
    both += in_salted_sample(customer(i), "spring", 1000) && in_salted_sample(customer(i), "autumn", 1000);
  }
  // Five standard errors: 3 * 95 for a tenth, 5 * 31.5 for a hundredth.
  for (const int tenth : tenths) CHECK(std::abs(tenth - kCustomers / 10) < 475);
  CHECK(std::abs(both - kCustomers / 100) < 158);
}

TEST_CASE("a larger share keeps everybody; nobody and everybody are exact") {
  CHECK(rc::check([](const std::string& text, const std::string& salt) {
    const auto id = CustomerId::of(text);
    const auto share = *rc::gen::inRange<std::uint32_t>(0, kWholeShare);
    RC_ASSERT(!in_salted_sample(id, salt, 0));
    RC_ASSERT(in_salted_sample(id, salt, kWholeShare));
    if (in_salted_sample(id, salt, share)) RC_ASSERT(in_salted_sample(id, salt, share + 1));
  }));
}

}  // namespace staysail::statistics
