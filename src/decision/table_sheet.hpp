// What a DecisionTable holds.
#pragma once

#include "staysail/decision/decision_table.hpp"

namespace staysail {

struct DecisionTable::Sheet {
  struct Rule {
    std::uint32_t line = 0;  // what it is known by: its line in a sheet, its number in a model
    Place place;
    std::vector<Expression> tests;    // one for each input, of the name "?"
    std::vector<Expression> outputs;  // one for each output
  };

  std::string name;      // the file
  std::string decision;  // of a model; empty for a sheet
  HitPolicy policy = HitPolicy::unique;
  std::vector<Expression> inputs;
  std::vector<std::string> output_names;
  std::vector<FeelType> output_types;
  std::vector<std::vector<std::string>> output_symbols;  // of the scope, in their order; empty when it has none
  std::vector<Rule> rules;
  std::vector<Warning> warnings;

  bool collects() const { return policy >= HitPolicy::collect; }
  bool gives_lists() const { return policy >= HitPolicy::collect && policy <= HitPolicy::output_order; }
  bool ranks() const { return policy == HitPolicy::priority || policy == HitPolicy::output_order; }
  // Whether a cell asks nothing.
  static bool asks_nothing(const Expression& test) { return test.constant() != nullptr && test.constant()->is_true(); }

  // The policies C+, C< and C> for one output: what the rules gave so far, and what the next one gives.
  Value combined(const Value& so_far, const Value& next) const;
  // Whether the outputs of one rule come before those of another: the first output that differs decides, by its
  // symbols.
  bool ranks_before(std::size_t a, std::size_t b) const;
  // Two rules hold where the policy forbids it; `asked` are the values of the inputs.
  Error overlap(std::size_t a, std::size_t b, const std::vector<Value>& asked) const;
  // "tenure = 3, status = \"active\""
  std::string example(const std::vector<Value>& asked) const;
};

}  // namespace staysail
