#include "staysail/work/working_hours.hpp"

#include <algorithm>

namespace staysail {
namespace {

constexpr std::int64_t kMicrosAMinute = 60'000'000;
constexpr int kLongestSearch = 10'000;

std::int64_t micros_at(Day day, std::int32_t minute) {
  return Instant::at_start_of(day).micros() + minute * kMicrosAMinute;
}

Error not_shifts() {
  return Error(Errc::invalid_argument, "shifts lie within a day, one after the other, each longer than nothing");
}

}  // namespace

Result<WorkingHours> WorkingHours::of(BusinessCalendar calendar, std::vector<Shift> shifts) {
  std::int32_t end = 0;
  for (const Shift& shift : shifts) {
    if (shift.from_minute < end || shift.to_minute <= shift.from_minute || shift.to_minute > 24 * 60)
      return not_shifts();
    end = shift.to_minute;
  }
  if (shifts.empty()) return not_shifts();
  WorkingHours hours;
  hours.every_day_ = false;
  hours.calendar_ = std::move(calendar);
  hours.shifts_ = std::move(shifts);
  return hours;
}

const std::vector<Shift>& WorkingHours::shifts_on(Day day) const {
  static const std::vector<Shift> none;
  return every_day_ || calendar_.is_working(day) ? shifts_ : none;
}

bool WorkingHours::covers(Instant moment) const {
  const Day day = moment.day();
  const auto& shifts = shifts_on(day);
  return std::any_of(shifts.begin(), shifts.end(), [&](const Shift& shift) {
    return micros_at(day, shift.from_minute) <= moment.micros() && moment.micros() < micros_at(day, shift.to_minute);
  });
}

Instant WorkingHours::plus_minutes(Instant from, std::int64_t minutes) const {
  std::int64_t left = minutes * kMicrosAMinute;
  Day day = from.day();
  for (int step = 0; step < kLongestSearch; ++step, day = day + 1) {
    for (const Shift& shift : shifts_on(day)) {
      const std::int64_t begin = std::max(from.micros(), micros_at(day, shift.from_minute));
      const std::int64_t open = micros_at(day, shift.to_minute) - begin;
      if (open <= 0) continue;
      if (left <= open) return Instant::from_micros(begin + left);
      left -= open;
    }
  }
  return Instant::at_start_of(day);
}

std::int64_t WorkingHours::minutes_between(Instant from, Instant to) const {
  std::int64_t micros = 0;
  for (Day day = from.day(); from < to && day <= to.day(); day = day + 1) {
    for (const Shift& shift : shifts_on(day)) {
      const std::int64_t begin = std::max(from.micros(), micros_at(day, shift.from_minute));
      const std::int64_t end = std::min(to.micros(), micros_at(day, shift.to_minute));
      micros += std::max<std::int64_t>(0, end - begin);
    }
  }
  return micros / kMicrosAMinute;
}

}  // namespace staysail
