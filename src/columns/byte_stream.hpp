// Bytes in and out for the batch codec: varints, zig-zag numbers, little-endian integers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail::columns {

inline std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

void put_varint(std::string& out, std::uint64_t value);
void put_text(std::string& out, std::string_view text);
template <class T>
void put_each_as(std::string& out, std::size_t count, const auto& value_at) {
  const std::size_t start = out.size();
  out.resize(start + count * sizeof(T));
  char* to = out.data() + start;
  for (std::size_t i = 0; i < count; ++i, to += sizeof(T)) {
    const T value = static_cast<T>(value_at(i));
    for (unsigned byte = 0; byte < sizeof(T); ++byte) to[byte] = static_cast<char>(value >> (8 * byte) & 0xFF);
  }
}

// value_at(0), value_at(1) ... each in its lowest `width` bytes; width 0, 1, 2, 4 or 8.
void put_each(std::string& out, std::size_t count, unsigned width, const auto& value_at) {
  switch (width) {
    case 0: return;
    case 1: return put_each_as<std::uint8_t>(out, count, value_at);
    case 2: return put_each_as<std::uint16_t>(out, count, value_at);
    case 4: return put_each_as<std::uint32_t>(out, count, value_at);
    default: return put_each_as<std::uint64_t>(out, count, value_at);
  }
}

// The integer of `Width` bytes at `position`, counted in integers.
template <unsigned Width>
std::uint64_t fixed_at(std::string_view bytes, std::size_t position) {
  const char* from = bytes.data() + position * Width;
  std::uint64_t value = 0;
  for (unsigned byte = 0; byte < Width; ++byte)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(from[byte])) << (8 * byte);
  return value;
}

// Reads from the front. Every method fails with `malformed_record` when the bytes end too early.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}
  bool empty() const { return rest_.empty(); }
  Result<std::uint8_t> byte();
  Result<std::uint64_t> varint();
  Result<std::string_view> take(std::uint64_t size);
  Result<std::string_view> text();  // a length, then as many bytes
  // `count` integers of `width` bytes (0, 1, 2, 4 or 8), for fixed_at().
  Result<std::string_view> fixed(std::uint64_t count, unsigned width);

 private:
  std::string_view rest_;
};

Error damaged(std::string_view what);

}  // namespace staysail::columns
