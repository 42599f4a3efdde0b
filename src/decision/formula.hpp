// Formula: one FEEL expression of a decision model in the standard mode, compiled once. Immutable; safe to use from
// many threads.
#pragma once

#include "decision/environment.hpp"
#include "decision/evaluation.hpp"
#include "decision/parser.hpp"

namespace staysail::decision {

class Formula {
 public:
  static Result<Formula> compile(std::string_view text, const Scope& scope, const Place& origin);
  // Unary tests of a value of this type.
  static Result<Formula> compile_tests(std::string_view text, const FeelType& asked, const Scope& scope,
                                       const Place& origin);

  Value evaluate(const Environment& environment, Evaluation& evaluation) const {
    return run(environment, evaluation, nullptr);
  }
  // Of tests.
  bool holds(const Value& asked, const Environment& environment, Evaluation& evaluation) const {
    return run(environment, evaluation, &asked).is_true();
  }
  const FeelType& type() const { return tree_->root->type; }

 private:
  explicit Formula(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
  static Result<Formula> build(std::string_view text, const Scope& scope, const Place& origin, bool tests);
  Value run(const Environment& environment, Evaluation& evaluation, const Value* asked) const;

  std::shared_ptr<const Tree> tree_;
};

}  // namespace staysail::decision
