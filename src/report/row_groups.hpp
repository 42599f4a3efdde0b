// Rows of a frame by the group they are in: segments, clusters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::report {

struct RowGroups {
  static constexpr std::uint16_t kNone = 0xffff;

  std::vector<std::string> names;     // texts the largest first, whole numbers ascending
  std::vector<std::uint16_t> of_row;  // place among `names`; kNone for a row without one
  std::vector<std::int64_t> sizes;    // by group
};

// By the values of a text or whole-number column; no groups where it is missing, of another type, or has more than a
// thousand values.
RowGroups groups_by(const Batch& frame, std::string_view column);

// Mean of a number column, rounded half-even at two decimals, as a scaled integer.
struct GroupMeans {
  std::vector<std::optional<std::int64_t>> of_group;  // nothing where no row of the group has a value
  std::optional<std::int64_t> of_all;                 // rows in some group
};
GroupMeans means_by(const RowGroups& groups, const Column& numbers);

}  // namespace staysail::report
