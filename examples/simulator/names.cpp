#include "simulator/names.hpp"

#include <charconv>

namespace staysail::simulator {
namespace {

constexpr std::size_t kSubscriptionDigits = 10;

std::string numbered(std::string_view prefix, std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  std::string text(prefix);
  if (digits.size() < width) text.append(width - digits.size(), '0');
  return text + digits;
}

}  // namespace

std::string subscription_id(std::uint32_t line) { return numbered("", line + 1ull, kSubscriptionDigits); }
std::string customer_id(std::uint32_t customer) { return numbered("C", customer + 1ull, 8); }
std::string party_id(std::uint32_t customer) { return numbered("P", customer + 1ull, 8); }
std::string account_id(std::uint32_t customer, std::uint32_t account) {
  return numbered("A", customer + 1ull, 8) + "-" + std::to_string(account + 1);
}
std::string city_unit_id(std::uint32_t city) { return numbered("U", city + 1ull, 2); }
std::string unit_id(std::uint32_t county) {
  return city_unit_id(county / kCountiesPerCity) + numbered("", county % kCountiesPerCity + 1ull, 2);
}
std::string staff_id(std::uint32_t staff) { return numbered("E", staff + 1ull, 4); }
std::string compact(Month month) {
  return numbered("", static_cast<std::uint64_t>(month.year() * 100 + month.month()), 6);
}

std::optional<std::uint32_t> line_of(std::string_view id) {
  if (id.size() != kSubscriptionDigits) return std::nullopt;
  std::uint64_t number = 0;
  const auto read = std::from_chars(id.data(), id.data() + id.size(), number);
  if (read.ec != std::errc() || read.ptr != id.data() + id.size() || number == 0 || number > 0xfffffffeULL)
    return std::nullopt;
  return static_cast<std::uint32_t>(number - 1);
}

}  // namespace staysail::simulator
