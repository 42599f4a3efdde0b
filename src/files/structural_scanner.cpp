#include "files/structural_scanner.hpp"

#include <bit>
#include <cstring>

#include "staysail/base/instruction_set.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace staysail::files {
namespace {

constexpr std::size_t kBlock = 64;

struct Signs {
  char separator, quote;
};

// Writes the positions of the bits, counted from `base`, and returns where the next one goes.
inline std::size_t* put(std::uint64_t mask, std::size_t base, std::size_t* to) {
  for (; mask != 0; mask &= mask - 1) *to++ = base + static_cast<std::size_t>(std::countr_zero(mask));
  return to;
}

std::uint64_t mask_of(const char* bytes, Signs signs) {
#if defined(__x86_64__)
  std::uint64_t mask = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + part * 16));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(chunk, _mm_set1_epi8(c)); };
    const __m128i any =
        _mm_or_si128(_mm_or_si128(is(signs.separator), is(signs.quote)), _mm_or_si128(is('\n'), is('\r')));
    mask |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(any))) << (part * 16);
  }
  return mask;
#else
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char c = bytes[i];
    const bool structural = c == signs.separator || c == signs.quote || c == '\n' || c == '\r';
    mask |= static_cast<std::uint64_t>(structural) << i;
  }
  return mask;
#endif
}

// A run of whole blocks, from `at` to before `end`; stops once `most` positions are written.
struct Run {
  const char* bytes;
  std::size_t at, end;
  std::size_t *to, *most;
};

void look_portable(Run& run, Signs signs) {
  for (; run.at < run.end && run.to < run.most; run.at += kBlock)
    run.to = put(mask_of(run.bytes + run.at, signs), run.at, run.to);
}

#if defined(__x86_64__)
// put() without a question for each of the first eight: how many there are is different in every block.
__attribute__((target("bmi,popcnt"))) inline std::size_t* put_many(std::uint64_t mask, std::size_t base,
                                                                   std::size_t* to) {
  constexpr int kAtOnce = 8;
  std::size_t* const end = to + __builtin_popcountll(mask);
  for (int i = 0; i < kAtOnce; ++i, mask = _blsr_u64(mask)) to[i] = base + static_cast<std::size_t>(_tzcnt_u64(mask));
  for (to += kAtOnce; mask != 0; mask = _blsr_u64(mask)) *to++ = base + static_cast<std::size_t>(_tzcnt_u64(mask));
  return end;
}

__attribute__((target("avx2,bmi,popcnt"))) void look_avx2(Run& run, Signs signs) {
  const __m256i separator = _mm256_set1_epi8(signs.separator), quote = _mm256_set1_epi8(signs.quote);
  const __m256i feed = _mm256_set1_epi8('\n'), back = _mm256_set1_epi8('\r');
  for (; run.at < run.end && run.to < run.most; run.at += kBlock) {
    std::uint64_t mask = 0;
    for (int part = 0; part < 2; ++part) {
      const __m256i chunk = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(run.bytes + run.at + part * 32));
      const __m256i any =
          _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(chunk, separator), _mm256_cmpeq_epi8(chunk, quote)),
                          _mm256_or_si256(_mm256_cmpeq_epi8(chunk, feed), _mm256_cmpeq_epi8(chunk, back)));
      mask |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm256_movemask_epi8(any))) << (part * 32);
    }
    run.to = put_many(mask, run.at, run.to);
  }
}
#endif

using Look = void (*)(Run&, Signs);

Look best_look() {
#if defined(__x86_64__)
  if (instruction_sets().back() >= InstructionSet::avx2) return look_avx2;
#endif
  return look_portable;
}

}  // namespace

bool StructuralScanner::look_ahead() {
  cursor_ = found_ = 0;
  if (block_ >= text_.size()) return false;
  look_at_whole_blocks();
  if (found_ == 0) look_at_tail();
  return found_ != 0;
}

void StructuralScanner::look_at_whole_blocks() {
  static const Look look = best_look();
  const std::size_t blocks = (text_.size() - block_) / kBlock;
  Run run{text_.data(), block_, block_ + blocks * kBlock, positions_.data(), positions_.data() + kAhead};
  look(run, {separator_, quote_});
  block_ = run.at;
  found_ = static_cast<std::size_t>(run.to - positions_.data());
}

void StructuralScanner::look_at_tail() {
  std::array<char, kBlock> tail;
  const std::size_t size = text_.size() - block_;
  if (size == 0) return;
  tail.fill('\0');
  std::memcpy(tail.data(), text_.data() + block_, size);
  const std::uint64_t mask = mask_of(tail.data(), {separator_, quote_}) & ((std::uint64_t{1} << size) - 1);
  found_ = static_cast<std::size_t>(put(mask, block_, positions_.data()) - positions_.data());
  block_ = text_.size();
}

}  // namespace staysail::files
