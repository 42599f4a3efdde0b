#include "files/utf8_check.hpp"

#include <array>

#include "files/utf8.hpp"
#include "staysail/base/instruction_set.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace staysail::files {
namespace {

bool is_utf8_portable(std::string_view text) { return utf8_prefix(text) == text.size(); }

#if defined(__x86_64__)

constexpr std::size_t kVector = 32;

// What two bytes in a row are, told by three nibbles (Keiser and Lemire, "Validating UTF-8 in less than one instruction
// per byte"): a kind of fault is there when all three tables agree on its bit. The last bit is no fault where a third
// or fourth byte is due.
struct PairKind {
  std::uint16_t first_high, first_low, second_high;  // sets of nibbles
};
constexpr std::uint16_t kAny = 0xFFFF, kContinuation = 0x0F00;
constexpr std::array<PairKind, 8> kPairKinds = {{
    {0xF000, kAny, static_cast<std::uint16_t>(~kContinuation)},  // a lead byte and no continuation
    {0x00FF, kAny, kContinuation},                               // a continuation after ASCII
    {0x1000, 0x0003, kContinuation},                             // two bytes for what fits one
    {0x4000, 0x0001, 0x0300},                                    // three bytes for what fits two
    {0x4000, 0x2000, 0x0C00},                                    // a surrogate
    {0x8000, 0xFFF0, 0x0E00},                                    // past U+10FFFF
    {0x8000, 0xFFE1, 0x0100},                                    // the same, or four bytes for what fits three
    {0x0F00, kAny, kContinuation},                               // two continuations
}};
constexpr std::uint8_t kTwoContinuations = 0x80;

using Table = std::array<std::uint8_t, 16>;
constexpr Table table_of(std::uint16_t PairKind::*nibbles) {
  Table table{};
  for (std::size_t kind = 0; kind < kPairKinds.size(); ++kind)
    for (std::size_t nibble = 0; nibble < table.size(); ++nibble)
      if ((kPairKinds[kind].*nibbles >> nibble & 1) != 0) table[nibble] |= static_cast<std::uint8_t>(1U << kind);
  return table;
}
constexpr Table kFirstHigh = table_of(&PairKind::first_high), kFirstLow = table_of(&PairKind::first_low),
                kSecondHigh = table_of(&PairKind::second_high);

__attribute__((target("avx2"))) inline __m256i loaded(const Table& table) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

__attribute__((target("avx2"))) inline __m256i high_nibbles(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

// The bytes that stand `Distance` before those of `now`; `before` is the vector in front of it.
template <int Distance>
__attribute__((target("avx2"))) inline __m256i earlier(__m256i now, __m256i before) {
  return _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - Distance);
}

// Not zero where a byte of `now` cannot stand.
__attribute__((target("avx2"))) inline __m256i faults_in(__m256i now, __m256i before) {
  const __m256i first = earlier<1>(now, before);
  const __m256i kinds = _mm256_and_si256(
      _mm256_and_si256(_mm256_shuffle_epi8(loaded(kFirstHigh), high_nibbles(first)),
                       _mm256_shuffle_epi8(loaded(kFirstLow), _mm256_and_si256(first, _mm256_set1_epi8(0x0F)))),
      _mm256_shuffle_epi8(loaded(kSecondHigh), high_nibbles(now)));
  // A lead of three bytes or more two places before, or one of four three places before.
  const __m256i third = _mm256_subs_epu8(earlier<2>(now, before), _mm256_set1_epi8(static_cast<char>(0xE0 - 0x80)));
  const __m256i fourth = _mm256_subs_epu8(earlier<3>(now, before), _mm256_set1_epi8(static_cast<char>(0xF0 - 0x80)));
  const __m256i due =
      _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(static_cast<char>(kTwoContinuations)));
  return _mm256_xor_si256(kinds, due);
}

struct Look {
  __m256i before, faults;
  __attribute__((target("avx2"))) void at(const char* bytes) {
    const __m256i now = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    faults = _mm256_or_si256(faults, faults_in(now, before));
    before = now;
  }
};

__attribute__((target("avx2"))) bool is_utf8_avx2(std::string_view text) {
  Look look{_mm256_setzero_si256(), _mm256_setzero_si256()};
  std::size_t at = 0;
  for (; at + kVector <= text.size(); at += kVector) look.at(text.data() + at);
  // Zeros behind the text: a character that it cuts is a fault.
  std::array<char, kVector> tail{};
  std::memcpy(tail.data(), text.data() + at, text.size() - at);
  look.at(tail.data());
  return _mm256_testz_si256(look.faults, look.faults) != 0;
}

#endif

using Check = bool (*)(std::string_view);

Check best_check() {
#if defined(__x86_64__)
  if (instruction_sets().back() >= InstructionSet::avx2) return is_utf8_avx2;
#endif
  return is_utf8_portable;
}

}  // namespace

bool is_utf8(std::string_view text) {
  static const Check check = best_check();
  return check(text);
}

std::size_t cut_character(std::string_view text) {
  for (std::size_t length = std::min<std::size_t>(3, text.size()); length > 0; --length)
    if (utf8_character(text.substr(text.size() - length)).step == Utf8Step::cut) return length;
  return 0;
}

}  // namespace staysail::files
