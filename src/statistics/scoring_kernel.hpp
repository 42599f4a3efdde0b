// The kernel under TreeScorer: a tile of rows through questions, paths and sums.
//
// All is whole numbers, so the width of a register changes no bit. Nothing here allocates or includes templates of the
// standard library, because some of these files are compiled for processors that not every host has.
#pragma once

#include <cstddef>
#include <cstdint>

namespace staysail::statistics {

inline constexpr std::size_t kTileRows = 256;
inline constexpr std::size_t kTileWords = kTileRows / 32;  // bit i of word w: row 32 * w + i
inline constexpr std::size_t kLeadingFeatures = 3;

// Is the code of a column in a set: `low` .. `low + span`, or, where `listed`, bit h of list[l] for code 16 * h + l?
struct CodeQuestion {
  std::uint32_t column = 0;
  std::uint8_t low = 0;
  std::uint8_t span = 0;
  bool listed = false;
  std::uint8_t list[16] = {};
};

// Rows of another mask to which a question is answered yes, or no. Masks: 0 has all rows, then come those of the
// questions, then those of the paths, each after the ones that it is made of.
struct PathStep {
  std::uint32_t mask = 0;
  std::uint32_t question = 0;  // its mask
  std::uint32_t answer = 0;    // all bits: no
};

// Rows of a mask get a weight.
struct PathWeight {
  std::uint32_t mask = 0;
  std::uint32_t weight = 0;  // two's complement
};

struct ScoringTask {
  const CodeQuestion* questions = nullptr;
  std::size_t question_count = 0;
  const PathStep* steps = nullptr;
  std::size_t step_count = 0;
  const PathWeight* weights = nullptr;
  const std::uint32_t* starts = nullptr;  // where the weights of each feature begin; features + 1
  const std::int32_t* base = nullptr;     // what each feature adds to every row
  std::size_t features = 0;

  const std::uint8_t* codes = nullptr;  // columns * kTileRows
  std::uint32_t* masks = nullptr;       // (1 + questions + steps) * kTileWords
  std::int32_t* sums = nullptr;         // features * kTileRows
  // For lead only: sums over features, and the features that add most.
  std::int32_t* totals = nullptr;   // kTileRows
  std::int32_t* leading = nullptr;  // kLeadingFeatures * kTileRows; -1: none
};

struct ScoringKernel {
  void (*sum)(const ScoringTask& task) = nullptr;   // fills masks and sums
  void (*lead)(const ScoringTask& task) = nullptr;  // reads sums, fills totals and leading
};

extern const ScoringKernel kPortableScoring;
#if defined(__x86_64__)
extern const ScoringKernel kAvx2Scoring;
extern const ScoringKernel kAvx512Scoring;
#endif

}  // namespace staysail::statistics
