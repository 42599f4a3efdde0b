#include "decision/truth_form.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/domain_samples.hpp"
#include "decision/interpreter.hpp"
#include "decision/node_structure.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

bool depends_on_nothing(const Node& node) { return node.depends.on == Dependence::On::nothing; }

std::uint8_t mask_of(const Value& value) {
  return value.is_true() ? kMayHold : value.is_false() ? kMayFail : kMayBeUnknown;
}

// Values of every size, for names that are compared with one another.
ValueList usual_values(const FeelType& type) {
  ValueList values;
  if (type.is(ValueKind::number))
    for (const std::int64_t number : {0, 1, 2, 5, 10, 30, 50, 80, 100, 200, 1000, 100000, -1})
      values.push_back(Value::number(number));
  if (type.is(ValueKind::text) && type.symbols() == nullptr)
    for (const char* text : {"", "a", "b"}) values.push_back(Value::text(text));
  for (const int day : {0, 1, 10, 45, 100, 400, 2000}) {
    const Day moved = Day::since_epoch(20'000 + day);
    if (type.is(ValueKind::date)) values.push_back(Value::date(moved));
    if (type.is(ValueKind::date_time)) values.push_back(Value::date_time({moved, {}}));
  }
  return values;
}

}  // namespace

bool is_negation(const Node& node) {
  return node.kind == NodeKind::call && node.builtin->name == "not" && node.children.size() == 1;
}

bool is_column_test(const Node& node, ColumnTest& test) {
  if (!is_comparison(node.kind)) return false;
  test.name_left = node.child(0).kind == NodeKind::name;
  test.name = &node.child(test.name_left ? 0 : 1);
  const Node& bound = node.child(test.name_left ? 1 : 0);
  if (test.name->kind != NodeKind::name || !depends_on_nothing(bound)) return false;
  test.bound = Interpreter(0).evaluate(bound);
  const bool equality = node.kind == NodeKind::equal || node.kind == NodeKind::not_equal;
  const FeelType& type = test.name->type;
  return !type.is_any() && (test.bound.is_null() || type.is(test.bound.kind())) &&
         (equality || !type.is(ValueKind::text)) &&
         (type.is(ValueKind::number) || type.is(ValueKind::text) || type.is(ValueKind::date) ||
          type.is(ValueKind::boolean));
}

void TruthForms::gather(const Node& node, const Tree& tree) {
  if (node.kind == NodeKind::name) types_.emplace(tree.names[node.slot], node.type);
  for (const NodePtr& child : node.children) {
    gather(*child, tree);
    if (node.kind == NodeKind::name || !depends_on_nothing(*child)) continue;
    for (const NodePtr& other : node.children)
      if (other->kind == NodeKind::name)
        bounds_[tree.names[other->slot]].push_back(Interpreter(tree.locals).evaluate(*child));
  }
}

void TruthForms::settle_samples() {
  for (const auto& [name, type] : types_) {
    ValueList& samples = samples_[name];
    samples = domain_samples(type, bounds_[name]);
    samples.insert(samples.begin(), Value());
  }
}

// Makes the form of one condition, children first.
class TruthForms::Maker {
 public:
  Maker(TruthForms& forms, const Tree& tree) : forms_(forms), tree_(tree) {}

  TruthForm make(const Node& root) {
    add(root);
    return std::move(form_);
  }

 private:
  std::uint32_t push(TruthNode node) {
    form_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(form_.nodes.size() - 1);
  }

  std::uint32_t add(const Node& node) {
    TruthNode made;
    ColumnTest test;
    if (depends_on_nothing(node)) {
      made.truth = mask_of(Interpreter(tree_.locals).evaluate(node));
      return push(std::move(made));
    }
    if (node.kind == NodeKind::conjunction) return add_parts(node, TruthNode::Kind::both);
    if (node.kind == NodeKind::disjunction) return add_parts(node, TruthNode::Kind::either);
    if (is_negation(node)) return add_parts(node, TruthNode::Kind::negated);
    if (is_column_test(node, test)) return add_test(node, test);
    if (node.kind == NodeKind::name && node.type.is(ValueKind::boolean)) return add_name(node);
    return add_question(node);
  }

  std::uint32_t add_parts(const Node& node, TruthNode::Kind kind) {
    TruthNode made;
    made.kind = kind;
    made.node = &node;
    for (const NodePtr& child : node.children) made.parts.push_back(add(*child));
    return push(std::move(made));
  }

  std::uint32_t column(const std::string& name) {
    const auto [found, fresh] = forms_.columns_.try_emplace(name, forms_.variables_.size());
    if (fresh) forms_.variables_.push_back({name, forms_.samples_[name]});
    return found->second;
  }

  std::uint32_t add_test(const Node& node, const ColumnTest& test) {
    TruthNode made;
    made.kind = TruthNode::Kind::test;
    made.node = &node;
    made.variable = column(tree_.names[test.name->slot]);
    for (const Value& sample : forms_.variables_[made.variable].samples)
      made.answers.push_back(
          mask_of(test.name_left ? compared(node.kind, sample, test.bound) : compared(node.kind, test.bound, sample)));
    return push(std::move(made));
  }

  std::uint32_t add_name(const Node& node) {
    TruthNode made;
    made.kind = TruthNode::Kind::test;
    made.variable = column(tree_.names[node.slot]);
    for (const Value& sample : forms_.variables_[made.variable].samples) made.answers.push_back(mask_of(sample));
    return push(std::move(made));
  }

  std::uint32_t add_question(const Node& node) {
    const auto [found, fresh] =
        forms_.questions_.try_emplace(structure_of(node, tree_.names), forms_.variables_.size());
    if (fresh) forms_.variables_.push_back({"", {}});
    TruthNode made;
    made.kind = TruthNode::Kind::test;
    made.variable = found->second;
    made.answers = {kMayFail, kMayBeUnknown, kMayHold};
    form_.exact = false;
    return push(std::move(made));
  }

  TruthForms& forms_;
  const Tree& tree_;
  TruthForm form_;
};

TruthForms::TruthForms(const std::vector<Expression>& conditions) {
  for (const Expression& condition : conditions) {
    const Tree& tree = ExpressionTree::tree(condition);
    gather(*tree.root, tree);
  }
  settle_samples();
  for (const Expression& condition : conditions) {
    const Tree& tree = ExpressionTree::tree(condition);
    forms_.push_back(Maker(*this, tree).make(*tree.root));
  }
  for (auto& [name, samples] : samples_) {
    const ValueList more = usual_values(types_[name]);
    samples.insert(samples.end(), more.begin(), more.end());
  }
}

std::uint32_t TruthForms::variable_of(const std::string& name) const {
  const auto found = columns_.find(name);
  return found == columns_.end() ? kNone : found->second;
}

}  // namespace staysail::decision
