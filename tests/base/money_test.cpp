#include "staysail/base/money.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>

#include "staysail/base/decimal_text.hpp"

using namespace staysail;

TEST_CASE("amounts add within one currency and never past 64 bits") {
  CHECK(add(Money::minor(9900, CNY), Money::minor(100, CNY)).value() == Money::minor(10000, CNY));
  CHECK(subtract(Money::minor(1, CNY), Money::minor(2, CNY)).value() == Money::minor(-1, CNY));
  CHECK(add(Money::minor(1, CNY), Money::minor(1, USD)).error().code() == Errc::currency_mismatch);
  CHECK(add(Money::minor(std::numeric_limits<std::int64_t>::max(), CNY), Money::minor(1, CNY)).error().code() ==
        Errc::amount_overflow);
  CHECK(subtract(Money::minor(std::numeric_limits<std::int64_t>::min(), CNY), Money::minor(1, CNY)).error().code() ==
        Errc::amount_overflow);
}

TEST_CASE("currencies by letters") {
  CHECK(Currency::of("CNY").value() == CNY);
  CHECK(Currency::of("JPY").value().minor_digits() == 0);
  CHECK(Currency::of("KWD").value().minor_digits() == 3);
  CHECK(Currency::of("cny").error().code() == Errc::invalid_argument);
  CHECK(Money::minor(-5, CNY).to_string() == "-0.05 CNY");
  CHECK(Money::minor(500, Currency::of("JPY").value()).to_string() == "500 JPY");
}

TEST_CASE("decimal text: table") {
  struct Row {
    const char* text;
    int scale;
    std::int64_t value;
  };
  for (const Row& row :
       {Row{"0", 2, 0}, Row{"12.5", 2, 1250}, Row{"-0.01", 2, -1}, Row{"+7", 0, 7}, Row{".5", 1, 5}, Row{"5.", 1, 50},
        Row{"1.500", 1, 15}, Row{"9223372036854775807", 0, std::numeric_limits<std::int64_t>::max()},
        Row{"-9223372036854775808", 0, std::numeric_limits<std::int64_t>::min()}}) {
    CAPTURE(row.text);
    CHECK(parse_decimal(row.text, row.scale).value() == row.value);
  }
  for (const char* text : {"", "-", ".", "1e3", "1,5", " 1", "1 ", "0x1", "--1", "1.2.3", "NaN"}) {
    CAPTURE(text);
    CHECK(parse_decimal(text, 2).error().code() == Errc::malformed_text);
  }
  CHECK(parse_decimal("0.001", 2).error().code() == Errc::malformed_text);
  CHECK(parse_decimal("9223372036854775808", 0).error().code() == Errc::amount_overflow);
  CHECK(parse_decimal("-9223372036854775809", 0).error().code() == Errc::amount_overflow);
  CHECK(parse_decimal("99999999999999999", 3).error().code() == Errc::amount_overflow);
}

TEST_CASE("decimal text goes there and back for every value and scale") {
  REQUIRE(rc::check([](std::int64_t value) {
    for (int scale = 0; scale <= kMaxScale; ++scale)
      RC_ASSERT(parse_decimal(decimal_text(value, scale), scale).value() == value);
  }));
}

TEST_CASE("rounding is half to even, once") {
  CHECK(static_cast<int>(divide_half_even(5, 2)) == 2);
  CHECK(static_cast<int>(divide_half_even(7, 2)) == 4);
  CHECK(static_cast<int>(divide_half_even(-5, 2)) == -2);
  CHECK(static_cast<int>(divide_half_even(-7, 2)) == -4);
  CHECK(static_cast<int>(divide_half_even(-8, 3)) == -3);
  CHECK(rescale(125, 2, 1).value() == 12);
  CHECK(rescale(135, 2, 1).value() == 14);
  CHECK(rescale(12, 0, 2).value() == 1200);
  CHECK(rescale(std::numeric_limits<std::int64_t>::max(), 0, 1).error().code() == Errc::amount_overflow);
}
