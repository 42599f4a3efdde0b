#include "staysail/decision/zone_time.hpp"

#include <string>

#include "decision/time_zone.hpp"

namespace staysail {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

Result<const TimeZone*> zone_of(std::string_view name) {
  if (const TimeZone* zone = decision::find_zone(name)) return zone;
  return Error(Errc::not_found,
               "the time zone database has no zone of this name (\"Asia/Shanghai\" is one): " + std::string(name));
}

std::int64_t whole_seconds(Instant civil) {
  return std::int64_t{86'400} * civil.day().days_since_epoch() + civil.micros_of_day() / kMicrosPerSecond;
}

}  // namespace

bool is_time_zone(std::string_view name) { return decision::find_zone(name) != nullptr; }

Result<Instant> civil_time_there(Instant civil, std::string_view here, std::string_view there) {
  STAYSAIL_TRY(const TimeZone* from, zone_of(here));
  STAYSAIL_TRY(const TimeZone* to, zone_of(there));
  const std::int64_t seconds = whole_seconds(civil), ahead = decision::offset_at_civil(*from, seconds);
  const std::int64_t shift = decision::offset_at_utc(*to, seconds - ahead) - ahead;
  return Instant::from_micros(civil.micros() + shift * kMicrosPerSecond);
}

}  // namespace staysail
