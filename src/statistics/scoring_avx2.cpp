#if defined(__x86_64__)

#include <immintrin.h>

#include "statistics/scoring_loops.hpp"

namespace staysail::statistics {
namespace {

struct Words {
  typedef std::uint32_t Lanes __attribute__((vector_size(32)));
  typedef std::int32_t Signed __attribute__((vector_size(32)));
  static constexpr std::size_t kSums = 8;

  static Lanes add_where(Lanes sum, Lanes rows, Lanes select, Lanes weight) {
    return sum + (reinterpret_cast<Lanes>((rows & select) == select) & weight);
  }
  static __m256i load(const std::uint8_t* codes) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes)); }
  static std::uint32_t bits(__m256i bytes) { return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes)); }

  static std::uint32_t half_within(const std::uint8_t* codes, __m256i low, __m256i span) {
    const __m256i above = _mm256_sub_epi8(load(codes), low);
    return bits(_mm256_cmpeq_epi8(_mm256_min_epu8(above, span), above));
  }
  static std::uint64_t within(const std::uint8_t* codes, std::uint8_t low, std::uint8_t span) {
    const __m256i lows = _mm256_set1_epi8(static_cast<char>(low)), spans = _mm256_set1_epi8(static_cast<char>(span));
    return half_within(codes, lows, spans) | std::uint64_t{half_within(codes + 32, lows, spans)} << 32;
  }

  static std::uint32_t half_listed(const std::uint8_t* codes, __m256i list) {
    const __m256i powers = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201ULL));
    const __m256i code = load(codes);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(code, 4), _mm256_set1_epi8(7));
    const __m256i power = _mm256_shuffle_epi8(powers, high);
    return bits(_mm256_cmpeq_epi8(_mm256_and_si256(_mm256_shuffle_epi8(list, code), power), power));
  }
  static std::uint64_t listed(const std::uint8_t* codes, const std::uint8_t* list) {
    const __m256i both = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(list)));
    return half_listed(codes, both) | std::uint64_t{half_listed(codes + 32, both)} << 32;
  }
};

}  // namespace

const ScoringKernel kAvx2Scoring{&ScoringLoops<Words>::sum, &ScoringLoops<Words>::lead};

}  // namespace staysail::statistics

#endif
