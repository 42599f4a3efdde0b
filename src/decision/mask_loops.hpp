// The loops of the kernels over a `Words` class: the tests of 64 codes, and Lanes, a register of masks. Included by one
// file for each instruction set, whose Words is private to it: so each gets functions of its own, compiled for its
// processor.
#pragma once

#include "decision/mask_kernels.hpp"

namespace staysail::decision {

template <class Words>
struct MaskLoops {
  using Lanes = typename Words::Lanes;
  static constexpr std::size_t kLaneWords = sizeof(Lanes) / sizeof(std::uint64_t);
  // Words that a pass over a chain keeps in registers.
  static constexpr std::size_t kPassWords = Words::kPassLanes * kLaneWords;

  static void below_narrow(const std::uint8_t* codes, std::size_t words, std::uint32_t digits, std::uint32_t bound,
                           std::uint64_t* out) {
    const typename Words::BelowNarrow test(digits, bound);
    for (std::size_t i = 0; i < words; ++i) out[i] = test(codes + 64 * i);
  }

  static void below_wide(const std::uint16_t* codes, std::size_t words, std::uint32_t digits, std::uint32_t bound,
                         std::uint64_t* out) {
    const typename Words::BelowWide test(digits, bound);
    for (std::size_t i = 0; i < words; ++i) out[i] = test(codes + 64 * i);
  }

  static void compose(const std::uint64_t* a, const std::uint64_t* b, const std::uint64_t* c, std::size_t words,
                      std::uint64_t* out) {
    for (std::size_t i = 0; i < words; ++i) out[i] = a[i] | (b[i] & c[i]);
  }

  // Calls `work` with the first word of each pass; its argument is the number of registers.
  template <class Work>
  static void each_pass(std::size_t words, Work work) {
    std::size_t at = 0;
    for (; at + kPassWords <= words; at += kPassWords) work.template operator()<Words::kPassLanes>(at);
    for (; at < words; at += kStripWords) work.template operator()<kStripWords / kLaneWords>(at);
  }

  template <std::size_t Count>
  static void meet_pass(const MaskChain& chain, const std::uint64_t* wanted, std::size_t at, Lanes* left) {
    for (std::size_t i = 0; i < Count; ++i) left[i] = Words::load(wanted + at + i * kLaneWords);
    for (const MaskPair *pair = chain.pairs, *end = pair + chain.count; pair != end; ++pair) {
      const std::uint64_t* const in = chain.masks + pair->in * chain.stride + at;
      const std::uint64_t* const out = chain.masks + pair->out * chain.stride + at;
      for (std::size_t i = 0; i < Count; ++i)
        left[i] = Words::meet(left[i], Words::load(in + i * kLaneWords), Words::load(out + i * kLaneWords));
    }
  }

  static bool meet_pairs(const MaskChain& chain, const std::uint64_t* wanted, std::uint64_t* out) {
    bool any = false;
    each_pass(chain.words, [&]<std::size_t Count>(std::size_t at) {
      Lanes left[Count];
      meet_pass<Count>(chain, wanted, at, left);
      Lanes some = left[0];
      for (std::size_t i = 0; i < Count; ++i) {
        Words::store(out + at + i * kLaneWords, left[i]);
        some = some | left[i];
      }
      any |= Words::any(some);
    });
    return any;
  }

  static std::uint64_t count_pairs(const MaskChain& chain, const std::uint64_t* wanted) {
    typename Words::Counter counter;
    each_pass(chain.words, [&]<std::size_t Count>(std::size_t at) {
      Lanes left[Count];
      meet_pass<Count>(chain, wanted, at, left);
      for (std::size_t i = 0; i < Count; ++i) counter.add(left[i]);
    });
    return counter.sum();
  }

  template <std::size_t Count>
  static void join_pass(const MaskChain& chain, std::size_t at, Lanes* found) {
    for (std::size_t i = 0; i < Count; ++i) found[i] = Lanes{};
    for (const MaskPair *pair = chain.pairs, *end = pair + chain.count; pair != end; ++pair) {
      const std::uint64_t* const in = chain.masks + pair->in * chain.stride + at;
      const std::uint64_t* const out = chain.masks + pair->out * chain.stride + at;
      for (std::size_t i = 0; i < Count; ++i)
        found[i] = Words::join(found[i], Words::load(in + i * kLaneWords), Words::load(out + i * kLaneWords));
    }
  }

  static bool meet_any_pair(const MaskChain& chain, const std::uint64_t* wanted, std::uint64_t* to) {
    bool any = false;
    each_pass(chain.words, [&]<std::size_t Count>(std::size_t at) {
      Lanes found[Count];
      join_pass<Count>(chain, at, found);
      Lanes some{};
      for (std::size_t i = 0; i < Count; ++i) {
        const Lanes left = found[i] & Words::load(wanted + at + i * kLaneWords);
        Words::store(to + at + i * kLaneWords, left);
        some = some | left;
      }
      any |= Words::any(some);
    });
    return any;
  }

  static void join_pairs(const MaskChain& chain, std::uint64_t* to) {
    each_pass(chain.words, [&]<std::size_t Count>(std::size_t at) {
      Lanes found[Count];
      join_pass<Count>(chain, at, found);
      for (std::size_t i = 0; i < Count; ++i) Words::store(to + at + i * kLaneWords, found[i]);
    });
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

  static constexpr MaskKernels kernels() {
    return {below_narrow, below_wide, compose, meet_pairs, count_pairs, meet_any_pair,
            join_pairs,   meet,       join,    count,      list};
  }
};

}  // namespace staysail::decision
