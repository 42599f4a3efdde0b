// UTF-8, one code point at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace staysail::decision {

struct CodePoint {
  char32_t value = 0;
  std::uint32_t bytes = 0;  // 0: broken or at the end
};

// The code point at the front of `text`; overlong forms, surrogates and cut sequences are broken.
CodePoint code_point_at(std::string_view text);

void append_code_point(std::string& out, char32_t value);

// Of valid UTF-8.
std::size_t code_point_count(std::string_view text);

// Bytes of the first `count` code points.
std::size_t bytes_of(std::string_view text, std::size_t count);

bool is_space(char32_t c);
bool is_name_start(char32_t c);
bool is_name_part(char32_t c);

}  // namespace staysail::decision
