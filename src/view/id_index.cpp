#include "staysail/view/id_index.hpp"

#include <algorithm>
#include <bit>

#include "staysail/base/digest.hpp"

namespace staysail {

IdIndex::IdIndex(Column ids) : ids_(std::move(ids)), slots_(std::bit_ceil(ids_.size() * 2 + 1), kNoRow) {
  const std::size_t wrap = slots_.size() - 1;
  for (std::size_t row = 0; row < ids_.size(); ++row) {
    std::size_t slot = hash_of(ids_.text(row)) & wrap;
    while (slots_[slot] != kNoRow) slot = (slot + 1) & wrap;
    slots_[slot] = static_cast<std::uint32_t>(row);
  }
}

std::uint32_t IdIndex::find(std::string_view id) const {
  if (slots_.empty()) return kNoRow;
  const std::size_t wrap = slots_.size() - 1;
  std::size_t slot = hash_of(id) & wrap;
  while (slots_[slot] != kNoRow && ids_.text(slots_[slot]) != id) slot = (slot + 1) & wrap;
  return slots_[slot];
}

std::vector<std::uint32_t> IdIndex::rows_of(const Dictionary& dictionary) const {
  std::vector<std::uint32_t> rows;
  rows.reserve(static_cast<std::size_t>(dictionary.size()));
  // Neighbours in a dictionary are mostly neighbours here: a comparison or two find what would else take a hash.
  constexpr std::uint32_t kNear = 4;
  std::uint32_t next = 0;
  for (std::int32_t code = 0; code < dictionary.size(); ++code) {
    const std::string_view id = dictionary.at(code);
    const std::size_t end = std::min<std::size_t>(size(), next + kNear);
    std::uint32_t row = next;
    while (row < end && ids_.text(row) != id) ++row;
    rows.push_back(row < end ? row : find(id));
    if (rows.back() != kNoRow) next = rows.back() + 1;
  }
  return rows;
}

}  // namespace staysail
