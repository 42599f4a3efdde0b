// Numbers and digests as bytes, high byte first, as stores keep them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/digest.hpp"

namespace staysail::store {

inline void append_big_endian(std::string& bytes, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
}

inline void append_digest(std::string& bytes, const Digest& digest) {
  append_big_endian(bytes, digest.high);
  append_big_endian(bytes, digest.low);
}

// Precondition: eight bytes from `at`.
inline std::uint64_t big_endian_at(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = at; i < at + 8; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

// Precondition: sixteen bytes from `at`.
inline Digest digest_at(std::string_view bytes, std::size_t at) {
  return Digest{big_endian_at(bytes, at), big_endian_at(bytes, at + 8)};
}

}  // namespace staysail::store
