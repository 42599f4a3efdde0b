#include <algorithm>
#include <array>

#include "decision/code_points.hpp"
#include "decision/token.hpp"

namespace staysail::decision {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 6> kPairs = {"**", "..", "!=", "<=", ">=", "->"};
constexpr std::string_view kSingles = "+-*/=<>()[]{},:.?";

class Lexer {
 public:
  explicit Lexer(const Source& source) : source_(source), rest_(source.text) {}

  Result<std::vector<Token>> run() {
    while (true) {
      const std::uint32_t before = at_;
      STAYSAIL_CHECK(skip_blank());
      const bool glued = at_ == before;
      if (rest_.empty()) break;
      STAYSAIL_CHECK(take_token());
      tokens_.back().glued = glued;
    }
    tokens_.push_back(Token{TokenKind::end, false, at_, {}});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return ahead < rest_.size() ? rest_[ahead] : '\0'; }

  void drop(std::size_t bytes) {
    rest_.remove_prefix(bytes);
    at_ += static_cast<std::uint32_t>(bytes);
  }

  Status push(TokenKind kind, std::size_t bytes) {
    tokens_.push_back(Token{kind, false, at_, rest_.substr(0, bytes)});
    drop(bytes);
    return ok();
  }

  Error broken_utf8() const {
    return source_.error(at_, Errc::malformed_text, "the text is not valid UTF-8 here; save it as UTF-8");
  }

  Status skip_blank() {
    while (!rest_.empty()) {
      if (rest_.starts_with("//")) {
        drop(std::min(rest_.find('\n'), rest_.size()));
      } else if (rest_.starts_with("/*")) {
        STAYSAIL_CHECK(skip_block_comment());
      } else {
        const CodePoint next = code_point_at(rest_);
        if (next.bytes == 0) return broken_utf8();
        if (!is_space(next.value)) break;
        drop(next.bytes);
      }
    }
    return ok();
  }

  Status skip_block_comment() {
    const std::size_t close = rest_.find("*/", 2);
    if (close == std::string_view::npos)
      return source_.error(at_, Errc::syntax_error, "a comment begins here and is not closed by */");
    drop(close + 2);
    return ok();
  }

  Status take_token() {
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return take_number();
    if (peek() == '"') return take_text(TokenKind::text, 1);
    if (peek() == '@' && peek(1) == '"') return take_text(TokenKind::temporal, 2);
    if (is_name_start(code_point_at(rest_).value)) return take_name();
    for (const std::string_view pair : kPairs)
      if (rest_.starts_with(pair)) return push(TokenKind::symbol, 2);
    if (kSingles.find(peek()) != std::string_view::npos || is_apostrophe()) return push(TokenKind::symbol, 1);
    return unexpected();
  }

  // In a name ("the applicant's age"); anywhere else it is a text in the wrong quotes.
  bool is_apostrophe() const {
    return peek() == '\'' && !tokens_.empty() && tokens_.back().kind == TokenKind::name && tokens_.back().end() == at_;
  }

  Error unexpected() const {
    const std::string sign(rest_.substr(0, code_point_at(rest_).bytes));
    const std::string hint = sign == "'"   ? "; texts stand in double quotes"
                             : sign == "&" ? "; write `and`"
                             : sign == "|" ? "; write `or`"
                                           : "";
    return source_.error(at_, Errc::syntax_error, "this sign has no meaning in FEEL" + hint + ": " + sign);
  }

  std::size_t digits_from(std::size_t at) const {
    while (is_digit(peek(at))) ++at;
    return at;
  }

  // "1..5" is 1, "..", 5; an `e` counts only when digits follow.
  Status take_number() {
    std::size_t end = digits_from(0);
    if (peek(end) == '.' && is_digit(peek(end + 1))) end = digits_from(end + 1);
    if ((peek(end) | 0x20) == 'e') {
      const std::size_t sign = peek(end + 1) == '+' || peek(end + 1) == '-' ? 2 : 1;
      if (is_digit(peek(end + sign))) end = digits_from(end + sign);
    }
    return push(TokenKind::number, end);
  }

