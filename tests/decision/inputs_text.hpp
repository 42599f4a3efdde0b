// Inputs written as text: "x: 1, as of: date(\"2026-01-31\")". For scenario tables.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "staysail/decision/expression.hpp"

namespace staysail::testing {

// A scope with the type of each input.
inline Scope scope_of(const Inputs& inputs) {
  Scope scope;
  for (const auto& [name, value] : inputs.values())
    scope.add(name, value.is_null() ? FeelType::any() : FeelType::of(value));
  return scope;
}

inline Inputs inputs_from(const std::string& text) {
  const auto context = Expression::compile("{" + text + "}", Scope());
  REQUIRE_MESSAGE(context.has_value(), "inputs: " << text << " " << (context ? "" : context.error().to_string()));
  const Value value = context->evaluate(Inputs());
  Inputs inputs;
  for (const auto& [name, each] : value.as_context()) inputs.set(name, each);
  return inputs;
}

}  // namespace staysail::testing
