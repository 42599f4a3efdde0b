// Numbers and dates: any pattern with any text is a value or an error, and a number that was read prints back.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "staysail/base/decimal_text.hpp"
#include "staysail/files/value_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  NumberPattern number;
  number.scale = data[0] % 10;
  number.shift = data[0] / 16 % (number.scale + 1);
  number.round = (data[1] & 1) != 0;
  number.grouping = (data[1] & 2) != 0 ? ',' : '\0';
  if (!number.validate()) std::abort();
  if (const auto value = parse_number(text, number)) {
    if (parse_decimal(decimal_text(*value, number.scale), number.scale).value() != *value) std::abort();
  }
  const std::size_t cut = data[1] % (text.size() + 1);
  if (const auto pattern = TimePattern::of(text.substr(0, cut))) {
    const std::string_view rest = text.substr(cut);
    if (const auto instant = pattern->instant(rest)) (void)instant->to_string();
    if (const auto day = pattern->day(rest)) (void)day->to_string();
    if (const auto month = pattern->month(rest)) (void)month->last_day();
  }
  (void)parse_truth(text, TruthTexts());
  if (const auto pattern = TimePattern::of("yyyy-MM-dd[ HH:mm:ss]")) (void)pattern->instant(text);
  return 0;
}
