// Clocks of matters: any text is a service level or an error; where there is one, due moments are not before their
// start.
#include "property.hpp"
#include "staysail/work/office_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const auto level = OfficeRules::parse_clock({reinterpret_cast<const char*>(data), size}, "clock.toml");
  if (fuzz::refused(level)) return 0;
  const Instant begin = Instant::from_micros(1'767'603'600'000'000);
  for (const auto& [kind, minutes] : level->minutes_of)
    fuzz::require(level->hours.minutes_between(begin, level->hours.plus_minutes(begin, minutes)) == minutes);
  return 0;
}
