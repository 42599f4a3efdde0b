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

struct CodedFeature {
  std::vector<std::uint8_t> codes;  // one a row, below `size`; 0: missing
  std::size_t size = 1;             // at most kMostCodes
  bool ordered = true;              // codes 1, 2, ... ascend; false: categories
};

struct CodedRows {
  std::vector<CodedFeature> features;
  std::vector<std::uint8_t> target;  // 0 or 1, one a row

  std::size_t rows() const { return target.size(); }
  // `invalid_argument` for features of other lengths, codes past `size`, or a target that is neither 0 nor 1.
  Status validate() const;
};

}  // namespace staysail::statistics
