// Digest: 128 bits that name a sequence of bytes, and a commutative sum that names a set of them.
//
// XXH3-128: the same on every machine, against accident and not against an adversary (a keyed digest guards
// stores). Where two digests are equal and it matters, bytes confirm.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace staysail {

struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  // 32 hexadecimal digits.
  std::string to_string() const;
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

Digest digest_of(std::string_view bytes);
// 64 bits for hash tables, hold-outs and partitions: hash_of(bytes, salt) is the same everywhere, for ever.
std::uint64_t hash_of(std::string_view bytes, std::uint64_t salt = 0);

// Digests a stream of fields; each field is framed by its length, so ("ab","c") and ("a","bc") differ.
class Digester {
 public:
  Digester();

  Digester& add(std::string_view bytes);
  Digester& add(std::int64_t number);
  // A piece of a field that comes in pieces, whose length was added as a number before them: the digest is that of the
  // whole field, which nobody has to gather. Precondition: the pieces come to that length.
  Digester& append(std::string_view piece);
  Digest finish() const;

 private:
  // The state of the hash, in place: stores make a digest for every record they read.
  static constexpr std::size_t kStateBytes = 640, kStateAlignment = 64;
  alignas(kStateAlignment) std::array<std::byte, kStateBytes> state_;
};

// The digest of a multiset: add() in any order, merge() of parts in any order, same result.
class SetDigest {
 public:
  void add(const Digest& digest);
  void merge(const SetDigest& other);
  std::uint64_t size() const { return count_; }
  Digest finish() const;

 private:
  std::uint64_t high_ = 0, low_ = 0, count_ = 0;
};

}  // namespace staysail
