// Kernels over masks: a bit a row, 64 rows a word. One table of functions for each instruction set.
//
// Codes are read and masks are worked on in whole strips of 512 rows, eight words: callers pad. Nothing here allocates
// or includes templates of the standard library, because some of these files are compiled for processors that not every
// host has.
#pragma once

#include <cstddef>
#include <cstdint>

namespace staysail::decision {

inline constexpr std::size_t kWordRows = 64, kStripWords = 8;
inline constexpr std::size_t kStripRows = kStripWords * kWordRows;

// The rows of one mask that are not of another.
struct MaskPair {
  std::uint32_t in = 0, out = 0;
};

// Pairs to be taken together, over `words` words: whole strips. Masks lie `stride` words apart.
struct MaskChain {
  const std::uint64_t* masks = nullptr;
  const MaskPair* pairs = nullptr;
  std::size_t count = 0, words = 0, stride = 0;
};

struct MaskKernels {
  // Where code & digits < bound.
  void (*below_narrow)(const std::uint8_t* codes, std::size_t words, std::uint32_t digits, std::uint32_t bound,
                       std::uint64_t* out);
  void (*below_wide)(const std::uint16_t* codes, std::size_t words, std::uint32_t digits, std::uint32_t bound,
                     std::uint64_t* out);
  // out = a | (b & c)
  void (*compose)(const std::uint64_t* a, const std::uint64_t* b, const std::uint64_t* c, std::size_t words,
                  std::uint64_t* out);
  // out = wanted and in each of the pairs; whether any bit is left. `out` may be `wanted`.
  bool (*meet_pairs)(const MaskChain& chain, const std::uint64_t* wanted, std::uint64_t* out);
  // How many bits meet_pairs() would leave.
  std::uint64_t (*count_pairs)(const MaskChain& chain, const std::uint64_t* wanted);
  // out = wanted and in any of the pairs; whether any bit is left. `out` may be `wanted`.
  bool (*meet_any_pair)(const MaskChain& chain, const std::uint64_t* wanted, std::uint64_t* out);
  // out = in any of the pairs
  void (*join_pairs)(const MaskChain& chain, std::uint64_t* out);
  // out = a & b, any number of words; whether any bit is left.
  bool (*meet)(const std::uint64_t* a, const std::uint64_t* b, std::size_t words, std::uint64_t* out);
  // out |= a
  void (*join)(const std::uint64_t* a, std::size_t words, std::uint64_t* out);
  std::uint64_t (*count)(const std::uint64_t* mask, std::size_t words);
  // Writes first + the place of each bit, ascending; gives the end. `out` has room for 64 more than there are bits.
  std::uint32_t* (*list)(const std::uint64_t* mask, std::size_t words, std::uint32_t first, std::uint32_t* out);
};

extern const MaskKernels kPortableKernels;
#if defined(__x86_64__)
extern const MaskKernels kAvx2Kernels;
extern const MaskKernels kAvx512Kernels;
#endif

}  // namespace staysail::decision
