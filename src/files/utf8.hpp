// UTF-8 as the Unicode standard has it: shortest forms only, no surrogates, nothing past U+10FFFF.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace staysail::files {

// The length of the run of ASCII at the start of `bytes`.
inline std::size_t ascii_prefix(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  std::size_t i = 0;
  for (; i + 32 <= bytes.size(); i += 32) {
    std::uint64_t words[4];
    std::memcpy(words, bytes.data() + i, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) != 0) break;
  }
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    if ((word & kHighBits) == 0) continue;
    if constexpr (std::endian::native == std::endian::big) break;
    return i + static_cast<std::size_t>(std::countr_zero(word & kHighBits)) / 8;
  }
  while (i < bytes.size() && static_cast<unsigned char>(bytes[i]) < 0x80) ++i;
  return i;
}

enum class Utf8Step : std::uint8_t { valid, malformed, cut };

struct Utf8Character {
  Utf8Step step;
  std::size_t length;  // of a valid character
};

// The character at the start of `bytes` (not empty). `cut`: more bytes could make it valid.
inline Utf8Character utf8_character(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return {Utf8Step::valid, 1};
  if (lead < 0xC2 || lead > 0xF4) return {Utf8Step::malformed, 0};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // The second byte alone tells overlong forms, surrogates and what lies past U+10FFFF.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (bytes.size() < 2) return {Utf8Step::cut, 0};
  if (at(1) < low || at(1) > high) return {Utf8Step::malformed, 0};
  for (std::size_t i = 2; i < length; ++i) {
    if (i >= bytes.size()) return {Utf8Step::cut, 0};
    if ((at(i) & 0xC0) != 0x80) return {Utf8Step::malformed, 0};
  }
  return {Utf8Step::valid, length};
}

// The length of the run of valid three-byte characters, as nearly all of Chinese is, at the start of `bytes`; it may
// stop early, near the end.
inline std::size_t three_byte_prefix(std::string_view bytes) {
  if constexpr (std::endian::native == std::endian::big) return 0;
  std::size_t length = 0;
  for (; length + 4 <= bytes.size(); length += 3) {
    std::uint32_t word;
    std::memcpy(&word, bytes.data() + length, sizeof word);
    // The lead's four bits and the second byte's first tell overlong forms (0, 0) and surrogates (D, 1).
    const std::uint32_t told = word & 0x200Fu;
    if ((word & 0xC0C0F0u) != 0x8080E0u || told == 0 || told == 0x200Du) break;
  }
  return length;
}

// The length of the valid text at the start of `bytes`.
inline std::size_t utf8_prefix(std::string_view bytes) {
  std::size_t length = 0;
  while (true) {
    length += ascii_prefix(bytes.substr(length));
    length += three_byte_prefix(bytes.substr(length));
    if (length == bytes.size()) return length;
    const Utf8Character next = utf8_character(bytes.substr(length));
    if (next.step != Utf8Step::valid) return length;
    length += next.length;
  }
}

}  // namespace staysail::files
