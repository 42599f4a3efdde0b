// Rows as small codes: what learners that work on histograms read. A code stands for a bin of a number, a category, or,
// as 0, for nothing known.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

inline constexpr std::size_t kMostCodes = 128;
inline constexpr std::uint8_t kMostTrials = 8;  // of one row

struct CodedFeature {
  std::vector<std::uint8_t> codes;  // one a row, below `size`; 0: missing
  std::size_t size = 1;             // at most kMostCodes
  bool ordered = true;              // codes 1, 2, ... ascend; false: categories
};

struct CodedRows {
  std::vector<CodedFeature> features;
  std::vector<std::uint8_t> target;  // 0 or 1, one a row
  // How many trials a row stands for, 1 .. kMostTrials, of which none but the last can have had the event: months of a
  // customer who was the same in all of them. Empty: one each.
  std::vector<std::uint8_t> trials;
  // Rows of one group share a fold when a learner judges itself. Empty: equal rows do.
  std::vector<std::uint64_t> groups;

  std::size_t rows() const { return target.size(); }
  // `invalid_argument` for features, trials or groups of other lengths, codes past `size`, a target that is neither 0
  // nor 1, or trials out of their range.
  Status validate() const;
};

}  // namespace staysail::statistics
