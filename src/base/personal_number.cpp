#include "staysail/base/personal_number.hpp"

#include <algorithm>
#include <array>

#include "staysail/base/secret.hpp"

namespace staysail {
namespace {

constexpr std::size_t kPhoneDigits = 11, kIdentityDigits = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

bool is_mobile(std::string_view digits) { return digits[0] == '1' && digits[1] >= '3'; }

bool has_birth_day(std::string_view number) {
  const auto two = [&](std::size_t at) { return (number[at] - '0') * 10 + number[at + 1] - '0'; };
  const bool century = two(6) == 19 || two(6) == 20;
  return century && two(10) >= 1 && two(10) <= 12 && two(12) >= 1 && two(12) <= 31;
}

// Bytes of the identity number that begins at `at`; 0 for none.
std::size_t identity_number_at(std::string_view text, std::size_t at) {
  const std::size_t digits = digits_at(text, at);
  const bool ends_in_x = digits == kIdentityDigits - 1 && at + digits < text.size() &&
                         (text[at + digits] == 'X' || text[at + digits] == 'x');
  if (digits != kIdentityDigits && !ends_in_x) return 0;
  const std::string_view number = text.substr(at, kIdentityDigits);
  return has_identity_check_digit(number) || has_birth_day(number) ? kIdentityDigits : 0;
}

// 138-1234-5678 or with blanks.
std::size_t spaced_phone_at(std::string_view text, std::size_t at) {
  if (digits_at(text, at) != 3 || !is_mobile(text.substr(at)) || at + 13 > text.size()) return 0;
  const char gap = text[at + 3];
  const bool fits =
      (gap == '-' || gap == ' ') && text[at + 8] == gap && digits_at(text, at + 4) == 4 && digits_at(text, at + 9) == 4;
  return fits ? 13 : 0;
}

std::size_t phone_at(std::string_view text, std::size_t at) {
  const std::size_t digits = digits_at(text, at);
  if (digits == kPhoneDigits && is_mobile(text.substr(at))) return digits;
  const bool abroad = digits == kPhoneDigits + 2 && text.substr(at, 2) == "86" && is_mobile(text.substr(at + 2));
  return abroad ? digits : spaced_phone_at(text, at);
}

}  // namespace

// Weights modulo 11, ten written as X.
char identity_check_digit(std::string_view digits) {
  constexpr std::array weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
  return "10X98765432"[sum % 11];
}

bool has_identity_check_digit(std::string_view text) {
  if (text.size() != kIdentityDigits || digits_at(text, 0) < kIdentityDigits - 1) return false;
  const char expected = identity_check_digit(text), written = text.back();
  return written == expected || (expected == 'X' && written == 'x');
}

std::string with_numbers_masked(std::string_view text, const NumberMasks& masks) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t identity = masks.identity_numbers ? identity_number_at(text, at) : 0;
    const std::size_t phone = identity == 0 && masks.phones ? phone_at(text, at) : 0;
    const std::string_view number = text.substr(at, identity + phone);
    if (identity != 0) shown += masked_as<IdentityNumberTag>(number);
    if (phone != 0) shown += masked_as<PhoneTag>(number);
    // What is no number goes on whole: a digit inside a longer run begins nothing.
    const std::size_t rest = number.empty() ? std::max<std::size_t>(1, digits_at(text, at)) : 0;
    shown += text.substr(at, rest);
    at += number.size() + rest;
  }
  return shown;
}

}  // namespace staysail
