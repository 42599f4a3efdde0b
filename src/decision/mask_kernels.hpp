// Kernels over masks: a bit a row, 64 rows a word. One table of functions for each instruction set.
//
// Codes are read in whole words of 64 rows: callers pad. Nothing here allocates or includes templates of the standard
// library, because some of these files are compiled for processors that not every host has.
#pragma once

#include <cstddef>
#include <cstdint>

namespace staysail::decision {

// Codes low .. low + span; with `flip` (all ones, else 0) all the others.
struct CodeRun {
  std::uint32_t low = 0, span = 0;
  std::uint64_t flip = 0;
};

// Bit `code % 8` of byte `code / 8` for each of 256 codes.
struct CodeTable {
  std::uint8_t bytes[32] = {};
};

struct MaskKernels {
  void (*within_narrow)(const std::uint8_t* codes, std::size_t words, const CodeRun& run, std::uint64_t* out);
  void (*within_wide)(const std::uint16_t* codes, std::size_t words, const CodeRun& run, std::uint64_t* out);
  void (*among)(const std::uint8_t* codes, std::size_t words, const CodeTable& table, std::uint64_t* out);
  // out = a & b; whether any bit is left.
  bool (*meet)(const std::uint64_t* a, const std::uint64_t* b, std::size_t words, std::uint64_t* out);
  // out |= a
  void (*join)(const std::uint64_t* a, std::size_t words, std::uint64_t* out);
  std::uint64_t (*count)(const std::uint64_t* mask, std::size_t words);
  // Writes first + the place of each bit, ascending; gives the end. `out` has room for 16 more than there are bits.
  std::uint32_t* (*list)(const std::uint64_t* mask, std::size_t words, std::uint32_t first, std::uint32_t* out);
};

extern const MaskKernels kPortableKernels;
#if defined(__x86_64__)
extern const MaskKernels kAvx2Kernels;
extern const MaskKernels kAvx512Kernels;
#endif

}  // namespace staysail::decision
