// Finds the bytes that give a delimited text its structure (separator, quote, line ends), 64 bytes at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace staysail::files {

class StructuralScanner {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // A quote of '\0' is not looked for.
  StructuralScanner(char separator, char quote) : separator_(separator), quote_(quote == '\0' ? separator : quote) {}

  // Looks at text[from ..] from now on; the text must stay where it is.
  void start(std::string_view text, std::size_t from) {
    text_ = text;
    block_ = from;
    mask_ = from < text.size() ? mask_at(from) : 0;
  }

  // Where the next structural byte is; kNone when there is none left.
  std::size_t next() {
    if (mask_ == 0 && !advance()) return kNone;
    const std::size_t position = block_ + static_cast<std::size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return position;
  }

 private:
  static constexpr std::size_t kBlock = 64;

  // Moves to the next block that has a structural byte.
  bool advance() {
    while (mask_ == 0) {
      block_ += kBlock;
      if (block_ >= text_.size()) {
        block_ = text_.size();
        return false;
      }
      mask_ = mask_at(block_);
    }
    return true;
  }

  std::uint64_t mask_at(std::size_t position) const {
    if (text_.size() - position >= kBlock) return mask_of(text_.data() + position);
    std::array<char, kBlock> tail;
    tail.fill('\0');
    std::memcpy(tail.data(), text_.data() + position, text_.size() - position);
    return mask_of(tail.data()) & ((std::uint64_t{1} << (text_.size() - position)) - 1);
  }

#if defined(__SSE2__)
  std::uint64_t mask_of(const char* bytes) const {
    std::uint64_t mask = 0;
    for (int part = 0; part < 4; ++part) {
      const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + part * 16));
      const auto is = [&](char c) { return _mm_cmpeq_epi8(chunk, _mm_set1_epi8(c)); };
      const __m128i any = _mm_or_si128(_mm_or_si128(is(separator_), is(quote_)), _mm_or_si128(is('\n'), is('\r')));
      mask |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(any))) << (part * 16);
    }
    return mask;
  }
#else
  std::uint64_t mask_of(const char* bytes) const {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const char c = bytes[i];
      const bool structural = c == separator_ || c == quote_ || c == '\n' || c == '\r';
      mask |= static_cast<std::uint64_t>(structural) << i;
    }
    return mask;
  }
#endif

  char separator_, quote_;
  std::string_view text_;
  std::size_t block_ = 0;
  std::uint64_t mask_ = 0;
};

}  // namespace staysail::files
