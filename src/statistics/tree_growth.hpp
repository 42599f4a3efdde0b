// One tree, grown level by level on the rows of a bag.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/gradient_histogram.hpp"
#include "statistics/tree_split.hpp"
#include "staysail/statistics/boosted_trees.hpp"

namespace staysail::statistics {

struct GrowthOptions {
  std::uint32_t depth = 3;
  double rate = 0.05;  // of the full step that a leaf takes
  SplitOptions split;
};

struct GrownTree {
  std::vector<TreeNode> nodes;  // the root first; places count from it
  // Rows in the order of their leaves, and where the rows of each leaf begin.
  struct Leaf {
    std::uint32_t node = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::vector<std::uint32_t> rows;
  std::vector<Leaf> leaves;
};

// `rows`: those of the bag; `packed`: gradients by row number; `features`: those that may be asked about, ascending.
GrownTree grow_tree(std::span<const CodeColumn> columns, std::span<const std::uint32_t> features,
                    std::vector<std::uint32_t> rows, std::span<const std::int64_t> packed,
                    const GrowthOptions& options);

}  // namespace staysail::statistics
