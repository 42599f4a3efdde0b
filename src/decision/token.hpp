// Tokens of FEEL, with their exact bytes in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::decision {

enum class TokenKind : std::uint8_t { end, name, number, text, temporal, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  bool glued = false;  // nothing stands between this token and the one before
  std::uint32_t begin = 0;
  std::string_view text;  // as written, quotes and all

  std::uint32_t end() const { return begin + static_cast<std::uint32_t>(text.size()); }
  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_word(std::string_view word) const { return kind == TokenKind::name && text == word; }
};

// A text and the place of its first character: turns byte offsets into places.
struct Source {
  std::string_view text;
  Place origin;

  Place place(std::size_t offset) const;
  Error error(std::size_t offset, Errc code, std::string message) const {
    return Error::at(place(offset), code, std::move(message));
  }
  std::string slice(std::uint32_t begin, std::uint32_t end) const {
    return std::string(text.substr(begin, end - begin));
  }
};

// All tokens and an `end` token. syntax_error for bytes that are no FEEL, malformed_text for broken UTF-8.
Result<std::vector<Token>> tokens_of(const Source& source);

// The text between the quotes with its escapes resolved; `token` is a text or temporal token. Where `keeps_unknown`,
// what is no escape stands for itself ("\s" in a regular expression), as the standard's own examples have it; else it
// is a syntax_error.
Result<std::string> unquoted(const Source& source, const Token& token, bool keeps_unknown = false);

// Words that cannot be a name on their own.
bool is_keyword(std::string_view word);

}  // namespace staysail::decision
