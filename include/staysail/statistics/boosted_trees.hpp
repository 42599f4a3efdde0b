// BoostedTrees: the log-odds of an event as a sum of many small trees over coded rows (gradient boosting, Friedman
// 2001), each bag of them fitted to the rows of all folds but one.
//
// Everything that is added up over rows is an integer: gradients, scores and the values of nodes are fixed-point
// numbers. So the trees are the same bits for any number of threads and any order of rows, and what each feature
// contributes sums to the score without any rounding.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/result.hpp"
#include "staysail/statistics/coded_rows.hpp"

namespace staysail::statistics {

// A leaf, or a question: is the code of `feature` among `left`?
struct TreeNode {
  std::int32_t feature = -1;  // -1: a leaf; from the number of features on: a relation
  std::uint32_t left = 0;     // places among the nodes of the model
  std::uint32_t right = 0;
  std::int32_t value = 0;                // log-odds in units of 1 / kUnitsPerLogOdd, of rows that come by here
  std::array<std::uint64_t, 4> codes{};  // bit c: code c goes left

  bool goes_left(std::uint8_t code) const { return (codes[code >> 6] >> (code & 63) & 1) != 0; }
  friend bool operator==(const TreeNode&, const TreeNode&) = default;
};

// How high one feature stands with another, or beside it: sum or difference of their positions among all rows.
struct Relation {
  enum class Kind : std::uint8_t { sum, difference };
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  Kind kind = Kind::sum;
  friend bool operator==(const Relation&, const Relation&) = default;
};

// Where each code of a feature stands among all rows: 1 (lowest) .. 127; 0 for missing.
using Positions = std::array<std::uint8_t, kMostCodes>;

// Immutable once fitted; safe to share between threads.
struct BoostedTrees {
  static constexpr std::int64_t kUnitsPerLogOdd = std::int64_t{1} << 20;

  std::int64_t base = 0;   // of all bags together
  std::uint32_t bags = 1;  // a score is the mean of the bags
  std::vector<Relation> relations;
  std::vector<Positions> positions;  // of each feature
  std::vector<TreeNode> nodes;
  std::vector<std::uint32_t> roots;

  std::size_t features() const { return positions.size(); }
  // Units that make one log-odd of a score.
  double units() const { return static_cast<double>(kUnitsPerLogOdd) * bags; }
  // `scores[i]` of row i, in units(); `codes[f]` points to the codes of feature f.
  void score(std::span<const std::uint8_t* const> codes, std::span<std::int64_t> scores) const;
  // What each feature adds to the score, in units(): `contributions[f * rows + i]`. The rest of the score is
  // expected(). A question moves the score from the value of its node to that of the next; that goes to the feature
  // asked about, of a relation half to each.
  void contributions(std::span<const std::uint8_t* const> codes, std::size_t rows,
                     std::span<std::int64_t> contributions) const;
  // The score before any question is asked.
  std::int64_t expected() const;
  // `malformed_record` unless every place and feature named exists and trees end.
  Status validate() const;
  friend bool operator==(const BoostedTrees&, const BoostedTrees&) = default;
};

struct BoostingOptions {
  std::uint64_t seed = 0;
  std::size_t most_relations = 32;  // 0: none are looked for
  double share = 0.35;              // of the features that a tree may ask about
  std::uint32_t depth = 3;          // questions that lead to a leaf, unless deeper trees prove worth it
};

struct BoostedFit {
  BoostedTrees model;
  std::vector<double> held_out;  // log-odds of each row by the bags that did not see it
  double held_out_loss = 0;      // mean log-loss of those
  std::uint32_t depth = 0;       // of the trees kept
};

// What was not kept (relations, deeper trees) did not lower the loss of rows held out by a hundredth part.
// Errors: those of validate(); `degenerate_input` unless both outcomes occur at least twice; `cancelled`.
Result<BoostedFit> fit_boosted_trees(const CodedRows& rows, const BoostingOptions& options = {},
                                     Executor* executor = nullptr, const Control& control = {});

}  // namespace staysail::statistics
