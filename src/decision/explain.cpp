// Why an expression has its value: its conditions, one by one.
#include <algorithm>

#include "decision/condition_parts.hpp"
#include "decision/interpreter.hpp"
#include "decision/program.hpp"
#include "decision/semantics.hpp"

namespace staysail {
namespace {

using decision::Interpreter;
using decision::Node;
using decision::NodeKind;
using decision::NodePtr;

class Explainer {
 public:
  Explainer(const decision::Tree& tree, const decision::Source& source, const std::vector<Value>& names)
      : tree_(tree), source_(source), names_(names), interpreter_(tree.locals) {
    interpreter_.bind_names(names_);
  }

  // The conditions that decide the node's value.
  void decide(const Node& node) {
    const Value value = interpreter_.evaluate(node);
    if (decision::negates_conditions(node)) return decide(node.child(0));
    if (!decision::joins_conditions(node)) return add(node, value);
    const bool needs_all = (node.kind == NodeKind::conjunction) == value.is_true();
    if (needs_all && !value.is_null()) return decide_all(node);
    decide_those(node, value);
  }

  // Every condition.
  void list(const Node& node) {
    if (decision::negates_conditions(node)) return list(node.child(0));
    if (!decision::joins_conditions(node)) return add(node, interpreter_.evaluate(node));
    for (const NodePtr& child : node.children) list(*child);
  }

  std::vector<Condition> finish() { return std::move(conditions_); }

 private:
  void decide_all(const Node& node) {
    for (const NodePtr& child : node.children) decide(*child);
  }

  // The parts that have the node's own value: every false part of an `and`, the first true part of an `or`, the null
  // parts where nothing else decided.
  void decide_those(const Node& node, const Value& value) {
    for (const NodePtr& child : node.children) {
      const Value part = interpreter_.evaluate(*child);
      const bool same = value.kind() == ValueKind::boolean ? part == value : part.kind() != ValueKind::boolean;
      if (!same) continue;
      decide(*child);
      if (value.is_true()) return;
    }
  }

  void add(const Node& node, Value value) {
    conditions_.push_back(
        {source_.slice(node.begin, node.end), actual(node), bound(node), std::move(value), source_.place(node.begin)});
  }

  // The names of a condition, of both its sides, with their values.
  std::string actual(const Node& node) {
    std::vector<std::uint32_t> slots;
    collect(node, slots);
    std::string text;
    for (const std::uint32_t slot : slots)
      text += (text.empty() ? "" : ", ") + tree_.names[slot] + " = " + names_[slot].to_feel();
    return text;
  }

  std::string bound(const Node& node) {
    if (node.whole) return source_.slice(node.bound_begin, node.end);
    if (!decision::is_comparison(node.kind)) return {};
    return interpreter_.evaluate(node.child(constant(node.child(0)) ? 0 : 1)).to_feel();
  }

  static bool constant(const Node& node) { return node.depends.on == decision::Dependence::On::nothing; }

  static void collect(const Node& node, std::vector<std::uint32_t>& slots) {
    if (node.kind == NodeKind::name && std::find(slots.begin(), slots.end(), node.slot) == slots.end())
      slots.push_back(node.slot);
    for (const NodePtr& child : node.children) collect(*child, slots);
  }

  const decision::Tree& tree_;
  const decision::Source& source_;
  const std::vector<Value>& names_;
  Interpreter interpreter_;
  std::vector<Condition> conditions_;
};

}  // namespace

std::vector<Condition> Expression::explain(const Inputs& inputs) const {
  const std::vector<Value> names = program_->bound(inputs);
  const decision::Source source = program_->source();
  Explainer explainer(program_->tree, source, names);
  explainer.decide(*program_->tree.root);
  return explainer.finish();
}

std::vector<Condition> Expression::conditions(const Inputs& inputs) const {
  const std::vector<Value> names = program_->bound(inputs);
  const decision::Source source = program_->source();
  Explainer explainer(program_->tree, source, names);
  explainer.list(*program_->tree.root);
  return explainer.finish();
}

}  // namespace staysail
