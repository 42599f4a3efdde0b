#include "party_text.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "staysail/base/personal_number.hpp"
#include "staysail/files/simplified_character.hpp"

namespace staysail::view {
namespace {

using Characters = std::vector<std::uint32_t>;

constexpr std::uint32_t kFullWidthFirst = 0xFF01, kFullWidthLast = 0xFF5E, kFullWidthShift = 0xFEE0;

bool is_digit(std::uint32_t c) { return c >= '0' && c <= '9'; }
bool is_latin(std::uint32_t c) { return c >= 'a' && c <= 'z'; }

// Bytes of the character that begins at `at`; 1 for a byte that begins none.
std::size_t length_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const std::size_t length = byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1;
  if (at + length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 1;
  return length;
}

void append(std::string& out, std::uint32_t c) {
  const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) byte(0xC0 | c >> 6);
  else if (c < 0x10000) byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F));
  else byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F));
  byte(0x80 | (c & 0x3F));
}

std::string text_of(const Characters& characters) {
  std::string text;
  for (const std::uint32_t c : characters) append(text, c);
  return text;
}

// Half width, lower case, simplified.
std::uint32_t plain(std::uint32_t c) {
  if (c >= kFullWidthFirst && c <= kFullWidthLast) c -= kFullWidthShift;
  if (c >= 'A' && c <= 'Z') return c + ('a' - 'A');
  return c < 0x80 ? c : simplified(c);
}

// Blanks, punctuation of ASCII, of Latin scripts, of Chinese and in full width.
bool is_between_words(std::uint32_t c) {
  if (c < 0x80) return !is_digit(c) && !is_latin(c) && !(c >= 'A' && c <= 'Z');
  return (c >= 0x80 && c <= 0xBF) || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || c == 0xFEFF ||
         (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) ||
         (c >= 0xFF5B && c <= 0xFF65);
}

Characters plain_letters(std::string_view text) {
  Characters letters;
  for (const std::uint32_t c : characters_of(text)) {
    const std::uint32_t one = plain(c);
    if (!is_between_words(one)) letters.push_back(one);
  }
  return letters;
}

// A hyphen or an apostrophe stands inside a word.
bool is_inside_word(std::uint32_t c) { return c == '-' || c == '\'' || c == 0x2019 || c == 0x2010; }

std::string words_in_order(std::string_view name) {
  std::vector<std::string> words(1);
  for (const std::uint32_t c : characters_of(name)) {
    const std::uint32_t one = plain(c);
    if (is_inside_word(one)) continue;
    if (!is_between_words(one)) append(words.back(), one);
    else if (!words.back().empty()) words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  std::sort(words.begin(), words.end());
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_calendar_day(std::string_view eighteen) {
  const auto two = [&](std::size_t at) { return (eighteen[at] - '0') * 10 + eighteen[at + 1] - '0'; };
  return two(10) >= 1 && two(10) <= 12 && two(12) >= 1 && two(12) <= 31;
}

// GB 32100: the characters stand for numbers below 31, weighted by powers of three.
bool has_organisation_check(std::string_view code) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (code.size() != 18) return false;
  std::size_t sum = 0, weight = 1;
  for (std::size_t i = 0; i < 17; ++i) {
    const std::size_t value = kAlphabet.find(code[i]);
    if (value == std::string_view::npos) return false;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return kAlphabet[(31 - sum % 31) % 31] == code.back();
}

// A slip in a resident's number may pass the check of an organisation's by chance, one time in 31: it is judged by what
// it was meant to be, by the kind where that is known, else by the day of birth in it.
bool is_meant_for_resident(std::string_view number, std::string_view kind) {
  if (number.size() != 18 || !all_digits(number.substr(0, 17)) || kind == "organisation") return false;
  const std::string_view century = number.substr(6, 2);
  return kind == "individual" || ((century == "19" || century == "20") && has_calendar_day(number));
}

// The numbers of 15 digits were given to people born in the last century.
std::string in_eighteen(const std::string& fifteen) {
  const std::string digits = fifteen.substr(0, 6) + "19" + fifteen.substr(6);
  return digits + identity_check_digit(digits);
}

// The value of a Chinese numeral from one to ninety-nine, and how many characters it takes; 0 for none.
std::uint32_t numeral_digit(std::uint32_t c) {
  constexpr std::array<std::uint32_t, 10> digits = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                                    0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
  const auto found = std::find(digits.begin(), digits.end(), c);
  return found == digits.end() ? 10 : static_cast<std::uint32_t>(found - digits.begin());
}

constexpr std::uint32_t kTen = 0x5341;

std::size_t numeral_at(const Characters& text, std::size_t at, std::uint32_t& value) {
  std::size_t next = at;
  const auto digit = [&] { return next < text.size() ? numeral_digit(text[next]) : 10; };
  value = 0;
  if (digit() < 10 && digit() > 0) value = digit(), ++next;
  if (next >= text.size() || text[next] != kTen) return next - at;
  value = (value == 0 ? 1 : value) * 10, ++next;
  if (digit() < 10 && digit() > 0) value += digit(), ++next;
  return next - at;
}

// 号 楼 栋 幢 座 层 室 房 单(元) 弄 巷 组: what a number in an address counts.
bool counts_something(std::uint32_t c) {
  constexpr std::array<std::uint32_t, 12> counted = {0x53F7, 0x697C, 0x680B, 0x5E62, 0x5EA7, 0x5C42,
                                                     0x5BA4, 0x623F, 0x5355, 0x5F04, 0x5DF7, 0x7EC4};
  return std::find(counted.begin(), counted.end(), c) != counted.end();
}

// After a number: 幢 and 座 are a 栋, 楼 is a 层, 房 is a 室.
std::uint32_t one_word(std::uint32_t c) {
  if (c == 0x5E62 || c == 0x5EA7) return 0x680B;
  if (c == 0x697C) return 0x5C42;
  return c == 0x623F ? 0x5BA4 : c;
}

Characters with_digits(const Characters& text) {
  Characters out;
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t value = 0;
    const std::size_t length = numeral_at(text, at, value);
    if (length == 0 || at + length >= text.size() || !counts_something(text[at + length])) {
      const bool after_number = !out.empty() && is_digit(out.back());
      out.push_back(after_number ? one_word(text[at]) : text[at]);
      ++at;
      continue;
    }
    for (const char c : std::to_string(value)) out.push_back(static_cast<std::uint32_t>(c));
    at += length;
  }
  return out;
}

std::vector<std::uint64_t> pairs_of(std::string_view text) {
  const Characters characters = characters_of(text);
  std::vector<std::uint64_t> pairs;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i)
    pairs.push_back(std::uint64_t{characters[i]} << 32 | characters[i + 1]);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

Characters characters_of(std::string_view text) {
  Characters characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    std::uint32_t c = static_cast<unsigned char>(text[at]);
    if (length > 1) c &= 0xFFu >> (length + 1);
    for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    characters.push_back(c);
    at += length;
  }
  return characters;
}

