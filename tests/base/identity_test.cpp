#include <doctest/doctest.h>

#include <sstream>

#include "staysail/base/id.hpp"
#include "staysail/base/secret.hpp"

using namespace staysail;

template <class A, class B>
concept Comparable = requires(A a, B b) {
  a == b;
};
static_assert(!Comparable<CustomerId, AccountId>);

TEST_CASE("ids are bytes, not numbers, and belong to their source") {
  CHECK(CustomerId::of("007") != CustomerId::of("7"));
  CHECK(CustomerId::of("7", "crm") != CustomerId::of("7", "billing"));
  CHECK(CustomerId::of("10") < CustomerId::of("9"));
  CHECK(std::hash<CustomerId>{}(CustomerId::of("7")) == std::hash<CustomerId>{}(CustomerId::of("7")));
}

TEST_CASE("a secret prints a mask, character by character") {
  std::ostringstream out;
  out << PhoneNumber::of("13800138000") << " " << PersonName::of("张三丰") << " "
      << IdentityNumber::of("420100199001011234");
  CHECK(out.str() == "138****8000 张** 4201************34");
  CHECK(PhoneNumber::of("110").masked() == "***");
  CHECK(BirthDay::of("1980-05-01").masked() == "1980******");
  for (const char* gender : {"female", "male", "unknown"})
    CHECK(Gender::of(gender).masked() == "***");  // its length would tell it
  CHECK(Gender().masked().empty());
  CHECK(PersonName::of("").masked().empty());
  CHECK(PhoneNumber::of("13800138000").reveal() == "13800138000");
}
