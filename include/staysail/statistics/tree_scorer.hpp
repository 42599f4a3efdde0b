// TreeScorer: boosted trees laid out for scoring many rows, tile after tile.
//
// Equal questions of all trees are asked once a tile, equal paths are met once, and what is added on equal paths is one
// number; the rows of a tile are bits of a word. Sums are whole numbers, so the result is that of
// BoostedTrees::contributions to the bit, on every processor. Immutable; safe to share between threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "staysail/base/instruction_set.hpp"
#include "staysail/statistics/boosted_trees.hpp"

namespace staysail::statistics {

struct ScoringProgram;

class TreeScorer {
 public:
  static constexpr std::size_t kLeading = 3;

  // What rows come to: `scores` in units of the model, and the features that add most to them, best first, -1 where
  // fewer add anything. Each span has one place a row.
  struct Leading {
    std::span<std::int64_t> scores;
    std::array<std::span<std::int32_t>, kLeading> features;
  };

  TreeScorer();
  // Precondition: `model` is valid. `instructions`: one of instruction_sets(), the best without one.
  explicit TreeScorer(const BoostedTrees& model, std::optional<InstructionSet> instructions = std::nullopt);

  // As BoostedTrees::contributions.
  void contributions(std::span<const std::uint8_t* const> codes, std::size_t rows,
                     std::span<std::int64_t> contributions) const;
  void lead(std::span<const std::uint8_t* const> codes, const Leading& leading) const;

 private:
  std::shared_ptr<const ScoringProgram> program_;
};

}  // namespace staysail::statistics
