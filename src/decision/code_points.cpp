#include "decision/code_points.hpp"

#include <algorithm>
#include <array>

namespace staysail::decision {
namespace {

bool is_trail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Length that the first byte promises; 0 when it can start nothing.
std::uint32_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool is_scalar(char32_t value, std::uint32_t bytes) {
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  return value >= kSmallest[bytes] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

struct Span {
  char32_t first, last;
};

template <std::size_t N>
bool within(const std::array<Span, N>& spans, char32_t c) {
  return std::any_of(spans.begin(), spans.end(), [c](Span span) { return c >= span.first && c <= span.last; });
}

// DMN 1.5, grammar rules 28 and 29.
constexpr std::array<Span, 15> kNameStart = {{{'?', '?'},
                                              {'A', 'Z'},
                                              {'_', '_'},
                                              {'a', 'z'},
                                              {0xC0, 0xD6},
                                              {0xD8, 0xF6},
                                              {0xF8, 0x2FF},
                                              {0x370, 0x37D},
                                              {0x37F, 0x1FFF},
                                              {0x200C, 0x200D},
                                              {0x2070, 0x218F},
                                              {0x2C00, 0x2FEF},
                                              {0x3001, 0xD7FF},
                                              {0xF900, 0xFDCF},
                                              {0xFDF0, 0xFFFD}}};
constexpr std::array<Span, 4> kNamePart = {{{'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};
// Rules 61 and 62.
constexpr std::array<Span, 12> kSpace = {{{0x9, 0xD},
                                          {0x20, 0x20},
                                          {0x85, 0x85},
                                          {0xA0, 0xA0},
                                          {0x1680, 0x1680},
                                          {0x180E, 0x180E},
                                          {0x2000, 0x200B},
                                          {0x2028, 0x2029},
                                          {0x202F, 0x202F},
                                          {0x205F, 0x205F},
                                          {0xFEFF, 0xFEFF},
                                          {0x3000, 0x3000}}};

}  // namespace

CodePoint code_point_at(std::string_view text) {
  if (text.empty()) return {};
  const auto lead = static_cast<unsigned char>(text.front());
  const std::uint32_t bytes = length_of(lead);
  if (bytes == 0 || bytes > text.size()) return {};
  char32_t value = bytes == 1 ? lead : lead & (0x7FU >> bytes);
  for (std::uint32_t i = 1; i < bytes; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!is_trail(byte)) return {};
    value = value << 6 | (byte & 0x3F);
  }
  return is_scalar(value, bytes) ? CodePoint{value, bytes} : CodePoint{};
}

void append_code_point(std::string& out, char32_t value) {
  const auto trail = [&out, value](int shift) { out += static_cast<char>(0x80 | ((value >> shift) & 0x3F)); };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    trail(6);
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    trail(12);
    trail(6);
  }
  if (value >= 0x80) trail(0);
}

std::size_t code_point_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_trail(static_cast<unsigned char>(c)); }));
}

std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!is_trail(static_cast<unsigned char>(text[at])) && count-- == 0) break;
  return at;
}

bool is_space(char32_t c) { return within(kSpace, c) || c == 0xFEFF; }
bool is_name_start(char32_t c) { return (within(kNameStart, c) || (c >= 0x10000 && c <= 0xEFFFF)) && !is_space(c); }
bool is_name_part(char32_t c) { return is_name_start(c) || within(kNamePart, c); }

}  // namespace staysail::decision
