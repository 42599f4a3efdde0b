// What targets demand of every input, and how they take it apart.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// Whether it was refused: with an error that says something.
template <class Value>
bool refused(const Result<Value>& result) {
  require(result.has_value() || !result.error().message().empty());
  return !result.has_value();
}

// Bytes of an input, one decision after the other; zeros after the last.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  std::int64_t number() {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | byte();
    return static_cast<std::int64_t>(value);
  }
  // As many bytes as the next one says, or what there is.
  std::string_view piece() {
    const std::size_t length = byte();
    const std::string_view piece = rest_.substr(0, length);
    rest_.remove_prefix(piece.size());
    return piece;
  }
  bool empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace staysail::fuzz
