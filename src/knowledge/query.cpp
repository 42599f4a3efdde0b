#include "knowledge/query.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "knowledge/numerals.hpp"

namespace staysail::knowledge {
namespace {

struct Quotes {
  std::string_view open, close;
};
constexpr std::array kQuotes = {Quotes{"\"", "\""}, Quotes{"“", "”"}, Quotes{"「", "」"}, Quotes{"『", "』"},
                                Quotes{"＂", "＂"}};

constexpr double kKinShare = 0.5;

// What a query asks of an index: the last character of a run is part of its last pair already.
std::vector<Token> asked_tokens(std::string_view text) {
  std::vector<Token> tokens = tokens_of(text);
  std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::closing; });
  return tokens;
}

bool holds(const std::vector<Token>& terms, const Token& token) {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const Token& term) { return term.text == token.text && term.kind == token.kind; });
}

void add_terms(std::vector<Token>& terms, const std::vector<Token>& tokens) {
  for (const Token& token : tokens)
    if (!holds(terms, token)) terms.push_back(token);
}

bool holds(const std::vector<Kin>& kin, const Token& token) {
  return std::any_of(kin.begin(), kin.end(),
                     [&](const Kin& one) { return one.token.text == token.text && one.token.kind == token.kind; });
}

void add_variant(Query& query, const std::vector<Token>& variant) {
  std::vector<Token> others;
  for (const Token& token : variant)
    if (!holds(query.terms, token) && !holds(others, token)) others.push_back(token);
  double replaced = 0;
  for (const Token& term : query.terms) replaced += !holds(variant, term);
  const double weight = std::min(kKinShare, kKinShare * replaced / static_cast<double>(others.size()));
  for (const Token& token : others)
    if (weight > 0 && !holds(query.kin, token)) query.kin.push_back({token, weight});
}

void add_kin(Query& query, std::string_view text, const Synonyms& synonyms) {
  for (const std::string& variant : synonyms.variants(text)) add_variant(query, asked_tokens(variant));
  for (const std::string& variant : number_variants(text)) add_variant(query, asked_tokens(variant));
}

// The first character of a pair; of a word all but its last two letters, three at least.
std::string beginning_of(const Token& token) {
  std::size_t end = token.text.size();
  if (token.kind == TokenKind::word) return token.text.substr(0, end < 5 ? 3 : end - 2);
  const auto is_continuation = [&](std::size_t at) {
    return (static_cast<unsigned char>(token.text[at]) & 0xC0) == 0x80;
  };
  for (--end; is_continuation(end); --end) {
  }
  return token.text.substr(0, end);
}

// The quotes that open at the start of `text`, when they close again; null otherwise.
const Quotes* quotes_at(std::string_view text) {
  for (const Quotes& quotes : kQuotes)
    if (text.starts_with(quotes.open) && text.find(quotes.close, quotes.open.size()) != std::string_view::npos)
      return &quotes;
  return nullptr;
}

}  // namespace

Query parse_query(std::string_view text, const Synonyms& synonyms) {
  Query query;
  std::string loose;
  while (!text.empty()) {
    const Quotes* quotes = quotes_at(text);
    if (quotes == nullptr) {
      loose += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::size_t begin = quotes->open.size();
    const std::size_t end = text.find(quotes->close, begin);
    std::vector<Token> phrase = asked_tokens(text.substr(begin, end - begin));
    add_terms(query.terms, phrase);
    if (!phrase.empty()) query.phrases.push_back(std::move(phrase));
    loose += ' ';
    text.remove_prefix(end + quotes->close.size());
  }
  add_terms(query.terms, asked_tokens(loose));
  add_kin(query, loose, synonyms);
  return query;
}

Query relaxed(const Query& query) {
  Query wide;
  for (const Token& term : query.terms) {
    if (term.kind == TokenKind::word) {
      add_terms(wide.terms, {Token{beginning_of(term), TokenKind::beginning, 0, 0, 0}});
    } else if (term.kind == TokenKind::pair) {
      const std::string first = beginning_of(term);
      add_terms(wide.terms, {Token{first, TokenKind::lone, 0, 0, 0},
                             Token{term.text.substr(first.size()), TokenKind::lone, 0, 0, 0}});
    }
  }
  return wide;
}

}  // namespace staysail::knowledge
