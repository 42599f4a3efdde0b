#include "staysail/work/service_level.hpp"

namespace staysail {

std::int64_t ServiceLevel::minutes(const Matter& matter) const {
  const std::string kind(name_of(matter.kind));
  auto found = minutes_of.find(kind + ":" + matter.subject);
  if (found == minutes_of.end()) found = minutes_of.find(kind);
  return found == minutes_of.end() ? 0 : found->second;
}

void ServiceLevel::start(Matter& matter) const {
  const std::int64_t allowed = minutes(matter);
  if (allowed <= 0) return;
  matter.due = hours.plus_minutes(matter.opened, allowed);
  matter.timer = hours.plus_minutes(matter.opened, allowed * warn_percent / 100);
}

void ServiceLevel::stand(Matter& matter, Instant at) const {
  if (!matter.clock_stood) matter.clock_stood = at;
}

void ServiceLevel::run_again(Matter& matter, Instant at) const {
  if (!matter.clock_stood) return;
  const std::int64_t stood = hours.minutes_between(*matter.clock_stood, at);
  matter.clock_stood.reset();
  matter.paused_minutes += stood;
  if (stood > 0 && matter.due) matter.due = hours.plus_minutes(*matter.due, stood);
  if (stood > 0 && matter.timer) matter.timer = hours.plus_minutes(*matter.timer, stood);
}

void ServiceLevel::wind(Matter& matter) const {
  ++matter.timer_step;
  const std::int64_t calls_made = matter.timer_step - 1;
  if (!matter.timer || !matter.due || calls_made >= calls) matter.timer.reset();
  else if (calls_made == 0) matter.timer = matter.due;
  else matter.timer = hours.plus_minutes(*matter.timer, call_again_minutes);
}

}  // namespace staysail
