// What an Expression holds.
#pragma once

#include <optional>

#include "decision/parser.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail {

struct Expression::Program {
  std::string text;
  Place origin;
  decision::Tree tree;
  std::optional<Value> constant;

  decision::Source source() const { return {text, origin}; }
  // The values of the tree's names, in order; `asked` is that of "?".
  std::vector<Value> bound(const Inputs& inputs, const Value* asked = nullptr) const;
  Value evaluate(const std::vector<Value>& names) const;
};

// The typed tree of a compiled expression, which must outlive the use.
struct ExpressionTree {
  static const decision::Tree& tree(const Expression& expression) { return expression.program_->tree; }
  static decision::Source source(const Expression& expression) { return expression.program_->source(); }
};

}  // namespace staysail
