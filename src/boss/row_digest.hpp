// The digest of what a record means: its values after code tables, whatever encoding or language it came in.
#pragma once

#include <string>

#include "boss/value_reader.hpp"
#include "staysail/base/digest.hpp"

namespace staysail::boss {

// Names an attribute within digests.
inline std::uint64_t digest_seed(std::string_view table, std::string_view attribute) {
  return hash_of(attribute, hash_of(table));
}

// Frames values one after the other; nulls are left out, so an attribute added later changes no digest.
class RowDigest {
 public:
  void clear() { bytes_.clear(); }
  void add(std::uint64_t seed, const Cell& cell) {
    if (cell.kind == Cell::Kind::null) return;
    add_word(seed);
    const bool is_text = cell.kind == Cell::Kind::text;
    bytes_.push_back(is_text ? 't' : 'i');
    add_word(is_text ? cell.text.size() : static_cast<std::uint64_t>(cell.integer));
    if (is_text) bytes_.append(cell.text);
  }
  Digest finish() const { return digest_of(bytes_); }

 private:
  void add_word(std::uint64_t word) {
    for (int i = 0; i < 8; ++i, word >>= 8) bytes_.push_back(static_cast<char>(word & 0xFF));
  }
  std::string bytes_;
};

}  // namespace staysail::boss
