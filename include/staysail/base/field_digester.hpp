// FieldDigester: what a Digester of the same fields gives, for whoever digests each row of millions.
//
// Fields are gathered in a buffer: few and short ones are hashed in one go, without a state of the hash being made and
// fed piece by piece.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "staysail/base/digest.hpp"

namespace staysail {

class FieldDigester {
 public:
  FieldDigester() {}  // the bytes are left as they are: they are written before they are read

  // Framed by its length.
  FieldDigester& add(std::string_view bytes) {
    add(static_cast<std::int64_t>(bytes.size()));
    if (bytes.size() > kBufferBytes - buffered_) return add_past_buffer(bytes);
    if (!bytes.empty()) std::memcpy(buffer_.data() + buffered_, bytes.data(), bytes.size());
    buffered_ += bytes.size();
    return *this;
  }
  FieldDigester& add(std::int64_t number) {
    if (kBufferBytes - buffered_ < sizeof number) empty_buffer();
    auto rest = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < sizeof number; ++i, rest >>= 8)
      buffer_[buffered_ + i] = static_cast<std::byte>(rest & 0xFF);
    buffered_ += sizeof number;
    return *this;
  }
  Digest finish() const;

 private:
  FieldDigester& add_past_buffer(std::string_view bytes);
  void empty_buffer();

  static constexpr std::size_t kBufferBytes = 1024, kStateBytes = 640, kStateAlignment = 64;
  std::size_t buffered_ = 0;
  bool has_state_ = false;  // the buffer was emptied into it
  alignas(kStateAlignment) std::array<std::byte, kStateBytes> state_;
  std::array<std::byte, kBufferBytes> buffer_;
};

}  // namespace staysail
