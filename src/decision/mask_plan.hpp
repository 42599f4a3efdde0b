// MaskPlan: how the masks of a bound program are computed, the same for every frame.
//
// A column is asked one kind of question only: whether its code is below a bound. Its masks nest, so a run of codes is
// the rows of one mask that are not of another (MaskPair), and all questions to a column share as many masks as there
// are bounds. Where these are many, a mask is put together from those of the higher and of the lower digits of the
// codes: with bound = 16 high + low (or more than 16), below(bound) = below(16 high) or (below(16 high + 16) and lower
// digit < low).
#pragma once

#include <vector>

#include "decision/bound_program.hpp"
#include "decision/mask_kernels.hpp"

namespace staysail::decision {

// Of a block.
inline constexpr std::size_t kMostMaskWords = 128;

// Masks of no row and of every row.
inline constexpr std::uint32_t kNoRows = 0, kAllRows = 1;

struct MaskSource {
  enum class Kind : std::uint8_t { fixed, below, composed };
  Kind kind = Kind::fixed;
  std::uint32_t column = 0, digits = 0, bound = 0;  // below: code & digits < bound
  std::uint32_t lower = 0, upper = 0, digit = 0;    // composed: lower or (upper and digit), masks of smaller number
};

// What holds where all, or any, of its pairs and groups do: ranges of the plan's.
struct PlanGroup {
  std::uint32_t first_pair = 0, pairs = 0, first_member = 0, members = 0;
  std::uint32_t slot = 0;  // shared: the mask it is kept in
  bool all = true, shared = false, never = false;
};

// Laid out in the order of the conditions.
struct MaskPlan {
  std::size_t block_words = 0;      // of a block; so many that the masks stay in a cache of the third level
  std::vector<MaskSource> sources;  // of each mask
  std::vector<MaskPair> pairs;
  std::vector<std::uint32_t> members;  // groups
  std::vector<PlanGroup> groups;
  std::vector<std::uint32_t> roots;  // of each condition its group, one of `all`
  std::size_t masks = 0;             // sources, shared groups and one for each level of groups
  std::uint32_t first_level = 0;     // the mask of the lowest level
};

MaskPlan mask_plan(const BoundProgram& program);

}  // namespace staysail::decision
