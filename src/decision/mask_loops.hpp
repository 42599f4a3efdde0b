// The loops of the kernels over a `Words` class, which tests 64 codes at a time. Included by one file for each
// instruction set, whose Words is private to it: so each gets functions of its own, compiled for its processor.
#pragma once

#include "decision/mask_kernels.hpp"

namespace staysail::decision {

template <class Words>
struct MaskLoops {
  static void within_narrow(const std::uint8_t* codes, std::size_t words, const CodeRun& run, std::uint64_t* out) {
    const typename Words::NarrowRun test(run);
    const std::uint64_t flip = run.flip;
    for (std::size_t i = 0; i < words; ++i) out[i] = test(codes + 64 * i) ^ flip;
  }

  static void within_wide(const std::uint16_t* codes, std::size_t words, const CodeRun& run, std::uint64_t* out) {
    const typename Words::WideRun test(run);
    const std::uint64_t flip = run.flip;
    for (std::size_t i = 0; i < words; ++i) out[i] = test(codes + 64 * i) ^ flip;
  }

  static void among(const std::uint8_t* codes, std::size_t words, const CodeTable& table, std::uint64_t* out) {
    const typename Words::Among test(table);
    for (std::size_t i = 0; i < words; ++i) out[i] = test(codes + 64 * i);
  }

  static bool meet(const std::uint64_t* a, const std::uint64_t* b, std::size_t words, std::uint64_t* out) {
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < words; ++i) {
      out[i] = a[i] & b[i];
      any |= out[i];
    }
    return any != 0;
  }

  static void join(const std::uint64_t* a, std::size_t words, std::uint64_t* out) {
    for (std::size_t i = 0; i < words; ++i) out[i] |= a[i];
  }

  static std::uint64_t count(const std::uint64_t* mask, std::size_t words) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < words; ++i) sum += static_cast<std::uint64_t>(__builtin_popcountll(mask[i]));
    return sum;
  }

  static std::uint32_t* list(const std::uint64_t* mask, std::size_t words, std::uint32_t first, std::uint32_t* out) {
    for (std::size_t i = 0; i < words; ++i) out = Words::list(mask[i], first + static_cast<std::uint32_t>(64 * i), out);
    return out;
  }

  static constexpr MaskKernels kernels() { return {within_narrow, within_wide, among, meet, join, count, list}; }
};

}  // namespace staysail::decision
