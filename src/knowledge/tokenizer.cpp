#include "staysail/knowledge/tokenizer.hpp"

#include <algorithm>
#include <array>

#include "staysail/files/simplified_character.hpp"

namespace staysail {
namespace {

struct Character {
  char32_t code = 0;  // 0: not UTF-8
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct CodeRange {
  char32_t first, last;
};

bool in_any(char32_t code, const CodeRange* begin, const CodeRange* end) {
  return std::any_of(begin, end, [&](const CodeRange& range) { return range.first <= code && code <= range.last; });
}

// Scripts written without spaces: Han with its extensions, kana, hangul.
constexpr std::array kHan = {CodeRange{0x4E00, 0x9FFF},  CodeRange{0x3400, 0x4DBF}, CodeRange{0x3005, 0x3007},
                             CodeRange{0x3040, 0x30FF},  CodeRange{0xAC00, 0xD7AF}, CodeRange{0xF900, 0xFAFF},
                             CodeRange{0x20000, 0x3FFFF}};
// Letters beyond ASCII: Latin, Greek, Cyrillic and their neighbours up to the general punctuation.
constexpr std::array kLetters = {CodeRange{0xC0, 0xD6}, CodeRange{0xD8, 0xF6}, CodeRange{0xF8, 0x2AF},
                                 CodeRange{0x370, 0x1FFF}};

bool is_han(char32_t code) { return in_any(code, kHan.data(), kHan.data() + kHan.size()); }

bool is_word(char32_t code) {
  if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
  return in_any(code, kLetters.data(), kLetters.data() + kLetters.size());
}

char32_t folded(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;  // full-width ASCII
  const bool plus_32 = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7) ||
                       (code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F);
  if (plus_32) return code + 32;
  return code >= 0x400 && code <= 0x40F ? code + 80 : code;
}

std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

Character character_at(std::string_view text, std::size_t begin) {
  const auto lead = static_cast<unsigned char>(text[begin]);
  const std::size_t length = length_of(lead);
  if (length == 0 || length > text.size() - begin) return {0, begin, begin + 1};
  char32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[begin + i]);
    if ((next & 0xC0) != 0x80) return {0, begin, begin + 1};
    code = (code << 6) | (next & 0x3Fu);
  }
  return {code, begin, begin + length};
}

void append_utf8(std::string& text, char32_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else {
    const int more = code >= 0x10000 ? 3 : code >= 0x800 ? 2 : 1;
    text += static_cast<char>(((0xFF00 >> (more + 1)) & 0xFF) | (code >> (6 * more)));
    for (int rest = more - 1; rest >= 0; --rest) text += static_cast<char>(0x80 | ((code >> (6 * rest)) & 0x3F));
  }
}

// Plurals only (Harman's "S" stemmer, with the hissing endings): complaints, services, queries, boxes.
void make_singular(std::string& word) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto ends = [&](std::string_view end) { return word.ends_with(end); };
  if (word.size() < 4 || !ends("s") || !std::all_of(word.begin(), word.end(), is_letter)) return;
  if (ends("ss") || ends("us") || ends("is")) return;
  if (ends("ies")) {
    word.replace(word.size() - 3, 3, "y");
  } else if (ends("xes") || ends("ches") || ends("shes") || ends("sses")) {
    word.resize(word.size() - 2);
  } else {
    word.pop_back();
  }
}

// Walks the text once; `tokens` grows run by run.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() && {
    while (at_ < text_.size()) {
      const Character next = character_at(text_, at_);
      if (is_han(next.code)) {
        take_han();
      } else if (is_word(folded(next.code))) {
        take_word();
      } else {
        at_ = next.end;
      }
    }
    return std::move(tokens_);
  }

 private:
  void push(TokenKind kind, std::string text, std::size_t begin, std::size_t end) {
    tokens_.push_back({std::move(text), kind, begin, end, position_++});
  }

  void take_han() {
    Character previous = character_at(text_, at_);
    std::string first = simplified_text(previous.code);
    bool alone = true;
    for (at_ = previous.end; at_ < text_.size(); at_ = previous.end) {
      const Character next = character_at(text_, at_);
      if (!is_han(next.code)) break;
      std::string second = simplified_text(next.code);
      push(TokenKind::pair, first + second, previous.begin, next.end);
      first = std::move(second);
      previous = next;
      alone = false;
    }
    push(alone ? TokenKind::lone : TokenKind::closing, std::move(first), previous.begin, at_);
  }

  static std::string simplified_text(char32_t code) {
    std::string text;
    append_utf8(text, simplified(code));
    return text;
  }

  void take_word() {
    const std::size_t begin = at_;
    std::string word;
    while (at_ < text_.size()) {
      const Character next = character_at(text_, at_);
      if (!is_word(folded(next.code))) break;
      append_utf8(word, folded(next.code));
      at_ = next.end;
    }
    make_singular(word);
    push(TokenKind::word, std::move(word), begin, at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t position_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view utf8) { return Walk(utf8).tokens(); }

std::string folded_text(std::string_view utf8) {
  std::string text;
  for (std::size_t at = 0; at < utf8.size();) {
    const Character next = character_at(utf8, at);
    append_utf8(text, next.code == 0 ? ' ' : simplified(folded(next.code)));
    at = next.end;
  }
  return text;
}

}  // namespace staysail
