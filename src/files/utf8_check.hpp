// Whether a text is UTF-8 from end to end: the one question that most blocks of a file are asked, 32 bytes at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace staysail::files {

// The same as utf8_prefix(text) == text.size(), by the widest instructions that the machine has.
bool is_utf8(std::string_view text);

// The length of a character that the end of `text` cuts: 0 to 3 bytes that more bytes could make valid.
std::size_t cut_character(std::string_view text);

}  // namespace staysail::files
