#include "statistics/scoring_loops.hpp"

namespace staysail::statistics {
namespace {

struct Words {
  typedef std::uint32_t Lanes __attribute__((vector_size(16)));
  typedef std::int32_t Signed __attribute__((vector_size(16)));
  static constexpr std::size_t kSums = 8;

  static Lanes add_where(Lanes sum, Lanes rows, Lanes select, Lanes weight) {
    return sum + (reinterpret_cast<Lanes>((rows & select) == select) & weight);
  }
  static std::uint64_t within(const std::uint8_t* codes, std::uint8_t low, std::uint8_t span) {
    std::uint64_t yes = 0;
    for (unsigned i = 0; i < 64; ++i) yes |= std::uint64_t{static_cast<std::uint8_t>(codes[i] - low) <= span} << i;
    return yes;
  }
  static std::uint64_t listed(const std::uint8_t* codes, const std::uint8_t* list) {
    std::uint64_t yes = 0;
    for (unsigned i = 0; i < 64; ++i) yes |= std::uint64_t{list[codes[i] & 15U] >> (codes[i] >> 4 & 7U) & 1U} << i;
    return yes;
  }
};

}  // namespace

const ScoringKernel kPortableScoring{&ScoringLoops<Words>::sum, &ScoringLoops<Words>::lead};

}  // namespace staysail::statistics
