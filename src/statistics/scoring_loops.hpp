// The loops of scoring_kernel.hpp over a `Words` class: Lanes, a register of sums, and the tests of 64 codes. Included
// by one file for each instruction set, whose Words is private to it: so each gets functions of its own, compiled for
// its processor.
#pragma once

#include "statistics/scoring_kernel.hpp"

namespace staysail::statistics {

template <class Words>
struct ScoringLoops {
  using Lanes = typename Words::Lanes;
  using Signed = typename Words::Signed;
  static constexpr std::size_t kWidth = sizeof(Lanes) / sizeof(std::uint32_t);
  static constexpr std::size_t kPerWord = 32 / kWidth;  // registers for the rows of a word
  static constexpr std::size_t kPassWords = Words::kSums / kPerWord;

  static void ask(const ScoringTask& task) {
    for (std::size_t w = 0; w < kTileWords; ++w) task.masks[w] = ~std::uint32_t{0};
    for (std::size_t q = 0; q < task.question_count; ++q) {
      const CodeQuestion& question = task.questions[q];
      const std::uint8_t* const codes = task.codes + question.column * kTileRows;
      std::uint32_t* const mask = task.masks + (q + 1) * kTileWords;
      for (std::size_t w = 0; w < kTileWords; w += 2) {
        const std::uint64_t yes = question.listed ? Words::listed(codes + 32 * w, question.list)
                                                  : Words::within(codes + 32 * w, question.low, question.span);
        mask[w] = static_cast<std::uint32_t>(yes);
        mask[w + 1] = static_cast<std::uint32_t>(yes >> 32);
      }
    }
  }

  static void walk(const ScoringTask& task) {
    std::uint32_t* to = task.masks + (1 + task.question_count) * kTileWords;
    for (const PathStep *step = task.steps, *end = step + task.step_count; step != end; ++step, to += kTileWords) {
      const std::uint32_t* const from = task.masks + step->mask * kTileWords;
      const std::uint32_t* const question = task.masks + step->question * kTileWords;
      for (std::size_t w = 0; w < kTileWords; ++w) to[w] = from[w] & (question[w] ^ step->answer);
    }
  }

  // Sums of some rows stay in registers while all weights of a feature go by.
  static void sum_pass(const ScoringTask& task, std::size_t feature, std::size_t word, const Lanes* select) {
    Lanes sums[Words::kSums];
    for (Lanes& sum : sums) sum = Lanes{} + static_cast<std::uint32_t>(task.base[feature]);
    const PathWeight* const end = task.weights + task.starts[feature + 1];
    for (const PathWeight* one = task.weights + task.starts[feature]; one != end; ++one) {
      const std::uint32_t* const mask = task.masks + one->mask * kTileWords + word;
      const Lanes weight = Lanes{} + one->weight;
      for (std::size_t w = 0; w < kPassWords; ++w) {
        const Lanes rows = Lanes{} + mask[w];
        for (std::size_t r = 0; r < kPerWord; ++r)
          sums[w * kPerWord + r] = Words::add_where(sums[w * kPerWord + r], rows, select[r], weight);
      }
    }
    auto* const out = reinterpret_cast<Lanes*>(task.sums + feature * kTileRows + 32 * word);
    for (std::size_t i = 0; i < Words::kSums; ++i) out[i] = sums[i];
  }

  static void sum(const ScoringTask& task) {
    ask(task);
    walk(task);
    Lanes select[kPerWord];
    for (std::size_t i = 0; i < 32; ++i) select[i / kWidth][i % kWidth] = std::uint32_t{1} << i;
    for (std::size_t feature = 0; feature < task.features; ++feature)
      for (std::size_t word = 0; word < kTileWords; word += kPassWords) sum_pass(task, feature, word, select);
  }

  // The highest sums of a row, first come first served among equal ones.
  static void lead(const ScoringTask& task) {
    const auto* const sums = reinterpret_cast<const Signed*>(task.sums);
    constexpr std::size_t kRegisters = kTileRows / kWidth;
    for (std::size_t r = 0; r < kRegisters; ++r) {
      Signed most[kLeadingFeatures] = {}, who[kLeadingFeatures], total = {};
      for (Signed& one : who) one = Signed{} - 1;
      for (std::size_t feature = 0; feature < task.features; ++feature) {
        Signed value = sums[feature * kRegisters + r], index = Signed{} + static_cast<std::int32_t>(feature);
        total += value;
        for (std::size_t place = 0; place < kLeadingFeatures; ++place) {
          const Signed higher = value > most[place];
          const Signed least = higher ? most[place] : value, last = higher ? who[place] : index;
          most[place] = higher ? value : most[place];
          who[place] = higher ? index : who[place];
          value = least;
          index = last;
        }
      }
      reinterpret_cast<Signed*>(task.totals)[r] = total;
      for (std::size_t place = 0; place < kLeadingFeatures; ++place)
        reinterpret_cast<Signed*>(task.leading)[place * kRegisters + r] = who[place];
    }
  }
};

}  // namespace staysail::statistics