std::string comparable_name(std::string_view name) {
  const Characters letters = plain_letters(name);
  const bool latin = std::all_of(letters.begin(), letters.end(), [](std::uint32_t c) { return is_latin(c); });
  return latin ? words_in_order(name) : text_of(letters);
}

std::string comparable_phone(std::string_view phone) {
  std::string digits;
  for (const std::uint32_t c : characters_of(phone))
    if (is_digit(plain(c))) digits.push_back(static_cast<char>(plain(c)));
  for (const std::string_view prefix : {"0086", "86"})
    if (digits.size() >= 11 + prefix.size() && digits.compare(0, prefix.size(), prefix) == 0)
      digits.erase(0, prefix.size());
  if (digits.size() < 7) digits.clear();
  return digits;
}

IdentityText comparable_identity(std::string_view number, std::string_view kind) {
  IdentityText identity;
  for (const std::uint32_t c : plain_letters(number)) append(identity.number, is_latin(c) ? c - ('a' - 'A') : c);
  if (identity.number.size() == 15 && all_digits(identity.number)) {
    const std::string longer = in_eighteen(identity.number);
    if (has_calendar_day(longer)) return {longer, true};
  }
  const bool resident = has_identity_check_digit(identity.number) && has_calendar_day(identity.number);
  identity.valid =
      resident || (!is_meant_for_resident(identity.number, kind) && has_organisation_check(identity.number));
  return identity;
}

std::string comparable_address(std::string_view address) {
  Characters letters;
  bool between = false;  // 12-401 is not 12401
  for (const std::uint32_t c : characters_of(address)) {
    const std::uint32_t one = plain(c);
    const bool separates = is_between_words(one);
    if (!separates && between && is_digit(one) && !letters.empty() && is_digit(letters.back())) letters.push_back('-');
    if (!separates) letters.push_back(one);
    between = separates;
  }
  return text_of(with_digits(letters));
}

std::string numbers_in(std::string_view comparable) {
  std::string numbers;
  bool inside = false;
  for (const char c : comparable) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !inside && !numbers.empty()) numbers.push_back(' ');
    if (digit) numbers.push_back(c);
    inside = digit;
  }
  return numbers;
}

int shared_pairs(std::string_view a, std::string_view b) {
  const auto left = pairs_of(a), right = pairs_of(b);
  if (left.empty() || right.empty()) return a == b ? 1000 : 0;
  std::vector<std::uint64_t> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
  return static_cast<int>(2000 * both.size() / (left.size() + right.size()));
}

bool one_slip_apart(std::string_view a, std::string_view b) {
  Characters left = characters_of(a), right = characters_of(b);
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > 1 || left == right) return false;
  const auto differ = std::mismatch(left.begin(), left.end(), right.begin());
  const auto i = differ.first;
  const auto j = differ.second;
  if (left.size() < right.size()) return std::equal(i, left.end(), j + 1);
  if (std::equal(i + 1, left.end(), j + 1)) return true;
  return left.end() - i >= 2 && *i == *(j + 1) && *(i + 1) == *j && std::equal(i + 2, left.end(), j + 2);
}

}  // namespace staysail::view
