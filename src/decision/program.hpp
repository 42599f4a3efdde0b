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

}  // namespace staysail
