#include "knowledge/query.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace staysail::knowledge {
namespace {

struct Quotes {
  std::string_view open, close;
};
constexpr std::array kQuotes = {Quotes{"\"", "\""}, Quotes{"“", "”"}, Quotes{"「", "」"}, Quotes{"『", "』"},
                                Quotes{"＂", "＂"}};

// What a query asks of an index: the last character of a run is part of its last pair already.
std::vector<Token> asked_tokens(std::string_view text) {
  std::vector<Token> tokens = tokens_of(text);
  std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::closing; });
  return tokens;
}

void add_terms(Query& query, const std::vector<Token>& tokens) {
  for (const Token& token : tokens) {
    const bool known = std::any_of(query.terms.begin(), query.terms.end(), [&](const Token& term) {
      return term.text == token.text && term.kind == token.kind;
    });
    if (!known) query.terms.push_back(token);
  }
}

// The quotes that open at the start of `text`, when they close again; null otherwise.
const Quotes* quotes_at(std::string_view text) {
  for (const Quotes& quotes : kQuotes)
    if (text.starts_with(quotes.open) && text.find(quotes.close, quotes.open.size()) != std::string_view::npos)
      return &quotes;
  return nullptr;
}

}  // namespace

Query parse_query(std::string_view text) {
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
    add_terms(query, phrase);
    if (!phrase.empty()) query.phrases.push_back(std::move(phrase));
    loose += ' ';
    text.remove_prefix(end + quotes->close.size());
  }
  add_terms(query, asked_tokens(loose));
  return query;
}

}  // namespace staysail::knowledge
