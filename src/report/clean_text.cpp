#include "report/clean_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "staysail/files/encoding.hpp"

namespace staysail::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Character {
  char32_t value;
  std::size_t bytes;
};

// Of valid UTF-8 that is not empty.
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t value = bytes == 1 ? lead : lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  return {value, bytes};
}

struct Range {
  char32_t first, last;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range range) { return c >= range.first && c <= range.last; });
}

// Controls, and the marks that could show "paid 001" where the text says "100 diap".
constexpr std::array<Range, 6> kActive = {
    {{0x00, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFDD0, 0xFDEF}}};
constexpr std::array<Range, 6> kWide = {
    {{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}}};

bool is_blank(char32_t c) { return c == '\t' || c == '\n' || c == '\r'; }
bool is_active(char32_t c) { return within(kActive, c) || (c & 0xFFFE) == 0xFFFE; }

// Shares of the font size, from the widths of common sans-serif fonts; a little generous, so that labels do not touch.
double share_of(char32_t c) {
  if (within(kWide, c) || c >= 0x1F300) return 1.0;
  if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%') return 0.88;
  if (c >= 'A' && c <= 'Z') return 0.68;
  if (c == ' ' || c == '.' || c == ',' || c == 'i' || c == 'l' || c == '|' || c == ':') return 0.30;
  return 0.57;
}

}  // namespace

std::string clean_text(std::string_view bytes) {
  const auto decoder = make_decoder(Encoding::utf8);
  DecodedText decoded;
  if (decoder) (*decoder)->decode(bytes, true, decoded);
  std::string clean;
  clean.reserve(decoded.text.size());
  for (std::string_view rest = decoded.text; !rest.empty();) {
    const Character next = first_of(rest);
    if (is_blank(next.value)) clean += ' ';
    else clean += is_active(next.value) ? kReplacement : rest.substr(0, next.bytes);
    rest.remove_prefix(next.bytes);
  }
  return clean;
}

double text_width(std::string_view clean, double size) {
  double width = 0;
  for (; !clean.empty(); clean.remove_prefix(first_of(clean).bytes)) width += share_of(first_of(clean).value) * size;
  return width;
}

std::string shortened(std::string_view clean, double width, double size) {
  if (text_width(clean, size) <= width) return std::string(clean);
  double left = width - size;
  std::size_t kept = 0;
  while (kept < clean.size()) {
    const Character next = first_of(clean.substr(kept));
    left -= share_of(next.value) * size;
    if (left < 0) break;
    kept += next.bytes;
  }
  return std::string(clean.substr(0, kept)).append(kEllipsis);
}

}  // namespace staysail::report
