#if defined(__x86_64__)

#include <immintrin.h>

#include "decision/mask_loops.hpp"

namespace staysail::decision {
namespace {

struct alignas(64) Places {
  std::uint8_t at[64] = {};
  constexpr Places() {
    for (int i = 0; i < 64; ++i) at[i] = static_cast<std::uint8_t>(i);
  }
};
constexpr Places kPlaces;

struct Avx512Words {
  class BelowNarrow {
   public:
    BelowNarrow(std::uint32_t digits, std::uint32_t bound)
        : digits_(_mm512_set1_epi8(static_cast<char>(digits))), bound_(_mm512_set1_epi8(static_cast<char>(bound))) {}
    std::uint64_t operator()(const std::uint8_t* codes) const {
      return _mm512_cmplt_epu8_mask(_mm512_and_si512(_mm512_loadu_si512(codes), digits_), bound_);
    }

   private:
    __m512i digits_, bound_;
  };

  class BelowWide {
   public:
    BelowWide(std::uint32_t digits, std::uint32_t bound)
        : digits_(_mm512_set1_epi16(static_cast<short>(digits))),
          bound_(_mm512_set1_epi16(static_cast<short>(bound))) {}
    std::uint64_t operator()(const std::uint16_t* codes) const {
      return half(codes) | static_cast<std::uint64_t>(half(codes + 32)) << 32;
    }

   private:
    std::uint32_t half(const std::uint16_t* codes) const {
      return _mm512_cmplt_epu16_mask(_mm512_and_si512(_mm512_loadu_si512(codes), digits_), bound_);
    }
    __m512i digits_, bound_;
  };

  using Lanes = __m512i;
  static constexpr std::size_t kPassLanes = 4;
  static Lanes load(const std::uint64_t* from) { return _mm512_load_si512(from); }
  static void store(std::uint64_t* to, Lanes lanes) { _mm512_store_si512(to, lanes); }
  // left & in & ~out, found | (in & ~out): the truth table of each, in order of the arguments.
  static Lanes meet(Lanes left, Lanes in, Lanes out) { return _mm512_ternarylogic_epi64(left, in, out, 0x40); }
  static Lanes join(Lanes found, Lanes in, Lanes out) { return _mm512_ternarylogic_epi64(found, in, out, 0xF4); }
  static bool any(Lanes lanes) { return _mm512_test_epi64_mask(lanes, lanes) != 0; }

  class Counter {
   public:
    void add(Lanes lanes) { sums_ = _mm512_add_epi64(sums_, _mm512_popcnt_epi64(lanes)); }
    std::uint64_t sum() const { return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(sums_)); }

   private:
    Lanes sums_ = _mm512_setzero_si512();
  };

  // The places of the bits as bytes, all 64 in one step; then sixteen of them at a time as row numbers.
  static std::uint32_t* list(std::uint64_t word, std::uint32_t first, std::uint32_t* out) {
    if (word == 0) return out;
    const __m512i places = _mm512_maskz_compress_epi8(word, _mm512_load_si512(kPlaces.at));
    const __m512i base = _mm512_set1_epi32(static_cast<int>(first));
    const int count = __builtin_popcountll(word);
    put<0>(places, base, out);
    if (count > 16) put<1>(places, base, out + 16);
    if (count > 32) put<2>(places, base, out + 32);
    if (count > 48) put<3>(places, base, out + 48);
    return out + count;
  }

  template <int Quarter>
  static void put(__m512i places, __m512i base, std::uint32_t* out) {
    const __m512i rows = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, Quarter));
    _mm512_storeu_si512(out, _mm512_add_epi32(base, rows));
  }
};

}  // namespace

constinit const MaskKernels kAvx512Kernels = MaskLoops<Avx512Words>::kernels();

}  // namespace staysail::decision

#endif
