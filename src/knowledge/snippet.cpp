#include "knowledge/snippet.hpp"

#include <algorithm>
#include <vector>

namespace staysail::knowledge {
namespace {

// In bytes; a Han character takes three.
constexpr std::size_t kWidth = 180;
constexpr std::size_t kLead = 24;

struct Range {
  std::size_t begin, end;
};

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool matches(const Token& token, const Token& term) {
  if (term.kind == TokenKind::lone) return token.kind != TokenKind::word && token.text.starts_with(term.text);
  if (term.kind == TokenKind::beginning) return token.kind == TokenKind::word && token.text.starts_with(term.text);
  return token.kind == term.kind && token.text == term.text;
}

const Token* match_of(const Token& token, const Query& query) {
  const auto term =
      std::find_if(query.terms.begin(), query.terms.end(), [&](const Token& asked) { return matches(token, asked); });
  if (term != query.terms.end()) return &*term;
  const auto kin =
      std::find_if(query.kin.begin(), query.kin.end(), [&](const Kin& asked) { return matches(token, asked.token); });
  return kin == query.kin.end() ? nullptr : &kin->token;
}

// Where terms stand in the text, ascending and without overlaps.
std::vector<Range> matches_in(std::string_view text, const Query& query) {
  std::vector<Range> ranges;
  for (const Token& token : tokens_of(text)) {
    const Token* term = match_of(token, query);
    if (term == nullptr) continue;
    const std::size_t end = term->kind == TokenKind::lone ? token.begin + term->text.size() : token.end;
    if (!ranges.empty() && token.begin <= ranges.back().end) {
      ranges.back().end = std::max(ranges.back().end, end);
    } else {
      ranges.push_back({token.begin, end});
    }
  }
  return ranges;
}

// The start of the window that shows most matched bytes; the first of equals.
std::size_t best_start(const std::vector<Range>& ranges) {
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t first = 0; first < ranges.size(); ++first) {
    std::size_t shown = 0;
    for (std::size_t i = first; i < ranges.size() && ranges[i].end <= ranges[first].begin + kWidth; ++i)
      shown += ranges[i].end - ranges[i].begin;
    if (shown <= most) continue;
    most = shown;
    best = ranges[first].begin;
  }
  return best;
}

std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
  return std::min(at, text.size());
}

}  // namespace

std::string snippet_of(std::string_view text, const Query& query, std::string_view mark_begin,
                       std::string_view mark_end) {
  const std::vector<Range> ranges = matches_in(text, query);
  if (ranges.empty()) return {};
  const std::size_t start = best_start(ranges);
  const std::size_t begin = character_start(text, start - std::min(start, kLead));
  const std::size_t end = std::max(character_start(text, begin + kWidth), start);
  std::string snippet = begin > 0 ? "…" : "";
  std::size_t at = begin;
  for (const Range& range : ranges) {
    if (range.begin < at || range.end > end) continue;
    snippet.append(text.substr(at, range.begin - at)).append(mark_begin);
    snippet.append(text.substr(range.begin, range.end - range.begin)).append(mark_end);
    at = range.end;
  }
  snippet.append(text.substr(at, end - at));
  return end < text.size() ? snippet + "…" : snippet;
}

}  // namespace staysail::knowledge
