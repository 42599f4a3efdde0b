#include "staysail/view/told_day.hpp"

namespace staysail {
namespace {

constexpr std::int64_t kFirstMoment = 31'536'000'000'000;  // 1971, in microseconds: no file counts that far
constexpr std::int64_t kFirstYear = 1970, kLastYear = 2199;

bool is_year(std::int64_t year) { return year >= kFirstYear && year <= kLastYear; }

}  // namespace

std::optional<Day> told_day(std::int64_t version) {
  if (version >= kFirstMoment) return Instant::from_micros(version).day();
  const std::int64_t hundredth = version / 100, last = version % 100;
  if (version >= 10'000'000 && version <= 99'999'999 && is_year(version / 10'000)) {
    const auto day =
        Day::of(static_cast<int>(version / 10'000), static_cast<int>(hundredth % 100), static_cast<int>(last));
    return day ? std::optional<Day>(*day) : std::nullopt;
  }
  const bool month = is_year(hundredth) && last >= 1 && last <= 12;
  return month ? std::optional<Day>(Month::of(static_cast<int>(hundredth), static_cast<int>(last)).last_day())
               : std::nullopt;
}

}  // namespace staysail
