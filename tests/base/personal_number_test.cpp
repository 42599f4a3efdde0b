#include "staysail/base/personal_number.hpp"

#include <doctest/doctest.h>

using namespace staysail;

TEST_CASE("mobile and identity numbers are masked wherever they stand in a text") {
  CHECK(with_numbers_masked("13800001111") == "138****1111");
  CHECK(with_numbers_masked("call 8613800001111!") == "call 861******1111!");
  CHECK(with_numbers_masked("138-0000-1111 or 139 0000 2222") == "138******1111 or 139******2222");
  CHECK(with_numbers_masked("11010519491231002X") == "1101************2X");
  CHECK(with_numbers_masked("C1,王小明,13800001111,110101199001011234") == "C1,王小明,138****1111,1101************34");
}

TEST_CASE("other numbers stand as they are") {
  for (const char* text : {"", "42", "2026-01-31 08:30:00", "12345678901", "138000011112", "123456789012345678",
                           "-13800", "5900.00", "S1234567"})
    CHECK(with_numbers_masked(text) == text);
}

TEST_CASE("a kind that a purpose opens is left in clear") {
  CHECK(with_numbers_masked("13800001111 11010519491231002X", {false, true}) == "13800001111 1101************2X");
  CHECK(with_numbers_masked("13800001111 11010519491231002X", {true, false}) == "138****1111 11010519491231002X");
}
