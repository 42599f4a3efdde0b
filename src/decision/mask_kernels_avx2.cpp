#if defined(__x86_64__)

#include <immintrin.h>

#include "decision/mask_loops.hpp"

namespace staysail::decision {
namespace {

__m256i load_codes(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }

std::uint64_t bits(__m256i low, __m256i high) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
         static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(high))) << 32;
}

struct Avx2Words {
  // There is no comparison of unsigned bytes: what is no more than bound - 1 is its own minimum with it.
  class BelowNarrow {
   public:
    BelowNarrow(std::uint32_t digits, std::uint32_t bound)
        : digits_(_mm256_set1_epi8(static_cast<char>(digits))), last_(_mm256_set1_epi8(static_cast<char>(bound - 1))) {}
    std::uint64_t operator()(const std::uint8_t* codes) const { return bits(test(codes), test(codes + 32)); }

   private:
    __m256i test(const std::uint8_t* from) const {
      const __m256i codes = _mm256_and_si256(load_codes(from), digits_);
      return _mm256_cmpeq_epi8(_mm256_min_epu8(codes, last_), codes);
    }
    __m256i digits_, last_;
  };

  class BelowWide {
   public:
    BelowWide(std::uint32_t digits, std::uint32_t bound)
        : digits_(_mm256_set1_epi16(static_cast<short>(digits))),
          last_(_mm256_set1_epi16(static_cast<short>(bound - 1))) {}
    std::uint64_t operator()(const std::uint16_t* codes) const { return bits(test(codes), test(codes + 32)); }

   private:
    __m256i half(const std::uint16_t* from) const {
      const __m256i codes = _mm256_and_si256(load_codes(from), digits_);
      return _mm256_cmpeq_epi16(_mm256_min_epu16(codes, last_), codes);
    }
    // Packing works within halves of the register: the quarters are put back in order.
    __m256i test(const std::uint16_t* codes) const {
      return _mm256_permute4x64_epi64(_mm256_packs_epi16(half(codes), half(codes + 16)), 0xD8);
    }
    __m256i digits_, last_;
  };

  using Lanes = __m256i;
  static constexpr std::size_t kPassLanes = 8;
  static Lanes load(const std::uint64_t* from) { return _mm256_load_si256(reinterpret_cast<const __m256i*>(from)); }
  static void store(std::uint64_t* to, Lanes lanes) { _mm256_store_si256(reinterpret_cast<__m256i*>(to), lanes); }
  static Lanes meet(Lanes left, Lanes in, Lanes out) { return _mm256_andnot_si256(out, _mm256_and_si256(left, in)); }
  static Lanes join(Lanes found, Lanes in, Lanes out) { return _mm256_or_si256(found, _mm256_andnot_si256(out, in)); }
  static bool any(Lanes lanes) { return _mm256_testz_si256(lanes, lanes) == 0; }

  // The bits of each half byte from a table of 16.
  class Counter {
   public:
    void add(Lanes lanes) {
      const __m256i half = _mm256_set1_epi8(15);
      const __m256i low = _mm256_and_si256(lanes, half), high = _mm256_and_si256(_mm256_srli_epi16(lanes, 4), half);
      const __m256i bytes = _mm256_add_epi8(_mm256_shuffle_epi8(bits_of(), low), _mm256_shuffle_epi8(bits_of(), high));
      sums_ = _mm256_add_epi64(sums_, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    std::uint64_t sum() const {
      alignas(32) std::uint64_t parts[4];
      store(parts, sums_);
      return parts[0] + parts[1] + parts[2] + parts[3];
    }

   private:
    static Lanes bits_of() {
      return _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3,
                              3, 4);
    }
    Lanes sums_ = _mm256_setzero_si256();
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
