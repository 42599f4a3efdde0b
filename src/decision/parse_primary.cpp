// Operands: literals, brackets, keywords, and the paths, filters and calls that follow them.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/parser.hpp"
#include "decision/precedence.hpp"

namespace staysail::decision {
namespace {

bool mentions(const Node& node, std::uint32_t local) {
  if (node.kind == NodeKind::local) return node.slot == local;
  return std::any_of(node.children.begin(), node.children.end(),
                     [local](const NodePtr& child) { return mentions(*child, local); });
}

}  // namespace

// A sign before an operand binds tighter than `**`: -2 ** 2 is 4.
Parser::Parsed Parser::prefix() {
  if (!peek().is("-")) {
    STAYSAIL_TRY(NodePtr operand, primary());
    return postfix(std::move(operand));
  }
  const Nested nested(depth_);
  const std::uint32_t begin = take().begin;
  STAYSAIL_TRY(NodePtr operand, parse(kSign));
  std::vector<NodePtr> children;
  children.push_back(std::move(operand));
  return finish(node(NodeKind::negate, begin, std::move(children)));
}

Parser::Parsed Parser::primary() {
  const Nested nested(depth_);
  STAYSAIL_CHECK(check_depth());
  const Token& token = peek();
  switch (token.kind) {
    case TokenKind::number: return longest_match().tokens > 1 ? name() : number_literal();
    case TokenKind::text: return text_literal();
    case TokenKind::temporal: return temporal_literal();
    case TokenKind::name: return is_keyword(token.text) && longest_match().tokens < 2 ? keyword() : name();
    case TokenKind::symbol: break;
    case TokenKind::end: return unexpected("a value or a name");
  }
  if (token.is("(")) return parentheses();
  if (token.is("[") || token.is("]")) return brackets();
  if (token.is("{")) return context();
  return unexpected("a value or a name");
}

Parser::Parsed Parser::keyword() {
  const std::string_view word = peek().text;
  if (word == "true" || word == "false") return literal(Value::boolean(word == "true"));
  if (word == "null") return literal(Value());
  if (word == "if") return conditional();
  if (word == "for") return loop(NodeKind::each, "return");
  if (word == "some") return loop(NodeKind::some, "satisfies");
  if (word == "every") return loop(NodeKind::every, "satisfies");
  if (word == "function") return function_definition();
  return unexpected("a value or a name");
}

Parser::Parsed Parser::literal(Value value) {
  NodePtr made = node(NodeKind::literal, peek().begin);
  made->literal = std::move(value);
  take();
  return finish(std::move(made));
}

Parser::Parsed Parser::number_literal() {
  const auto number = Decimal::parse(peek().text);
  if (!number)
    return refused(peek().begin, "the number is too large for 34 digits and an exponent of 6144: " +
                                     std::string(peek().text.substr(0, 64)));
  return literal(Value::number(*number));
}

Parser::Parsed Parser::text_literal() {
  STAYSAIL_TRY(std::string text, unquoted(source_, peek(), standard_));
  return literal(Value::text(std::move(text)));
}

// @"2026-01-31", @"P3D" ...
Parser::Parsed Parser::temporal_literal() {
  STAYSAIL_TRY(const std::string text, unquoted(source_, peek()));
  if (const auto day = Day::parse(text)) return literal(Value::date(*day));
  if (const auto point = DateTime::parse(text)) return literal(Value::date_time(*point));
  if (const auto time = TimeOfDay::parse(text)) return literal(Value::time(*time));
  if (const auto days = DaysDuration::parse(text)) return literal(Value::duration(*days));
  if (const auto months = MonthsDuration::parse(text)) return literal(Value::duration(*months));
  return refused(peek().begin, "a date, a time, a date and time or a duration was expected after @: " + text);
}

Parser::Parsed Parser::parentheses() {
  const std::uint32_t begin = take().begin;
  if (const NodeKind* kind = standard_ ? test_operator() : nullptr) return unary_range(*kind, begin);
  STAYSAIL_TRY(NodePtr inner, parse(0));
  if (peek().is("..")) return range_from(std::move(inner), begin, false);
  STAYSAIL_CHECK(need(")", "to close the parenthesis"));
  inner->parenthesised = true;
  inner->begin = begin;
  inner->end = tokens_[at_ - 1].end();
  return inner;
}

// `(>= 5)`: a range with one end; the sign is next.
Parser::Parsed Parser::unary_range(NodeKind kind, std::uint32_t begin) {
  take();
  STAYSAIL_TRY(NodePtr bound, parse(kComparison));
  STAYSAIL_CHECK(need(")", "to close the range"));
  if (kind == NodeKind::not_equal) return failure(begin, "`!=` makes no range");
  NodePtr made = node(NodeKind::range, begin);
  made->one_sided = true;
  made->low_closed = kind == NodeKind::greater_equal || kind == NodeKind::equal;
  made->high_closed = kind == NodeKind::less_equal || kind == NodeKind::equal;
  const bool below = kind == NodeKind::less || kind == NodeKind::less_equal;
  STAYSAIL_TRY(NodePtr open, finish(node(NodeKind::literal, begin)));
  if (below) made->children.push_back(std::move(open));
  made->children.push_back(std::move(bound));
  if (!below && kind != NodeKind::equal) made->children.push_back(std::move(open));
  return finish(std::move(made));
}

// A list, or a range that begins with [ or ].
Parser::Parsed Parser::brackets() {
  const std::uint32_t begin = peek().begin;
  const bool closed = take().is("[");
  NodePtr made = node(NodeKind::list, begin);
  if (closed && take_if("]")) return finish(std::move(made));
  STAYSAIL_TRY(NodePtr first, parse(0));
  if (!closed || peek().is("..")) return range_from(std::move(first), begin, closed);
  made->children.push_back(std::move(first));
  while (take_if(",")) {
    STAYSAIL_TRY(NodePtr item, parse(0));
    made->children.push_back(std::move(item));
  }
  STAYSAIL_CHECK(need("]", "to close the list"));
  return finish(std::move(made));
}

// `[` closes an open range ("[1..5[") where nothing that could be filtered by begins.
bool Parser::closes_range(const Token& token) const {
  constexpr std::string_view kAfter[] = {")", "]", "}", ",", "..", "=", "!=", "<", "<=", ">", ">="};
  constexpr std::string_view kWords[] = {"and", "or", "then", "else", "return", "satisfies"};
  if (token.kind == TokenKind::end) return true;
  return std::any_of(std::begin(kAfter), std::end(kAfter),
                     [&token](std::string_view sign) { return token.is(sign); }) ||
         std::any_of(std::begin(kWords), std::end(kWords),
                     [&token](std::string_view word) { return token.is_word(word); });
}

Parser::Parsed Parser::range_from(NodePtr low, std::uint32_t begin, bool low_closed) {
  STAYSAIL_CHECK(need("..", "between the ends of the range"));
  STAYSAIL_TRY(NodePtr high, parse(0));
  NodePtr made = node(NodeKind::range, begin);
  made->low_closed = low_closed;
  made->high_closed = peek().is("]");
  if (!take_if("]") && !take_if(")") && !take_if("[")) return unexpected("`]` or `)` to close the range");
  made->children.push_back(std::move(low));
  made->children.push_back(std::move(high));
  return finish(std::move(made));
}

Result<std::string> Parser::context_key() {
  if (peek().kind == TokenKind::text) return unquoted(source_, take());
  std::string key;
  while (!peek().is(":") &&
         (peek().kind == TokenKind::name || peek().kind == TokenKind::number || peek().kind == TokenKind::symbol)) {
    if (!key.empty() && !peek().glued) key += ' ';
    key += take().text;
  }
  if (key.empty() || !peek().is(":")) return unexpected("`name: value` in the context");
  return key;
}

Parser::Parsed Parser::context() {
  const Frame frame(locals_);
  NodePtr made = node(NodeKind::context, take().begin);
  while (!peek().is("}")) {
    if (!made->children.empty()) STAYSAIL_CHECK(need(",", "between the entries of the context"));
    const std::uint32_t begin = peek().begin;
    STAYSAIL_TRY(std::string key, context_key());
    if (std::find(made->words.begin(), made->words.end(), key) != made->words.end())
      return refused(begin, "this entry occurs twice in the context: " + key);
    STAYSAIL_CHECK(need(":", "after the name of the entry"));
    STAYSAIL_TRY(NodePtr entry, parse(0));
    locals_.push_back(local(key, entry->type));
    made->slots.push_back(locals_.back().slot);
    made->words.push_back(std::move(key));
    made->children.push_back(std::move(entry));
  }
  take();
  return finish(std::move(made));
}

Parser::Parsed Parser::conditional() {
  NodePtr made = node(NodeKind::conditional, take().begin);
  STAYSAIL_TRY(NodePtr condition, parse(0));
  STAYSAIL_CHECK(need_word("then", "after the condition"));
  STAYSAIL_TRY(NodePtr yes, parse(0));
  STAYSAIL_CHECK(need_word("else", "after the value for true"));
  STAYSAIL_TRY(NodePtr no, parse(0));
  for (NodePtr* part : {&condition, &yes, &no}) made->children.push_back(std::move(*part));
  return finish(std::move(made));
}

// `name in list`, or `name in first..last`. The name is in sight from the next iteration on.
Status Parser::iteration(Node& made) {
  const std::size_t tokens = new_name("in");
  if (tokens == 0) return unexpected("a name for the items");
  const std::string name = spelling(tokens);
  at_ += tokens;
  STAYSAIL_CHECK(need_word("in", "after the name of the items"));
  STAYSAIL_TRY(NodePtr source, iterated());
  const bool holds_many = source->type.is(ValueKind::list) || source->type.is(ValueKind::range);
  locals_.push_back(local(name, holds_many ? source->type.element() : FeelType()));
  made.slots.push_back(locals_.back().slot);
  made.children.push_back(std::move(source));
  return ok();
}

Parser::Parsed Parser::loop(NodeKind kind, std::string_view body_word) {
  const Frame frame(locals_);
  NodePtr made = node(kind, take().begin);
  do {
    STAYSAIL_CHECK(iteration(*made));
  } while (take_if(","));
  if (kind == NodeKind::each) locals_.push_back(local("partial", FeelType::list_of(FeelType())));
  const std::uint32_t partial = locals_.back().slot;
  STAYSAIL_CHECK(need_word(body_word, "after the lists"));
  STAYSAIL_TRY(NodePtr body, parse(0));
  if (kind == NodeKind::each && mentions(*body, partial)) made->slots.push_back(partial);
  made->children.push_back(std::move(body));
  return finish(std::move(made));
}

Parser::Parsed Parser::postfix(NodePtr operand) {
  while (true) {
    if (peek().is(".")) {
      STAYSAIL_TRY(operand, path_after(std::move(operand)));
    } else if (peek().is("[") && !closes_range(peek(1))) {
      STAYSAIL_TRY(operand, filter_after(std::move(operand)));
    } else if (peek().is("(")) {
      STAYSAIL_TRY(operand, invocation(std::move(operand)));
    } else {
      return operand;
    }
  }
}

Parser::Parsed Parser::path_after(NodePtr owner) {
  take();
  if (peek().kind != TokenKind::name) return unexpected("the name of a part");
  const FeelType type = owner->type.is(ValueKind::list) ? owner->type.element() : owner->type;
  NodePtr made = node(NodeKind::path, owner->begin);
  std::size_t tokens = 1;
  std::string word(peek().text);
  std::vector<std::string> known = {"time offset", "start included", "end included"};
  if (type.members() != nullptr)
    for (const auto& member : *type.members()) known.push_back(member.first);
  else if (standard_ && (type.is_any() || type.is(ValueKind::context))) {
    tokens = std::max<std::size_t>(1, words_from(0));
    word = spelling(tokens);
  }
  for (const std::string& part : known) {
    const std::size_t length = spelled(part, at_);
    if (length <= tokens) continue;
    tokens = length;
    word = part;
  }
  at_ += tokens;
  made->words.push_back(std::move(word));
  made->children.push_back(std::move(owner));
  return finish(std::move(made));
}

// In the brackets the item is called `item`, and its entries can be named directly, even one of that name.
Parser::Parsed Parser::filter_after(NodePtr list) {
  const Nested nested(depth_);
  const Frame frame(locals_);
  take();
  NodePtr made = node(NodeKind::filter, list->begin);
  const FeelType element = list->type.is(ValueKind::list) ? list->type.element() : list->type;
  const Local item = local("item", element);
  made->slots.push_back(item.slot);
  locals_.push_back(item);
  if (element.members() != nullptr)
    for (const auto& [key, type] : *element.members()) locals_.push_back({key, type, item.slot, true});
  STAYSAIL_TRY(NodePtr condition, parse(0));
  STAYSAIL_CHECK(need("]", "to close the filter"));
  made->children.push_back(std::move(list));
  made->children.push_back(std::move(condition));
  return finish(std::move(made));
}

}  // namespace staysail::decision