  Status take_text(TokenKind kind, std::size_t end) {
    for (; end < rest_.size() && rest_[end] != '"'; ++end) {
      if (rest_[end] == '\\') ++end;
    }
    if (end >= rest_.size())
      return source_.error(at_, Errc::syntax_error, "a text begins here and is not closed by \"");
    for (std::size_t at = 0; at < end;) {
      const std::uint32_t bytes = code_point_at(rest_.substr(at)).bytes;
      if (bytes == 0) return broken_utf8();
      at += bytes;
    }
    return push(kind, end + 1);
  }

  Status take_name() {
    std::size_t end = 0;
    if (peek() == '?') return push(TokenKind::name, 1);
    for (CodePoint next = code_point_at(rest_); next.bytes != 0 && is_name_part(next.value) && next.value != '?';
         next = code_point_at(rest_.substr(end)))
      end += next.bytes;
    return push(TokenKind::name, end);
  }

  const Source& source_;
  std::string_view rest_;
  std::uint32_t at_ = 0;
  std::vector<Token> tokens_;
};

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The number in `count` hexadecimal digits at the front; -1 when they are not there.
std::int32_t hex_number(std::string_view text, std::size_t count) {
  if (text.size() < count) return -1;
  std::int32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

bool is_high_surrogate(std::int32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::int32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// One escape after the backslash; gives the bytes it took, 0 when it is none.
std::size_t append_escape(std::string_view text, std::string& out) {
  constexpr std::string_view kLetters = "ntr'\"\\/", kMeanings = "\n\t\r'\"\\/";
  const std::size_t letter = kLetters.find(text.front());
  if (letter != std::string_view::npos) {
    out += kMeanings[letter];
    return 1;
  }
  const bool is_long = text.front() == 'U';
  if (!is_long && text.front() != 'u') return 0;
  std::int32_t value = hex_number(text.substr(1), is_long ? 6 : 4);
  std::size_t taken = is_long ? 7 : 5;
  if (is_high_surrogate(value) && text.substr(taken, 2) == "\\u") {
    const std::int32_t low = hex_number(text.substr(taken + 2), 4);
    if (is_low_surrogate(low)) {
      value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
      taken += 6;
    }
  }
  if (value < 0 || value > 0x10FFFF || is_high_surrogate(value) || is_low_surrogate(value)) return 0;
  append_code_point(out, static_cast<char32_t>(value));
  return taken;
}

}  // namespace

Place Source::place(std::size_t offset) const {
  Place place = origin;
  if (place.line == 0) place.line = 1;
  if (place.column == 0) place.column = 1;
  std::string_view before = text.substr(0, offset);
  for (std::size_t newline = before.find('\n'); newline != std::string_view::npos; newline = before.find('\n')) {
    before.remove_prefix(newline + 1);
    place.column = 1;
    ++place.line;
  }
  place.column += code_point_count(before);
  return place;
}

Result<std::vector<Token>> tokens_of(const Source& source) { return Lexer(source).run(); }

Result<std::string> unquoted(const Source& source, const Token& token, bool keeps_unknown) {
  const std::size_t quote = token.kind == TokenKind::temporal ? 2 : 1;
  std::string_view rest = token.text.substr(quote, token.text.size() - quote - 1);
  std::string out;
  while (!rest.empty()) {
    if (rest.front() != '\\') {
      out += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    std::size_t taken = rest.size() > 1 ? append_escape(rest.substr(1), out) : 0;
    if (taken == 0 && keeps_unknown) {
      out += rest.substr(0, 2);
      taken = 1;
    }
    if (taken == 0) {
      const auto offset = static_cast<std::size_t>(rest.data() - source.text.data());
      return source.error(offset, Errc::syntax_error,
                          "the escapes of a text are \\n \\t \\r \\\" \\' \\\\ \\uXXXX \\UXXXXXX");
    }
    rest.remove_prefix(taken + 1);
  }
  return out;
}

bool is_keyword(std::string_view word) {
  constexpr std::array<std::string_view, 19> kWords = {
      "and",       "or",      "if",       "then", "else", "for",   "in",   "return",   "some",    "every",
      "satisfies", "between", "instance", "of",   "true", "false", "null", "function", "external"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace staysail::decision
