// The digest of what a record means: its values after code tables, whatever encoding or language it came in.
#pragma once

#include <bit>
#include <cstring>
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
  void clear() { size_ = 0; }
  void add(std::uint64_t seed, const Cell& cell) {
    if (cell.kind == Cell::Kind::null) return;
    const bool is_text = cell.kind == Cell::Kind::text;
    const std::size_t frame = 17 + (is_text ? cell.text.size() : 0);
    if (bytes_.size() - size_ < frame) bytes_.resize(2 * bytes_.size() + frame);
    char* to = bytes_.data() + size_;
    put_word(to, seed);
    to[8] = is_text ? 't' : 'i';
    put_word(to + 9, is_text ? cell.text.size() : static_cast<std::uint64_t>(cell.integer));
    if (is_text) copy_short(to + 17, cell.text);
    size_ += frame;
  }
  Digest finish() const { return digest_of(std::string_view(bytes_).substr(0, size_)); }

 private:
  // Little-endian whatever the machine.
  static void put_word(char* to, std::uint64_t word) {
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    std::memcpy(to, &word, sizeof word);
  }
  std::string bytes_;
  std::size_t size_ = 0;  // of what is used of it
};

}  // namespace staysail::boss
