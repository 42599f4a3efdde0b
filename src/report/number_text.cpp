#include "report/number_text.hpp"

#include <fmt/format.h>

#include "staysail/base/decimal_text.hpp"

namespace staysail::report {
namespace {

std::string digits_of(UInt128 value) {
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  return digits;
}

// Commas between groups of three digits.
std::string grouped(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

std::string count_text(std::int64_t count) { return amount_text(count, 0); }

std::string amount_text(Int128 value, int scale, std::string_view letters) {
  const auto places = static_cast<std::size_t>(scale);
  const UInt128 magnitude = value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  std::string digits = digits_of(magnitude);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  std::string text = (value < 0 ? "-" : "") + grouped(digits.substr(0, digits.size() - places));
  if (places != 0) text += "." + digits.substr(digits.size() - places);
  if (!letters.empty()) text.append(" ").append(letters);
  return text;
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::string(kNoNumber);
  const Int128 tenths = divide_half_even(static_cast<Int128>(part) * 1000, whole);
  if (tenths == 0 && part > 0) return "<0.1%";
  return amount_text(tenths, 1) + "%";
}

std::string points_text(double share) {
  const std::string text = fmt::format("{:+.1f}", 100 * share);
  return text == "-0.0" ? "+0.0" : text;
}

}  // namespace staysail::report
