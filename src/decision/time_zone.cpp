#include "decision/time_zone.hpp"

#include <date/tz.h>

#include <exception>

namespace staysail::decision {
namespace {

using std::chrono::seconds;

// The library's object is ours under another name, so that no public header needs the library's.
const date::time_zone& known(const TimeZone& zone) { return reinterpret_cast<const date::time_zone&>(zone); }

std::int32_t in_seconds(const date::sys_info& info) { return static_cast<std::int32_t>(info.offset.count()); }

}  // namespace

// The library reports an unknown name and a missing database by exceptions.
const TimeZone* find_zone(std::string_view name) {
  try {
    return reinterpret_cast<const TimeZone*>(date::locate_zone(name));
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::string name_of(const TimeZone& zone) { return known(zone).name(); }

std::int32_t offset_at_civil(const TimeZone& zone, std::int64_t civil) {
  return in_seconds(known(zone).get_info(date::local_seconds(seconds(civil))).first);
}

std::int32_t offset_at_utc(const TimeZone& zone, std::int64_t utc) {
  return in_seconds(known(zone).get_info(date::sys_seconds(seconds(utc))));
}

std::int32_t standard_offset(const TimeZone& zone) {
  constexpr std::int64_t kJanuary = 1'704'067'200, kJuly = 1'719'792'000;  // 2024-01-01, 2024-07-01
  const date::sys_info winter = known(zone).get_info(date::sys_seconds(seconds(kJanuary)));
  return in_seconds(winter.save == std::chrono::minutes(0) ? winter
                                                           : known(zone).get_info(date::sys_seconds(seconds(kJuly))));
}

}  // namespace staysail::decision
