// Splits Chinese and English text into what a search index holds.
//
// A run of Han characters (kana and hangul likewise) gives its overlapping pairs, so that a two-character word is found
// wherever it stands without a dictionary of words; the run's last character follows alone, so that every character is
// the beginning of some token and a query of one character finds it. Letters and digits of other scripts give words in
// lower case, full-width forms made half-width, and plain English plurals made singular. Traditional characters become
// simplified ones. Bytes that are not UTF-8 separate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace staysail {

enum class TokenKind : std::uint8_t {
  word,
  pair,       // two neighbouring Han characters
  lone,       // a run of one Han character
  beginning,  // what a word begins with: in queries that found nothing else
  closing,    // the last character of a longer run: in documents only, a query has no need of it
};

struct Token {
  std::string text;  // folded
  TokenKind kind = TokenKind::word;
  // Bytes [begin, end) of the text it stands for.
  std::size_t begin = 0;
  std::size_t end = 0;
  // Han characters and words are counted one by one: tokens of a phrase keep their distances.
  std::uint32_t position = 0;
  friend bool operator==(const Token&, const Token&) = default;
};

std::vector<Token> tokens_of(std::string_view utf8);
// The text with each character as tokens have it; words keep their plurals. Bytes that are not UTF-8 become spaces.
std::string folded_text(std::string_view utf8);

}  // namespace staysail
