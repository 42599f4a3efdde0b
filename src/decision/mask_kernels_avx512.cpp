#if defined(__x86_64__)

#include <immintrin.h>

#include "decision/mask_loops.hpp"

namespace staysail::decision {
namespace {

struct Avx512Words {
  class NarrowRun {
   public:
    explicit NarrowRun(const CodeRun& run)
        : low_(_mm512_set1_epi8(static_cast<char>(run.low))), span_(_mm512_set1_epi8(static_cast<char>(run.span))) {}
    std::uint64_t operator()(const std::uint8_t* codes) const {
      return _mm512_cmple_epu8_mask(_mm512_sub_epi8(_mm512_loadu_si512(codes), low_), span_);
    }

   private:
    __m512i low_, span_;
  };

  class WideRun {
   public:
    explicit WideRun(const CodeRun& run)
        : low_(_mm512_set1_epi16(static_cast<short>(run.low))),
          span_(_mm512_set1_epi16(static_cast<short>(run.span))) {}
    std::uint64_t operator()(const std::uint16_t* codes) const {
      return half(codes) | static_cast<std::uint64_t>(half(codes + 32)) << 32;
    }

   private:
    std::uint32_t half(const std::uint16_t* codes) const {
      return _mm512_cmple_epu16_mask(_mm512_sub_epi16(_mm512_loadu_si512(codes), low_), span_);
    }
    __m512i low_, span_;
  };

  // The byte of a code by its upper five bits, from a table of 32; the bit in it by its lower three.
  class Among {
   public:
    explicit Among(const CodeTable& table)
        : bytes_(_mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(table.bytes)))),
          bit_(_mm512_set1_epi64(static_cast<long long>(0x8040201008040201ULL))) {}
    std::uint64_t operator()(const std::uint8_t* from) const {
      const __m512i codes = _mm512_loadu_si512(from);
      const __m512i place = _mm512_and_si512(_mm512_srli_epi16(codes, 3), _mm512_set1_epi8(31));
      const __m512i bit = _mm512_shuffle_epi8(bit_, _mm512_and_si512(codes, _mm512_set1_epi8(7)));
      return _mm512_test_epi8_mask(_mm512_permutexvar_epi8(place, bytes_), bit);
    }

   private:
    __m512i bytes_, bit_;
  };

  static std::uint32_t* list(std::uint64_t word, std::uint32_t first, std::uint32_t* out) {
    const __m512i places = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (; word != 0; word >>= 16, first += 16) {
      const auto sixteen = static_cast<__mmask16>(word);
      const __m512i rows = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(first)), places);
      _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(sixteen, rows));
      out += __builtin_popcount(sixteen);
    }
    return out;
  }
};

}  // namespace

constinit const MaskKernels kAvx512Kernels = MaskLoops<Avx512Words>::kernels();

}  // namespace staysail::decision

#endif
