// Tests of a subject: right of `in`, of `between`, and in the cells of decision tables. A test becomes an ordinary
// condition on the subject, so that there is one semantics and one way to compute it.
#include "decision/builtin.hpp"
#include "decision/parser.hpp"
#include "decision/precedence.hpp"

namespace staysail::decision {
namespace {

struct TestSign {
  std::string_view sign;
  NodeKind kind;
};
constexpr TestSign kTestSigns[] = {{"<", NodeKind::less},    {"<=", NodeKind::less_equal},
                                   {">", NodeKind::greater}, {">=", NodeKind::greater_equal},
                                   {"=", NodeKind::equal},   {"!=", NodeKind::not_equal}};

bool is_scalar(const FeelType& type) {
  return !type.is_any() && !type.is(ValueKind::list) && !type.is(ValueKind::range) && !type.is(ValueKind::context);
}

const Builtin* negation() {
  for (const Builtin* builtin : all_builtins())
    if (builtin->name == "not") return builtin;
  return nullptr;
}

}  // namespace

Result<Tree> Parser::unary_tests() {
  const Scope::Entry* subject = nullptr;
  for (const Scope::Entry& entry : scope_.entries())
    if (entry.name == "?") subject = &entry;
  STAYSAIL_TRY(const NodePtr asked, name_node(*subject, 0));
  in_cell_ = in_model_;
  return complete(cell_tests(*asked));
}

NodePtr Parser::copy_of(const Node& subject) const {
  NodePtr copy = node(subject.kind, subject.begin);
  copy->end = subject.end;
  copy->slot = subject.slot;
  copy->type = subject.type;
  copy->depends = subject.depends;
  return copy;
}

// `left` is what the tests that come next are about.
Parser::Parsed Parser::tested(NodePtr left, Tests tests) {
  const std::uint32_t begin = left->begin, bound_begin = peek().begin;
  const bool simple = left->kind == NodeKind::name || left->kind == NodeKind::local;
  STAYSAIL_TRY(NodePtr made, simple ? (this->*tests)(*left) : bound_tests(std::move(left), tests));
  made->whole = true;
  made->begin = begin;
  made->end = tokens_[at_ - 1].end();
  made->bound_begin = bound_begin;
  return made;
}

Parser::Parsed Parser::bound_tests(NodePtr left, Tests tests) {
  NodePtr subject = node(NodeKind::local, left->begin);
  subject->end = left->end;
  subject->slot = locals_used_++;
  subject->type = left->type;
  subject->depends = {Dependence::On::one, true, subject->slot};
  NodePtr made = node(NodeKind::bind, left->begin);
  made->slots.push_back(subject->slot);
  STAYSAIL_TRY(NodePtr test, (this->*tests)(*subject));
  made->children.push_back(std::move(left));
  made->children.push_back(std::move(test));
  return finish(std::move(made));
}

Parser::Parsed Parser::tests_right_of_in(const Node& subject) {
  return peek().is("(") ? parenthesised_tests(subject) : test(subject, kComparison);
}

Parser::Parsed Parser::bounds_of_between(const Node& subject) {
  STAYSAIL_TRY(NodePtr low, parse(kComparison));
  STAYSAIL_CHECK(need_word("and", "between the bounds of `between`"));
  STAYSAIL_TRY(NodePtr high, parse(kComparison));
  const std::uint32_t begin = low->begin;
  NodePtr range = node(NodeKind::range, begin);
  range->children.push_back(std::move(low));
  range->children.push_back(std::move(high));
  STAYSAIL_TRY(range, finish(std::move(range)));
  return range_test(subject, *range);
}

// `(1, 2, > 5)`, or the open range `(1..5)`.
Parser::Parsed Parser::parenthesised_tests(const Node& subject) {
  const Nested nested(depth_);
  STAYSAIL_CHECK(check_depth());
  const std::uint32_t begin = take().begin;
  std::vector<NodePtr> tests;
  if (test_operator() == nullptr) {
    const std::size_t mentions = subject_mentions_;
    STAYSAIL_TRY(NodePtr value, parse(0));
    const bool is_range = peek().is("..");
    if (is_range) {
      STAYSAIL_TRY(value, range_from(std::move(value), begin, false));
    }
    STAYSAIL_TRY(NodePtr first, test_of(subject, std::move(value), subject_mentions_ != mentions));
    if (is_range) return first;
    tests.push_back(std::move(first));
  }
  STAYSAIL_TRY(NodePtr made, test_list(subject, std::move(tests)));
  STAYSAIL_CHECK(need(")", "to close the tests"));
  return made;
}

Parser::Parsed Parser::cell_tests(const Node& subject) {
  if (peek().is("-") && peek(1).kind == TokenKind::end) return literal(Value::boolean(true));
  if (!peek().is_word("not") || !peek(1).is("(")) return test_list(subject, {});
  const std::size_t start = at_;
  STAYSAIL_TRY(NodePtr made, negated_tests(subject));
  if (peek().kind == TokenKind::end) return made;
  at_ = start;
  return test_list(subject, {});
}

Parser::Parsed Parser::negated_tests(const Node& subject) {
  NodePtr made = node(NodeKind::call, take().begin);
  made->builtin = negation();
  STAYSAIL_TRY(NodePtr tests, parenthesised_tests(subject));
  made->children.push_back(std::move(tests));
  return finish(std::move(made));
}

// One or more tests, parted by commas; `tests` holds the first when it is read already.
Parser::Parsed Parser::test_list(const Node& subject, std::vector<NodePtr> tests) {
  while (tests.empty() || take_if(",")) {
    STAYSAIL_TRY(NodePtr next, test(subject, 0));
    tests.push_back(std::move(next));
  }
  if (tests.size() == 1) return std::move(tests.front());
  const std::uint32_t begin = tests.front()->begin;
  return finish(node(NodeKind::disjunction, begin, std::move(tests)));
}

const NodeKind* Parser::test_operator() const {
  for (const TestSign& candidate : kTestSigns)
    if (peek().is(candidate.sign)) return &candidate.kind;
  return nullptr;
}

Parser::Parsed Parser::test(const Node& subject, int floor) {
  if (const NodeKind* kind = test_operator()) return operator_test(subject, *kind);
  const std::size_t mentions = subject_mentions_;
  STAYSAIL_TRY(NodePtr value, parse(floor));
  return test_of(subject, std::move(value), subject_mentions_ != mentions);
}

Parser::Parsed Parser::operator_test(const Node& subject, NodeKind kind) {
  const std::uint32_t begin = take().begin;
  STAYSAIL_TRY(NodePtr bound, parse(kComparison));
  const std::uint32_t end = bound->end;
  return pair(kind, copy_of(subject), std::move(bound), begin, end);
}

// A value as a test: a condition that speaks of `?`, or could not be equal to it, is the test itself; a range, a list
// and a value are what the subject must be in, in, and equal to.
Parser::Parsed Parser::test_of(const Node& subject, NodePtr value, bool mentions_subject) {
  if (mentions_subject && value->type.may_be(ValueKind::boolean)) return value;
  if (in_model_ && value->type.is(ValueKind::boolean) && !subject.type.may_be(ValueKind::boolean)) return value;
  if (in_cell_ && value->kind != NodeKind::literal && value->type.may_be(ValueKind::boolean))
    return cell_test(subject, std::move(value));
  if (!standard_ && value->kind == NodeKind::list && is_scalar(subject.type)) return list_test(subject, *value);
  return item_test(subject, std::move(value));
}

// What the value is shows only when it is computed.
Parser::Parsed Parser::cell_test(const Node& subject, NodePtr value) {
  const std::uint32_t begin = value->begin, end = value->end;
  STAYSAIL_TRY(NodePtr made, pair(NodeKind::membership, copy_of(subject), std::move(value), begin, end));
  made->cell = true;
  return made;
}

Parser::Parsed Parser::item_test(const Node& subject, NodePtr item) {
  if (item->kind == NodeKind::range) return range_test(subject, *item);
  const std::uint32_t begin = item->begin, end = item->end;
  const NodeKind kind = is_scalar(item->type) ? NodeKind::equal : NodeKind::membership;
  return pair(kind, copy_of(subject), std::move(item), begin, end);
}

Parser::Parsed Parser::list_test(const Node& subject, Node& list) {
  NodePtr made = node(NodeKind::disjunction, list.begin);
  made->end = list.end;
  for (NodePtr& item : list.children) {
    STAYSAIL_TRY(NodePtr each, item_test(subject, std::move(item)));
    made->children.push_back(std::move(each));
  }
  return finish(std::move(made));
}

Parser::Parsed Parser::range_test(const Node& subject, Node& range) {
  const NodeKind low_kind = range.low_closed ? NodeKind::greater_equal : NodeKind::greater;
  const NodeKind high_kind = range.high_closed ? NodeKind::less_equal : NodeKind::less;
  NodePtr made = node(NodeKind::conjunction, range.begin);
  made->end = range.end;
  made->whole = true;
  STAYSAIL_TRY(NodePtr low, pair(low_kind, copy_of(subject), std::move(range.children[0]), range.begin, range.end));
  STAYSAIL_TRY(NodePtr high, pair(high_kind, copy_of(subject), std::move(range.children[1]), range.begin, range.end));
  made->children.push_back(std::move(low));
  made->children.push_back(std::move(high));
  made->bound_begin = range.begin;
  return finish(std::move(made));
}

Parser::Parsed Parser::pair(NodeKind kind, NodePtr left, NodePtr right, std::uint32_t begin, std::uint32_t end) const {
  NodePtr made = node(kind, begin);
  made->end = end;
  made->children.push_back(std::move(left));
  made->children.push_back(std::move(right));
  return finish(std::move(made));
}

}  // namespace staysail::decision
