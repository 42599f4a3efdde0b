// RuleTree: tells classes of rows apart by a few cuts of columns, so that a reader sees what a class is.
//
// Breiman, Friedman, Olshen and Stone 1984: the cut that leaves the least Gini impurity, of equal ones that of the
// first column and the lowest value. Grown on a sample that asks only which rows there are; cuts are as short decimals
// as divide the sample so. The same bytes for any executor and order of rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/executor.hpp"
#include "staysail/columns/column.hpp"

namespace staysail::statistics {

struct RuleTreeOptions {
  std::size_t depth = 4;  // cuts one after another, 1 to 8
  // Classes weigh alike however many rows they have; else each row weighs alike.
  bool balanced = false;
  std::size_t sample_rows = 8192;
  std::uint64_t seed = 0;
  Executor* executor = nullptr;  // null: the calling thread
};

// above < column <= at_most, either end open where it is missing.
struct RuleRange {
  std::size_t column = 0;
  std::optional<std::string> above, at_most;  // decimal texts
};

struct RuleLeaf {
  std::uint16_t label = 0;
  std::vector<RuleRange> ranges;  // one a column that is cut, in order of the columns; empty for a tree of one leaf
};

// Immutable; safe to share between threads.
class RuleTree {
 public:
  // Columns of numbers, booleans or days; `labels` below `classes`, one a row. Errors as KMeans::fit() says of columns;
  // `invalid_argument` for other depths, a label too high or lengths that differ.
  static Result<RuleTree> grow(std::span<const Column> columns, std::span<const std::uint16_t> labels,
                               std::size_t classes, const RuleTreeOptions& options = {});

  // The class each row falls into. Columns as they were when it was grown. Errors as those of grow().
  Result<std::vector<std::uint16_t>> classify(std::span<const Column> columns, Executor* executor = nullptr) const;
  // From the lowest values to the highest; neighbours of one class are one leaf.
  std::vector<RuleLeaf> leaves() const;

  struct Node {
    std::size_t column = 0;
    std::int64_t cut = 0;                // whole values up to here go below
    std::string text;                    // the cut in units
    std::uint32_t below = 0, above = 0;  // 0: a leaf
    std::uint16_t label = 0;
  };
  // The first is the root.
  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  RuleTree(std::vector<Node> nodes, std::vector<double> steps) : nodes_(std::move(nodes)), steps_(std::move(steps)) {}
  std::vector<Node> nodes_;
  std::vector<double> steps_;  // by column
};

}  // namespace staysail::statistics
