// IdIndex: from an id's bytes to its row in a frame. A hash finds, bytes confirm.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "staysail/columns/column.hpp"

namespace staysail {

inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

// Immutable once built; safe to read from many threads.
class IdIndex {
 public:
  IdIndex() = default;
  // `ids`: a text column without nulls and without repeats.
  explicit IdIndex(Column ids);

  // kNoRow when absent.
  std::uint32_t find(std::string_view id) const;
  // For each code of a dictionary, the row of that id (kNoRow when absent): one look-up a distinct id, not a row.
  std::vector<std::uint32_t> rows_of(const Dictionary& dictionary) const;
  std::size_t size() const { return ids_.size(); }

 private:
  Column ids_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace staysail
