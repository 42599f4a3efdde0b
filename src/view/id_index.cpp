#include "staysail/view/id_index.hpp"

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
  // Neighbours in a dictionary are mostly neighbours here: a comparison finds what would else take a hash.
  std::uint32_t next = 0;
  for (std::int32_t code = 0; code < dictionary.size(); ++code) {
    const std::string_view id = dictionary.at(code);
    rows.push_back(next < size() && ids_.text(next) == id ? next : find(id));
    if (rows.back() != kNoRow) next = rows.back() + 1;
  }
  return rows;
}

}  // namespace staysail
