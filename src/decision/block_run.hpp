// BlockRun: the masks of a program's conditions for one block of rows after the other. Owned by one thread.
#pragma once

#include <memory>
#include <vector>

#include "decision/coded_rows.hpp"
#include "decision/mask_kernels.hpp"
#include "decision/mask_plan.hpp"

namespace staysail::decision {

class BlockRun {
 public:
  // All outlive the run.
  BlockRun(const CodedRows& rows, const MaskPlan& plan, const MaskKernels& kernels);

  std::size_t block_rows() const { return plan_.block_words * kWordRows; }
  // The block of at most block_rows() rows from `begin`, a multiple of 64.
  void start(std::size_t begin, std::size_t count);
  // Computes the masks of all columns at once: faster than one by one where every condition is asked.
  void ask_all();
  std::size_t words() const { return words_; }
  // One bit for each row of the block.
  const std::uint64_t* all_rows() const { return all_rows_; }
  // Of the `wanted` rows those for which the condition holds. False when it holds for none: `out` is then undefined.
  bool holds(std::uint32_t condition, const std::uint64_t* wanted, std::uint64_t* out);
  // For how many rows of the block it holds.
  std::uint64_t count(std::uint32_t condition);

 private:
  std::uint64_t* place(std::size_t mask) const { return masks_ + mask * stride_; }
  MaskChain chain(const PlanGroup& group) const {
    return {masks_, plan_.pairs.data() + group.first_pair, group.pairs, strips_, stride_};
  }
  void need(const PlanGroup& group);
  void need(std::uint32_t mask);
  void compute(std::uint32_t mask);
  bool meet_groups(const PlanGroup& group, std::size_t level, std::uint64_t* out);
  const std::uint64_t* mask_of(std::uint32_t member, std::size_t level);
  void compute_group(const PlanGroup& group, std::size_t level, std::uint64_t* out);

  const CodedRows& rows_;
  const MaskPlan& plan_;
  const MaskKernels& kernels_;
  std::size_t stride_;                              // words of a mask
  std::size_t begin_ = 0, words_ = 0, strips_ = 0;  // strips_: words_ up to a whole strip
  std::uint32_t block_ = 0;
  bool all_asked_ = false;
  std::vector<std::uint32_t> computed_in_;  // of each mask the last block
  std::unique_ptr<std::uint64_t[]> memory_;
  std::uint64_t* masks_ = nullptr;  // in `memory_`, at the start of a cache line
  alignas(64) std::uint64_t all_rows_[kMostMaskWords] = {};
};

}  // namespace staysail::decision
