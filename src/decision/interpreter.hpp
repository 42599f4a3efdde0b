// The evaluator for one customer: walks the tree. Also computes whatever the column evaluator has no kernel for.
#pragma once

#include <span>
#include <vector>

#include "decision/syntax.hpp"

namespace staysail::decision {

// How many items all loops and filters of one evaluation may visit together; past it the value is null.
inline constexpr std::uint64_t kMaxSteps = 1'000'000;

// Reusable; owned by one thread.
class Interpreter {
 public:
  explicit Interpreter(std::uint32_t locals) : locals_(locals) {}

  // `names`: the values of Tree::names, which must outlive the calls.
  void bind_names(const Value* names) { names_ = names; }
  void bind_local(std::uint32_t slot, Value value) { locals_[slot] = std::move(value); }
  // Starts a new evaluation.
  Value evaluate(const Node& node) {
    steps_ = 0;
    return value_of(node);
  }

 private:
  Value value_of(const Node& node);
  Value conjunction(const Node& node);
  Value disjunction(const Node& node);
  Value bind(const Node& node);
  Value range(const Node& node);
  Value list(const Node& node);
  Value context(const Node& node);
  Value filter(const Node& node);
  Value item_at(const ValueList& items, const Value& position) const;
  Value call(const Node& node);
  Value each(const Node& node);
  Value quantified(const Node& node);
  // Runs the body for every combination of items; stops when `body` says so. False when a source is no list.
  template <class Body>
  bool iterate(const Node& node, std::size_t level, Body& body);
  bool step() { return ++steps_ <= kMaxSteps; }

  const Value* names_ = nullptr;
  std::vector<Value> locals_;
  std::uint64_t steps_ = 0;
};

}  // namespace staysail::decision
