#if defined(__x86_64__)

#include <immintrin.h>

#include "decision/mask_loops.hpp"

namespace staysail::decision {
namespace {

__m256i load(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }

std::uint64_t bits(__m256i low, __m256i high) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
         static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(high))) << 32;
}

struct Avx2Words {
  class NarrowRun {
   public:
    explicit NarrowRun(const CodeRun& run)
        : low_(_mm256_set1_epi8(static_cast<char>(run.low))), span_(_mm256_set1_epi8(static_cast<char>(run.span))) {}
    std::uint64_t operator()(const std::uint8_t* codes) const { return bits(test(codes), test(codes + 32)); }

   private:
    __m256i test(const std::uint8_t* codes) const {
      const __m256i distance = _mm256_sub_epi8(load(codes), low_);
      return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, span_), distance);
    }
    __m256i low_, span_;
  };

  class WideRun {
   public:
    explicit WideRun(const CodeRun& run)
        : low_(_mm256_set1_epi16(static_cast<short>(run.low))),
          span_(_mm256_set1_epi16(static_cast<short>(run.span))) {}
    std::uint64_t operator()(const std::uint16_t* codes) const { return bits(test(codes), test(codes + 32)); }

   private:
    __m256i half(const std::uint16_t* codes) const {
      const __m256i distance = _mm256_sub_epi16(load(codes), low_);
      return _mm256_cmpeq_epi16(_mm256_min_epu16(distance, span_), distance);
    }
    // Packing works within halves of the register: the quarters are put back in order.
    __m256i test(const std::uint16_t* codes) const {
      return _mm256_permute4x64_epi64(_mm256_packs_epi16(half(codes), half(codes + 16)), 0xD8);
    }
    __m256i low_, span_;
  };

  // A byte of the table holds the codes of eight neighbours: it is found by the upper five bits of a code, the bit in
  // it by the lower three.
  class Among {
   public:
    explicit Among(const CodeTable& table)
        : lower_(_mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.bytes)))),
          upper_(_mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.bytes + 16)))),
          bit_(_mm256_broadcastsi128_si256(_mm_set_epi8(-128, 64, 32, 16, 8, 4, 2, 1, -128, 64, 32, 16, 8, 4, 2, 1))) {}
    std::uint64_t operator()(const std::uint8_t* codes) const { return bits(test(codes), test(codes + 32)); }

   private:
    __m256i test(const std::uint8_t* from) const {
      const __m256i codes = load(from);
      const __m256i place = _mm256_and_si256(_mm256_srli_epi16(codes, 3), _mm256_set1_epi8(15));
      const __m256i lower = _mm256_shuffle_epi8(lower_, place), upper = _mm256_shuffle_epi8(upper_, place);
      const __m256i byte = _mm256_blendv_epi8(lower, upper, codes);
      const __m256i bit = _mm256_shuffle_epi8(bit_, _mm256_and_si256(codes, _mm256_set1_epi8(7)));
      return _mm256_cmpeq_epi8(_mm256_and_si256(byte, bit), bit);
    }
    __m256i lower_, upper_, bit_;
  };

  static std::uint32_t* list(std::uint64_t word, std::uint32_t first, std::uint32_t* out) {
    for (; word != 0; word = _blsr_u64(word)) *out++ = first + static_cast<std::uint32_t>(_tzcnt_u64(word));
    return out;
  }
};

}  // namespace

constinit const MaskKernels kAvx2Kernels = MaskLoops<Avx2Words>::kernels();

}  // namespace staysail::decision

#endif
