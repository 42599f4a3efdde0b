#include "decision/parser.hpp"

#include <algorithm>

#include "decision/precedence.hpp"

namespace staysail::decision {
namespace {

struct Infix {
  std::string_view sign;
  NodeKind kind;
  int power;
};

constexpr Infix kInfix[] = {
    {"=", NodeKind::equal, kComparison},
    {"!=", NodeKind::not_equal, kComparison},
    {"<", NodeKind::less, kComparison},
    {"<=", NodeKind::less_equal, kComparison},
    {">", NodeKind::greater, kComparison},
    {">=", NodeKind::greater_equal, kComparison},
    {"+", NodeKind::add, kSum},
    {"-", NodeKind::subtract, kSum},
    {"*", NodeKind::multiply, kProduct},
    {"/", NodeKind::divide, kProduct},
    {"**", NodeKind::power, kPower},
};

const Infix* infix_of(const Token& token) {
  if (token.kind != TokenKind::symbol) return nullptr;
  for (const Infix& infix : kInfix)
    if (infix.sign == token.text) return &infix;
  return nullptr;
}

int power_of(const Token& token) {
  if (const Infix* infix = infix_of(token)) return infix->power;
  if (token.is_word("or")) return kOr;
  if (token.is_word("and")) return kAnd;
  return token.is_word("between") || token.is_word("in") || token.is_word("instance") ? kComparison : 0;
}

std::string shown(const Token& token) {
  return token.kind == TokenKind::end ? "the end of the text" : "`" + std::string(token.text.substr(0, 64)) + "`";
}

}  // namespace

Result<Tree> Parser::expression() { return complete(in_model_ ? iterated() : parse(0)); }

// What a loop visits: a list, or `first..last`; a boxed loop may have it as an expression of its own.
Parser::Parsed Parser::iterated() {
  STAYSAIL_TRY(NodePtr first, parse(0));
  if (!take_if("..")) return first;
  NodePtr range = node(NodeKind::range, first->begin);
  STAYSAIL_TRY(NodePtr last, parse(0));
  range->children.push_back(std::move(first));
  range->children.push_back(std::move(last));
  return finish(std::move(range));
}

Result<Tree> Parser::complete(Parsed root) {
  if (!root) return root.error();
  if (peek().kind != TokenKind::end) return unexpected("an operator or the end");
  tree_.root = *std::move(root);
  if (tree_.root->depends.on == Dependence::On::nothing) tree_.names.clear();
  tree_.locals = locals_used_;
  return std::move(tree_);
}

bool Parser::take_if(std::string_view symbol) {
  if (!peek().is(symbol)) return false;
  take();
  return true;
}

bool Parser::take_word(std::string_view word) {
  if (!peek().is_word(word)) return false;
  take();
  return true;
}

Status Parser::need(std::string_view symbol, std::string_view after) {
  if (take_if(symbol)) return ok();
  return unexpected("`" + std::string(symbol) + "` " + std::string(after));
}

Status Parser::need_word(std::string_view word, std::string_view after) {
  if (take_word(word)) return ok();
  return unexpected("`" + std::string(word) + "` " + std::string(after));
}

Error Parser::unexpected(std::string_view wanted) const {
  return refused(peek().begin, std::string(wanted) + " was expected, not " + shown(peek()));
}

Status Parser::check_depth() const {
  if (depth_ <= kMaxExpressionNesting) return ok();
  return source_.error(peek().begin, Errc::limit_exceeded,
                       "brackets and keywords are nested deeper than " + std::to_string(kMaxExpressionNesting) +
                           "; split the expression");
}

NodePtr Parser::node(NodeKind kind, std::uint32_t begin, std::vector<NodePtr> children) const {
  auto made = std::make_unique<Node>();
  made->kind = kind;
  made->begin = begin;
  made->children = std::move(children);
  return made;
}

Parser::Parsed Parser::finish(NodePtr made) const {
  if (made->end == 0) made->end = at_ == 0 ? 0 : tokens_[at_ - 1].end();
  STAYSAIL_CHECK(typing_.settle(*made));
  return made;
}

Parser::Parsed Parser::parse(int floor) {
  STAYSAIL_CHECK(check_depth());
  STAYSAIL_TRY(NodePtr left, prefix());
  return operators_after(std::move(left), floor);
}

Parser::Parsed Parser::operators_after(NodePtr left, int floor) {
  for (int power = power_of(peek()); power > floor; power = power_of(peek())) {
    STAYSAIL_TRY(left, infix(std::move(left), take(), power));
  }
  return left;
}

Parser::Parsed Parser::infix(NodePtr left, const Token& sign, int power) {
  if (sign.is_word("and")) return chain(std::move(left), NodeKind::conjunction, power);
  if (sign.is_word("or")) return chain(std::move(left), NodeKind::disjunction, power);
  if (sign.is_word("between")) return between(std::move(left));
  if (sign.is_word("in")) return membership(std::move(left));
  if (sign.is_word("instance")) return instance_of(std::move(left));
  const NodeKind kind = infix_of(sign)->kind;
  STAYSAIL_TRY(NodePtr right, parse(power));
  const std::uint32_t begin = left->begin;
  std::vector<NodePtr> sides;
  sides.push_back(std::move(left));
  sides.push_back(std::move(right));
  return finish(node(kind, begin, std::move(sides)));
}

// The first `and` or `or` is taken; the rest of the chain becomes one node.
Parser::Parsed Parser::chain(NodePtr left, NodeKind kind, int power) {
  const std::string_view word = kind == NodeKind::conjunction ? "and" : "or";
  const std::uint32_t begin = left->begin;
  std::vector<NodePtr> parts;
  parts.push_back(std::move(left));
  do {
    STAYSAIL_TRY(NodePtr part, parse(power));
    parts.push_back(std::move(part));
  } while (take_word(word));
  STAYSAIL_TRY(NodePtr made, finish(node(kind, begin, std::move(parts))));
  if (kind == NodeKind::disjunction) warn_of_mixture(*made);
  return made;
}

void Parser::warn_of_mixture(const Node& disjunction) {
  std::string fix;
  bool mixed = false;
  for (const NodePtr& part : disjunction.children) {
    const bool bare = part->kind == NodeKind::conjunction && !part->parenthesised && !part->whole;
    const std::string text = source_.slice(part->begin, part->end);
    fix += (fix.empty() ? "" : " or ") + (bare ? "(" + text + ")" : text);
    mixed |= bare;
  }
  if (mixed)
    tree_.warnings.push_back({source_.place(disjunction.begin),
                              "`and` binds tighter than `or`; write the parentheses: " + fix, WarningKind::mixed_logic,
                              fix});
}

}  // namespace staysail::decision
