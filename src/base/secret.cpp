#include "staysail/base/secret.hpp"

#include <vector>

namespace staysail {
namespace {

// Byte offsets at which characters start, plus the end.
std::vector<std::size_t> character_starts(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
  starts.push_back(text.size());
  return starts;
}

}  // namespace

std::string mask(std::string_view text, std::size_t head, std::size_t tail) {
  const auto starts = character_starts(text);
  const std::size_t characters = starts.size() - 1;
  if (characters <= head + tail) return std::string(characters, '*');
  std::string masked(text.substr(0, starts[head]));
  masked.append(characters - head - tail, '*');
  masked += text.substr(starts[characters - tail]);
  return masked;
}

}  // namespace staysail
