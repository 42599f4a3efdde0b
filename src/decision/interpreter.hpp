// The evaluator for one customer: walks the tree. Also computes whatever the column evaluator has no kernel for.
#pragma once

#include <span>
#include <vector>

#include "decision/evaluation.hpp"
#include "decision/syntax.hpp"

namespace staysail::decision {

// Reusable; owned by one thread.
class Interpreter {
 public:
  explicit Interpreter(std::uint32_t locals) : locals_(locals) {}
  // Part of a larger evaluation, which must outlive this.
  Interpreter(ValueList locals, Evaluation& evaluation) : locals_(std::move(locals)), evaluation_(&evaluation) {}
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  // `names`: the values of Tree::names, which must outlive the calls.
  void bind_names(std::span<const Value> names) { names_ = names; }
  void bind_local(std::uint32_t slot, Value value) { locals_[slot] = std::move(value); }
  // Starts a new evaluation.
  Value evaluate(const Node& node) {
    own_.steps = 0;
    return value_of(node);
  }

 private:
  Value value_of(const Node& node);
  Value value_within(const Node& node);
  Value traced(const Node& node, Value value);
  Value conjunction(const Node& node);
  Value disjunction(const Node& node);
  using Operation = Value (*)(NodeKind kind, const Value& left, const Value& right);
  // Of both children; says why it is null.
  Value operated(const Node& node, Operation operation);
  Value operand(const Node& node, std::size_t child);
  Value bind(const Node& node);
  Value membership(const Node& node);
  Value range(const Node& node);
  Value list(const Node& node);
  Value context(const Node& node);
  Value filter(const Node& node);
  Value not_boolean(const Value& condition) const;
  Value call(const Node& node);
  Value each(const Node& node);
  Value quantified(const Node& node);
  Value entry(const Node& node);
  Value lambda(const Node& node);
  Value invoke(const Node& node);
  ValueList values_of(const Node& node, std::size_t first);
  // Runs the body for every combination of items; stops when `body` says so. False when a source is no list.
  template <class Body>
  bool iterate(const Node& node, std::size_t level, Body& body);

  std::span<const Value> names_;
  ValueList locals_;
  Evaluation own_;
  Evaluation* evaluation_ = &own_;
};

}  // namespace staysail::decision
