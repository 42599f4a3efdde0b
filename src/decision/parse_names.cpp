// Names: the longest run of tokens that spells something in sight wins, so that names may hold spaces and signs.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/parser.hpp"
#include "staysail/columns/schema.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kLongestRun = 8;  // words of an unknown name that are shown

std::string did_you_mean(const std::string& nearest) {
  return nearest.empty() ? std::string() : "; did you mean " + nearest + "?";
}

// Whether a name in sight may stand for a function, and so comes before a built-in one of the same name.
bool may_be_function(const FeelType* type) {
  return type != nullptr && (type->is_any() || type->is(ValueKind::function));
}

// Whether `name` can begin with the word: most names are told by their first byte, or where the word ends.
bool may_begin(std::string_view name, std::string_view word) {
  return name.size() >= word.size() &&
         (name.front() == ' ' || (name.front() == word.front() && name[word.size() - 1] == word.back()));
}

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
  const std::string_view word = peek().text;
  if (word.empty()) return best;
  for (std::size_t i = locals_.size(); i-- > 0;) {
    const std::size_t tokens = spelled(locals_[i].name, at_);
    if (tokens > best.tokens) best = {tokens, &locals_[i], nullptr, nullptr};
  }
  for (const Scope::Entry& entry : scope_.entries()) {
    const std::size_t tokens = may_begin(entry.name, word) ? spelled(entry.name, at_) : 0;
    if (tokens > best.tokens) best = {tokens, nullptr, &entry, nullptr};
  }
  for (const Builtin* builtin : all_builtins()) {
    if (!may_begin(builtin->name, word)) continue;
    const std::size_t tokens = spelled(builtin->name, at_);
    const FeelType* shadowing = best.local != nullptr   ? &best.local->type
                                : best.entry != nullptr ? &best.entry->type
                                                        : nullptr;
    if (tokens == 0 || tokens < best.tokens || (builtin->model_only && !in_model_)) continue;
    if (peek(tokens).is("(") ? !(standard_ && may_be_function(shadowing)) || tokens > best.tokens
                             : standard_ && tokens > best.tokens)
      best = {tokens, nullptr, nullptr, builtin};
  }
  return best;
}

Parser::Parsed Parser::name() {
  if (standard_) return standard_name();
  const Match match = longest_match();
  if (match.tokens == 0) return unknown_name();
  const std::uint32_t begin = peek().begin;
  at_ += match.tokens;
  return matched(match, begin);
}

// The tokens of the match are taken.
Parser::Parsed Parser::matched(const Match& match, std::uint32_t begin) {
  if (match.builtin != nullptr && peek().is("(")) return call(*match.builtin, begin);
  if (match.local != nullptr) return local_node(*match.local, begin);
  if (match.entry != nullptr) return name_node(*match.entry, begin);
  NodePtr made = node(NodeKind::literal, begin);
  made->literal = value_of(*match.builtin);
  return finish(std::move(made));
}

// An item of which the entries are unknown when the expression is read: any name may turn out to be one of them.
bool Parser::is_open_item(const Local& local) const {
  return local.name == "item" && !local.entry &&
         (local.type.is_any() || (local.type.is(ValueKind::context) && local.type.members() == nullptr));
}

std::size_t Parser::words_from(std::size_t first) const {
  std::size_t words = first;
  while (peek(words).kind == TokenKind::name && !is_keyword(peek(words).text)) ++words;
  return words - first;
}

std::string Parser::spelling(std::size_t tokens) const {
  std::string text;
  for (std::size_t i = 0; i < tokens; ++i) text += (i == 0 || peek(i).glued ? "" : " ") + std::string(peek(i).text);
  return text;
}

// In the standard mode a name may turn out to be an entry of an item, and in a model one that nothing has is null.
Parser::Parsed Parser::standard_name() {
  const std::uint32_t begin = peek().begin;
  const Match match = longest_match();
  if (match.builtin != nullptr && peek(match.tokens).is("(")) {
    at_ += match.tokens;
    return matched(match, begin);
  }
  const bool matches_open = match.local != nullptr && is_open_item(*match.local);
  const std::size_t inner =
      match.local == nullptr ? 0 : static_cast<std::size_t>(match.local - locals_.data()) + (matches_open ? 0 : 1);
  const auto first_open = std::find_if(locals_.begin() + static_cast<std::ptrdiff_t>(inner), locals_.end(),
                                       [this](const Local& each) { return is_open_item(each); });
  const bool open = first_open != locals_.end();
  if (!open && !in_model_ && match.tokens == 0) return unknown_name();
  const std::size_t tokens =
      open || match.tokens == 0 ? std::max({match.tokens, words_from(0), std::size_t{1}}) : match.tokens;
  const std::string word = spelling(tokens);
  const bool whole = tokens == match.tokens;
  at_ += tokens;
  Parsed found = whole ? matched(match, begin) : failure(begin, "there is no such name here: " + word);
  if (!open || !found) return found;
  return entry_or(whole ? inner : 0, word, begin, std::move(found));
}

// The entry `name` of the innermost open item among the locals from `inner` on, else of the next, else what was found.
Parser::Parsed Parser::entry_or(std::size_t inner, std::string name, std::uint32_t begin, Parsed otherwise) {
  for (std::size_t i = inner; i < locals_.size(); ++i) {
    if (!is_open_item(locals_[i])) continue;
    STAYSAIL_TRY(NodePtr item, local_node(locals_[i], begin));
    STAYSAIL_TRY(NodePtr rest, std::move(otherwise));
    NodePtr made = node(NodeKind::entry, begin);
    made->words.push_back(name);
    made->children.push_back(std::move(item));
    made->children.push_back(std::move(rest));
    otherwise = finish(std::move(made));
  }
  return otherwise;
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
    return source_.error(
        token.begin, Errc::unsupported,
        std::string(token.text) +
            "() is refused, because a rule must give the same answer when it is run again; use the date as_of");
  std::vector<std::string> known;
  for (const Builtin* builtin : all_builtins()) known.emplace_back(builtin->name);
  const std::string run = word_run();
  return source_.error(token.begin, Errc::unknown_name,
                       "there is no function of this name: " + run + did_you_mean(nearest_name(run, known)));
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
  if (nearest.empty())
    return source_.error(token.begin, Errc::unknown_name,
                         "there is no such name here; a text stands in double quotes: " + run);
  return source_.error(token.begin, Errc::unknown_name, "there is no such name here: " + run + did_you_mean(nearest));
}

}  // namespace staysail::decision
