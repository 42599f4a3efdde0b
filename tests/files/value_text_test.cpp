#include "staysail/files/value_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/base/decimal_text.hpp"

using namespace staysail;

namespace {

std::string day_of(const char* pattern, const char* text) {
  const auto day = TimePattern::of(pattern).value().day(text);
  return day ? day->to_string() : std::string(name_of(day.error().code()));
}

NumberPattern at_scale(int scale) {
  NumberPattern pattern;
  pattern.scale = scale;
  return pattern;
}

}  // namespace

TEST_CASE("numbers in the unit of the file come out in the unit of the column") {
  NumberPattern fen = at_scale(3);
  fen.shift = 2;
  CHECK(parse_number("1234", fen).value() == 12340);
  CHECK(parse_number("-1234.5", fen).value() == -12345);
  CHECK(parse_number("0.55", fen).error().code() == Errc::malformed_text);
  NumberPattern minutes = at_scale(0);
  minutes.multiplier = 60;
  CHECK(parse_number("90", minutes).value() == 5400);
  CHECK(parse_number("9223372036854775807", minutes).error().code() == Errc::amount_overflow);
}

TEST_CASE("a unit that is a fraction of the column's is rounded half to even") {
  NumberPattern kilobytes = at_scale(3);
  kilobytes.divisor = 1024;
  CHECK(parse_number("1024", kilobytes).value() == 1000);
  CHECK(parse_number("1", kilobytes).value() == 1);      // 0.9765625 thousandths
  CHECK(parse_number("0.512", kilobytes).value() == 0);  // exactly half a thousandth
}

TEST_CASE("a unit finer than the column is refused before anything is read") {
  NumberPattern li = at_scale(2);
  li.shift = 3;
  CHECK(li.validate().error().message().find("scale of 3") != std::string::npos);
  CHECK(at_scale(10).validate().error().code() == Errc::invalid_argument);
}

TEST_CASE("decimal commas and groups of three") {
  NumberPattern german = at_scale(2);
  german.decimal_point = ',';
  german.grouping = '.';
  CHECK(parse_number("1.234,5", german).value() == 123450);
  CHECK(parse_number("12.34,5", german).error().code() == Errc::malformed_text);
  NumberPattern english = at_scale(2);
  english.grouping = ',';
  CHECK(parse_number("1,234,567.89", english).value() == 123456789);
  CHECK(parse_number(",234", english).error().code() == Errc::malformed_text);
  CHECK(parse_number("1.2.3", english).error().code() == Errc::malformed_text);
}

TEST_CASE("nothing is rounded unless asked, and then half to even") {
  CHECK(parse_number("1.005", at_scale(2)).error().code() == Errc::malformed_text);
  NumberPattern rounding = at_scale(2);
  rounding.round = true;
  const std::pair<const char*, std::int64_t> cases[] = {{"1.005", 100},   {"1.015", 102},   {"1.0051", 101},
                                                        {"-1.015", -102}, {"-0.005", 0},    {"1.994999", 199},
                                                        {"1.995", 200},   {"0.0150000", 2}, {"7", 700}};
  for (const auto& [text, expected] : cases) CHECK(parse_number(text, rounding).value() == expected);
  CHECK(parse_number("1.00x", rounding).error().code() == Errc::malformed_text);
  rounding.scale = 0;
  CHECK(parse_number("2.5", rounding).value() == 2);
  CHECK(parse_number("3.5", rounding).value() == 4);
  CHECK(parse_number(".5", rounding).error().code() == Errc::malformed_text);
}

TEST_CASE("property: a printed number is read back") {
  REQUIRE(rc::check([](std::int64_t value) {
    const int scale = *rc::gen::inRange(0, 10);
    RC_ASSERT(parse_number(decimal_text(value, scale), at_scale(scale)).value() == value);
  }));
}

TEST_CASE("dates as operators write them") {
  CHECK(day_of("yyyy-MM-dd", "2026-01-31") == "2026-01-31");
  CHECK(day_of("yyyyMMdd", "20260131") == "2026-01-31");
  CHECK(day_of("yyyy/MM/dd", "2026/01/31") == "2026-01-31");
  CHECK(day_of("dd.MM.yyyy", "31.01.2026") == "2026-01-31");
  CHECK(day_of("d/M/yyyy", "1/12/2026") == "2026-12-01");
  CHECK(day_of("yyyy年M月d日", "2026年1月31日") == "2026-01-31");
  CHECK(day_of("yyyyMMddHHmmss", "20260131235959") == "2026-01-31");
}

TEST_CASE("a date that does not exist or has another form is malformed") {
  for (const char* text :
       {"2026-02-29", "2026-13-01", "2026-1-31", "2026-01-31 ", "", "2026-01", "abcd-01-01", "2026-00-10"})
    CHECK(day_of("yyyy-MM-dd", text) == "malformed_text");
  CHECK(day_of("yyyyMMddHHmmss", "20260131240000") == "malformed_text");
}

TEST_CASE("the text may end at an opening bracket") {
  const auto pattern = TimePattern::of("yyyy-MM-dd[ HH:mm[:ss[.SSS]]]").value();
  CHECK(pattern.instant("2026-01-31").value().to_string() == Instant::parse("2026-01-31").value().to_string());
  CHECK(pattern.instant("2026-01-31 08:30").value() == Instant::parse("2026-01-31 08:30").value());
  CHECK(pattern.instant("2026-01-31 08:30:05.250").value() == Instant::parse("2026-01-31 08:30:05.25").value());
  CHECK_FALSE(pattern.instant("2026-01-31 08"));
}

TEST_CASE("months need no day") {
  CHECK(TimePattern::of("yyyyMM").value().month("202601").value() == Month::of(2026, 1));
  CHECK(TimePattern::of("yyyy-MM-dd").value().month("2026-03-31").value() == Month::of(2026, 3));
}

TEST_CASE("a pattern that cannot be is refused with the reason") {
  for (const char* pattern : {"", "yy-MM-dd", "yyyy", "yyyy-MM-dd Q", "yyyyMMMM", "yyyy-MM-yyyy"})
    CHECK(TimePattern::of(pattern).error().code() == Errc::invalid_argument);
  CHECK(TimePattern::of("yyyy-MM-dd'T'HH:mm").value().instant("2026-01-31T08:30"));
}

TEST_CASE("truth is what was declared") {
  CHECK(parse_truth("是", {}).value());
  CHECK_FALSE(parse_truth("0", {}).value());
  CHECK(parse_truth("maybe", {}).error().code() == Errc::malformed_text);
  CHECK(trimmed(" \t a b ") == "a b");
  CHECK(trimmed("  ").empty());
}
