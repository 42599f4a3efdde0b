// BlockRun: the masks of a program's nodes for one block of rows after the other. A node is computed when it is first
// needed, and once. Owned by one thread.
#pragma once

#include <vector>

#include "decision/coded_rows.hpp"
#include "decision/mask_kernels.hpp"

namespace staysail::decision {

// So many that the masks of the nodes stay in the second-level cache.
inline constexpr std::size_t kMaskRows = 2048;
inline constexpr std::size_t kMaskWords = kMaskRows / kWordRows;

// How a leaf's set of codes is looked for; a run, or a table where it is more than one.
struct LeafTest {
  std::uint32_t column = 0;
  bool among = false, wide = false;
  CodeRun run;
  CodeTable table;
};

std::vector<LeafTest> leaf_tests(const BoundProgram& program);

class BlockRun {
 public:
  // All outlive the run.
  BlockRun(const CodedRows& rows, const std::vector<LeafTest>& tests, const MaskKernels& kernels);

  // The block of at most kMaskRows rows from `begin`, a multiple of 64.
  void start(std::size_t begin, std::size_t count);
  std::size_t words() const { return words_; }
  // One bit for each row of the block.
  const std::uint64_t* all_rows() const { return all_rows_; }
  // Of the `wanted` rows those for which the condition holds. False when it holds for none: `out` is then undefined.
  bool holds(std::uint32_t condition, const std::uint64_t* wanted, std::uint64_t* out);

 private:
  const std::uint64_t* mask(std::uint32_t node);
  void compute_leaf(const LeafTest& test, std::uint64_t* out) const;
  void compute_all(const std::vector<std::uint32_t>& members, std::uint64_t* out);
  void compute_any(const std::vector<std::uint32_t>& members, std::uint64_t* out);
  std::uint64_t* place(std::uint32_t node) { return masks_ + node * kMaskWords; }

  const CodedRows& rows_;
  const BoundProgram& program_;
  const std::vector<LeafTest>& tests_;
  const MaskKernels& kernels_;
  std::size_t begin_ = 0, words_ = 0;
  std::uint32_t block_ = 0;
  std::vector<std::uint32_t> computed_in_;  // of each node the last block
  std::vector<std::uint64_t> memory_;
  std::uint64_t* masks_ = nullptr;  // in `memory_`, at the start of a cache line
  alignas(64) std::uint64_t all_rows_[kMaskWords] = {};
};

}  // namespace staysail::decision
