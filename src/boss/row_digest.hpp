// The digest of what a record means: its values after code tables, whatever encoding or language it came in.
#pragma once

#include <bit>
#include <cstring>
#include <string>

#include "boss/value_reader.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/columns/column.hpp"

namespace staysail::boss {

// Names an attribute within digests.
inline std::uint64_t digest_seed(std::string_view table, std::string_view attribute) {
  return hash_of(attribute, hash_of(table));
}

// The name of the mark of a row that deletes, among those of attributes.
inline constexpr std::string_view kDeletedMark = "_deleted";

// A value that has come into a column.
inline Cell cell_at(const Column& column, std::size_t row) {
  if (column.is_null(row)) return {};
  switch (column.type()) {
    case ColumnType::text: return Cell::of_text(column.text(row));
    case ColumnType::boolean: return Cell::of_integer(column.booleans()[row]);
    case ColumnType::day: return Cell::of_integer(column.days()[row]);
    case ColumnType::instant: return Cell::of_integer(column.instants()[row]);
    default: return Cell::of_integer(column.numbers()[row]);
  }
}

// Frames values one after the other; nulls are left out, so an attribute added later changes no digest.
class RowDigest {
 public:
  void clear() { size_ = 0; }
  void add(std::uint64_t seed, const Cell& cell) {
    Frames frames(*this);
    frames.add(seed, cell);
    frames.close();
  }
  Digest finish() const { return digest_of(std::string_view(bytes_).substr(0, size_)); }

  // Adds many values: where the next one goes is no part of memory, which the bytes of each might change. The digest
  // itself is not to be used before close().
  class Frames {
   public:
    explicit Frames(RowDigest& digest)
        : digest_(digest), to_(digest.bytes_.data() + digest.size_), end_(digest.end()) {}
    void add(std::uint64_t seed, const Cell& cell) {
      if (cell.kind == Cell::Kind::null) return;
      const bool is_text = cell.kind == Cell::Kind::text;
      const std::size_t frame = kHeadBytes + (is_text ? cell.text.size() : 0);
      if (static_cast<std::size_t>(end_ - to_) < frame) {
        to_ = digest_.with_room(to_, frame);
        end_ = digest_.end();
      }
      put_word(to_, seed);
      to_[8] = is_text ? 't' : 'i';
      put_word(to_ + 9, is_text ? cell.text.size() : static_cast<std::uint64_t>(cell.integer));
      if (is_text) copy_short(to_ + kHeadBytes, cell.text);
      to_ += frame;
    }
    void add(std::uint64_t seed, std::int64_t integer) {
      if (static_cast<std::size_t>(end_ - to_) < kHeadBytes) {
        to_ = digest_.with_room(to_, kHeadBytes);
        end_ = digest_.end();
      }
      put_word(to_, seed);
      to_[8] = 'i';
      put_word(to_ + 9, static_cast<std::uint64_t>(integer));
      to_ += kHeadBytes;
    }
    void close() { digest_.size_ = static_cast<std::size_t>(to_ - digest_.bytes_.data()); }

   private:
    RowDigest& digest_;
    char *to_, *end_;
  };

 private:
  static constexpr std::size_t kHeadBytes = 17;
  // Little-endian whatever the machine.
  static void put_word(char* to, std::uint64_t word) {
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    std::memcpy(to, &word, sizeof word);
  }
  char* end() { return bytes_.data() + bytes_.size(); }
  // Where `to` is once there is room for a frame behind it.
  char* with_room(const char* to, std::size_t frame) {
    const std::size_t used = static_cast<std::size_t>(to - bytes_.data());
    bytes_.resize(2 * bytes_.size() + frame);
    return bytes_.data() + used;
  }
  std::string bytes_;
  std::size_t size_ = 0;  // of what is used of it
};

}  // namespace staysail::boss
