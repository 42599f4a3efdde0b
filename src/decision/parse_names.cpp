// Names: the longest run of tokens that spells something in sight wins, so that names may hold spaces and signs.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/parser.hpp"
#include "staysail/columns/schema.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kLongestRun = 8;  // words of an unknown name that are shown

std::string did_you_mean(const std::string& nearest) { return nearest.empty() ? std::string() : "; did you mean " + nearest + "?"; }

}  // namespace

// How many tokens from `from` on spell `name`; 0 when they do not. Blanks in the name match any blanks in the text, and
// where the name has none the text must have none: `days-silent` is a name, `days - silent` a difference.
std::size_t Parser::spelled(std::string_view name, std::size_t from) const {
  std::size_t count = 0;
  while (!name.empty()) {
    const std::size_t blanks = name.find_first_not_of(' ');
    if (blanks == std::string_view::npos) break;
    name.remove_prefix(blanks);
    const Token& token = tokens_[std::min(from + count, tokens_.size() - 1)];
    if (token.kind == TokenKind::end || !name.starts_with(token.text)) return 0;
    if (count > 0 && token.glued != (blanks == 0)) return 0;
    name.remove_prefix(token.text.size());
    ++count;
  }
  return count;
}

Parser::Match Parser::longest_match() const {
  Match best;
  for (std::size_t i = locals_.size(); i-- > 0;) {
    const std::size_t tokens = spelled(locals_[i].name, at_);
    if (tokens > best.tokens) best = {tokens, &locals_[i], nullptr, nullptr};
  }
  for (const Scope::Entry& entry : scope_.entries()) {
    const std::size_t tokens = spelled(entry.name, at_);
    if (tokens > best.tokens) best = {tokens, nullptr, &entry, nullptr};
  }
  for (const Builtin* builtin : all_builtins()) {
    const std::size_t tokens = spelled(builtin->name, at_);
    if (tokens != 0 && tokens >= best.tokens && peek(tokens).is("(")) best = {tokens, nullptr, nullptr, builtin};
  }
  return best;
}

Parser::Parsed Parser::name() {
  const Match match = longest_match();
  if (match.tokens == 0) return unknown_name();
  const std::uint32_t begin = peek().begin;
  at_ += match.tokens;
  if (match.builtin != nullptr) return call(*match.builtin, begin);
  return match.local != nullptr ? local_node(*match.local, begin) : name_node(*match.entry, begin);
}

Parser::Parsed Parser::name_node(const Scope::Entry& entry, std::uint32_t begin) {
  NodePtr made = node(NodeKind::name, begin);
  auto& names = tree_.names;
  const auto known = std::find(names.begin(), names.end(), entry.name);
  made->slot = static_cast<std::uint32_t>(known - names.begin());
  if (known == names.end()) names.push_back(entry.name);
  made->type = entry.type;
  made->depends = {Dependence::On::one, false, made->slot};
  subject_mentions_ += entry.name == "?" ? 1 : 0;
  return finish(std::move(made));
}

Parser::Parsed Parser::local_node(const Local& found, std::uint32_t begin) {
  NodePtr made = node(NodeKind::local, begin);
  made->slot = found.slot;
  made->type = found.type;
  made->depends = {Dependence::On::one, true, found.slot};
  if (!found.entry) return finish(std::move(made));
  NodePtr path = node(NodeKind::path, begin);
  path->words.push_back(found.name);
  made->type = FeelType();
  path->children.push_back(std::move(made));
  const FeelType type = found.type;
  STAYSAIL_TRY(path, finish(std::move(path)));
  path->type = type;
  return path;
}

std::string Parser::word_run() const {
  std::string run;
  for (std::size_t i = 0; i < kLongestRun; ++i) {
    const Token& token = peek(i);
    const bool word = token.kind == TokenKind::name || (i > 0 && token.kind == TokenKind::number);
    if (!word || (i > 0 && is_keyword(token.text))) break;
    run += (run.empty() || token.glued ? "" : " ") + std::string(token.text);
  }
  return run;
}

Error Parser::refused_function(const Token& token) const {
  if (token.text == "today" || token.text == "now")
    return source_.error(token.begin, Errc::unsupported,
                         std::string(token.text) + "() is refused, because a rule must give the same answer when it is run again; use the date as_of");
  std::vector<std::string> known;
  for (const Builtin* builtin : all_builtins()) known.emplace_back(builtin->name);
  const std::string run = word_run();
  return source_.error(token.begin, Errc::unknown_name, "there is no function of this name" + did_you_mean(nearest_name(run, known)) + ": " + run);
}

// In a filter over items of which nothing is known, a strange word is an entry of the item.
Parser::Parsed Parser::unknown_name() {
  const Token& token = peek();
  std::size_t words = 1;
  while (peek(words).kind == TokenKind::name && !is_keyword(peek(words).text)) ++words;
  if (peek(words).is("(")) return refused_function(token);
  for (std::size_t i = locals_.size(); i-- > 0 && token.kind == TokenKind::name;) {
    if (locals_[i].name != "item" || !locals_[i].type.is_any()) continue;
    take();
    Local entry = locals_[i];
    entry.name = std::string(token.text);
    entry.entry = true;
    return local_node(entry, token.begin);
  }
  std::vector<std::string> known = scope_.names();
  for (const Local& each : locals_) known.push_back(each.name);
  const std::string run = word_run();
  std::string nearest = nearest_name(run, known);
  if (nearest.empty()) nearest = nearest_name(token.text, known);
  if (nearest.empty()) return source_.error(token.begin, Errc::unknown_name, "there is no such name here; a text stands in double quotes: " + run);
  return source_.error(token.begin, Errc::unknown_name, "there is no such name here" + did_you_mean(nearest) + ": " + run);
}

}  // namespace staysail::decision
