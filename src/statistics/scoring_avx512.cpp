#if defined(__x86_64__)

#include <immintrin.h>

#include "statistics/scoring_loops.hpp"

namespace staysail::statistics {
namespace {

struct Words {
  typedef std::uint32_t Lanes __attribute__((vector_size(64)));
  typedef std::int32_t Signed __attribute__((vector_size(64)));
  static constexpr std::size_t kSums = 16;

  static Lanes add_where(Lanes sum, Lanes rows, Lanes select, Lanes weight) {
    const auto as = [](Lanes lanes) { return reinterpret_cast<__m512i>(lanes); };
    return reinterpret_cast<Lanes>(
        _mm512_mask_add_epi32(as(sum), _mm512_test_epi32_mask(as(rows), as(select)), as(sum), as(weight)));
  }
  static std::uint64_t within(const std::uint8_t* codes, std::uint8_t low, std::uint8_t span) {
    const __m512i above = _mm512_sub_epi8(_mm512_loadu_si512(codes), _mm512_set1_epi8(static_cast<char>(low)));
    return _mm512_cmple_epu8_mask(above, _mm512_set1_epi8(static_cast<char>(span)));
  }
  static std::uint64_t listed(const std::uint8_t* codes, const std::uint8_t* list) {
    const __m512i all = _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(list)));
    const __m512i powers = _mm512_set1_epi64(static_cast<long long>(0x8040201008040201ULL));
    const __m512i code = _mm512_loadu_si512(codes);
    const __m512i high = _mm512_and_si512(_mm512_srli_epi16(code, 4), _mm512_set1_epi8(7));
    return _mm512_test_epi8_mask(_mm512_shuffle_epi8(all, code), _mm512_shuffle_epi8(powers, high));
  }
};

}  // namespace

const ScoringKernel kAvx512Scoring{&ScoringLoops<Words>::sum, &ScoringLoops<Words>::lead};

}  // namespace staysail::statistics

#endif
