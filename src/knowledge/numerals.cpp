#include "knowledge/numerals.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "staysail/knowledge/tokenizer.hpp"

namespace staysail::knowledge {
namespace {

constexpr std::array<std::string_view, 10> kDigits = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 4> kUnits = {"", "十", "百", "千"};
constexpr std::size_t kHan = 3;  // bytes of each

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// 30: 三十, 15: 十五, 108: 一百零八. Precondition: digits below 10000 without a leading zero.
std::string in_han(std::string_view digits) {
  std::string text;
  bool gap = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<std::size_t>(digits[i] - '0');
    const std::size_t unit = digits.size() - 1 - i;
    if (digit == 0) {
      gap = true;
      continue;
    }
    if (gap) text += kDigits[0];
    gap = false;
    if (!(digit == 1 && unit == 1 && text.empty())) text += kDigits[digit];
    text += kUnits[unit];
  }
  return text.empty() ? std::string(kDigits[0]) : text;
}

// Numbers that stand by themselves: not those of 5g.
std::string with_han(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool alone = (at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]));
    const bool usable = end > at && end - at <= kUnits.size() && alone && (text[at] != '0' || end - at == 1);
    if (end == at) result += text[at++];
    else result += usable ? in_han(text.substr(at, end - at)) : std::string(text.substr(at, end - at));
    at = std::max(at, end);
  }
  return result;
}

template <std::size_t N>
std::size_t place_in(const std::array<std::string_view, N>& names, std::string_view text, std::size_t at) {
  const auto found = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
    return !name.empty() && text.substr(at, kHan) == name;
  });
  return static_cast<std::size_t>(found - names.begin());
}

// The number that begins at `at` and its end; the end is `at` where none begins.
struct Numeral {
  std::uint32_t value = 0;
  std::size_t end = 0;
};

Numeral numeral_at(std::string_view text, std::size_t at) {
  Numeral read{0, at};
  std::uint32_t digit = 0;
  bool open = false;  // a digit without its unit yet
  for (int steps = 0; steps < 8; ++steps, read.end += kHan) {
    const std::size_t place = place_in(kDigits, text, read.end), unit = place_in(kUnits, text, read.end);
    if (place < kDigits.size()) {
      digit = static_cast<std::uint32_t>(place);
      open = true;
    } else if (unit < kUnits.size()) {
      constexpr std::array<std::uint32_t, 4> kWorth = {1, 10, 100, 1000};
      read.value += (open ? digit : 1) * kWorth[unit];
      open = false;
    } else {
      break;
    }
  }
  if (open) read.value += digit;
  return read;
}

std::string with_digits(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Numeral read = numeral_at(text, at);
    if (read.end == at) result += text[at++];
    else result += std::to_string(read.value);
    at = std::max(at, read.end);
  }
  return result;
}

}  // namespace

std::vector<std::string> number_variants(std::string_view text) {
  const std::string folded = folded_text(text);
  std::vector<std::string> variants;
  for (std::string variant : {with_han(folded), with_digits(folded)})
    if (variant != folded) variants.push_back(std::move(variant));
  return variants;
}

}  // namespace staysail::knowledge
