#include "staysail/decision/zone_time.hpp"

#include <doctest/doctest.h>

#include <string>

namespace staysail::test {
namespace {

std::string shown(const char* civil, const char* here, const char* there) {
  return civil_time_there(Instant::parse(civil).value(), here, there).value().to_string();
}

}  // namespace

TEST_CASE("a clock elsewhere shows another time, and another day") {
  CHECK(shown("2026-01-10T09:00", "Asia/Shanghai", "Asia/Urumqi") == "2026-01-10T07:00:00");
  CHECK(shown("2026-01-10T00:30", "Asia/Shanghai", "Europe/Berlin") == "2026-01-09T17:30:00");
  CHECK(shown("2026-01-10T12:00:00.5", "Asia/Kathmandu", "UTC") == "2026-01-10T06:15:00.500000");
}

TEST_CASE("summer time counts in both zones") {
  CHECK(shown("2026-07-10T12:00", "Europe/Berlin", "America/New_York") == "2026-07-10T06:00:00");
  CHECK(shown("2026-03-20T12:00", "Europe/Berlin", "America/New_York") == "2026-03-20T07:00:00");
  CHECK(shown("2026-10-25T02:30", "Europe/Berlin", "UTC") == "2026-10-25T00:30:00");
}

TEST_CASE("a name that is no zone is told") {
  const Error error = civil_time_there(Instant{}, "Asia/Shanghai", "Asia/Shangri-La").error();
  CHECK(error.code() == Errc::not_found);
  CHECK(error.message().find("Asia/Shangri-La") != std::string::npos);
  CHECK(is_time_zone("Asia/Urumqi"));
  CHECK_FALSE(is_time_zone(""));
}

}  // namespace staysail::test
