// Expression: one FEEL expression, compiled once against a scope and evaluated for one customer or for a column of
// them.
//
// Both evaluators give the same value for the same inputs, nulls included: the standard's semantics, whatever the
// profile. Immutable, cheap to copy, safe to use from many threads. No host code can be called.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/decision/scope.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

inline constexpr std::size_t kMaxExpressionBytes = 64 * 1024;
inline constexpr int kMaxExpressionNesting = 64;
// Operators in one chain without parentheses ("a + b + c ..."); `and` and `or` chains count once.
inline constexpr int kMaxExpressionChain = 500;

enum class Profile : std::uint8_t {
  strict,    // playbooks: an operator or function that can only give null is an error
  standard,  // the standard's own: such an expression compiles and gives null
};

enum class WarningKind : std::uint8_t {
  mixed_logic,       // `and` beside `or` without parentheses; `subject`: the same with them
  unproven,          // gaps and overlaps could not be proven; `subject`: the test or input for which, empty: the table
  possible_gap,      // perhaps no rule holds for the inputs `subject`
  null_gap,          // no rule holds for `subject`, where something is null
  possible_overlap,  // perhaps two rules hold for `subject`
  masked,            // of a rule: the rules above it take all that it takes
};

struct Warning {
  Place place;
  std::string message;  // says what to write instead
  WarningKind kind = WarningKind::mixed_logic;
  std::string subject;
};

// One condition of an explanation.
struct Condition {
  std::string text;    // as written: "arpu_3m >= 50"
  std::string actual;  // "arpu_3m = 49.9"; several names are parted by ", "
  std::string bound;   // what it was held against, as FEEL text: "50"; empty when the condition has no sides
  Value holds;         // true, false, or null
  Place place;
};

class Expression {
 public:
  // `origin` is the place of the text's first character; errors and warnings are placed from there (columns count
  // characters). Errors: syntax_error, unknown_name, type_mismatch, limit_exceeded.
  static Result<Expression> compile(std::string_view text, const Scope& scope, Place origin = {},
                                    Profile profile = Profile::strict);
  // A decision table's cell: unary tests (`>= 60`, `[3..12)`, `"a","b"`, `not(1)`, `-`) of an input of type `input`,
  // which the tests may call `?`. Evaluate with the input given under the name "?".
  static Result<Expression> compile_tests(std::string_view text, const FeelType& input, const Scope& scope,
                                          Place origin = {}, Profile profile = Profile::strict);

  const std::string& text() const;
  const Place& origin() const;
  const FeelType& type() const;
  // Names of the scope that are used, in order of first use.
  const std::vector<std::string>& names() const;
  // Mixed `and` and `or` without parentheses.
  const std::vector<Warning>& warnings() const;
  // The value, when it depends on no name.
  const Value* constant() const;

  Value evaluate(const Inputs& inputs) const;

  // One value a row, as a column under `result` (name, type, and the scale numbers are rounded to half-even). Names
  // that are no column of the batch are taken from `constants`. Errors: schema_mismatch (a name is in neither, or a
  // column's type is not the scope's), type_mismatch (the values do not suit `result`), amount_overflow.
  Result<Column> evaluate(const Batch& batch, const Field& result, const Inputs& constants = {}) const;
  // 1 where the expression is true, 0 where it is false or null.
  Result<std::vector<std::uint8_t>> matches(const Batch& batch, const Inputs& constants = {}) const;
  // Any value a row. Slow: for what no column can hold.
  Result<ValueList> values(const Batch& batch, const Inputs& constants = {}) const;

  // Why the expression has its value: the fewest conditions that decide it, in the order they were written. For a false
  // `and` the conditions that fail; for a true `or` the first that holds.
  std::vector<Condition> explain(const Inputs& inputs) const;
  // Every condition of the expression, whether it decides or not.
  std::vector<Condition> conditions(const Inputs& inputs) const;

 private:
  friend class DecisionTable;    // cells share one program form with expressions
  friend struct ExpressionTree;  // src/decision: what reads conditions without evaluating them
  friend class ConditionSet;     // conditions that are evaluated together
  friend class BoundConditions;
  struct Program;
  explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  static Result<Expression> build(std::string_view text, const Scope& scope, Place origin, Profile profile, bool tests);
  // Tests of a cell: "?" is `asked`.
  Value evaluate_asked(const Inputs& inputs, const Value& asked) const;
  // An error of evaluation, at the place of the expression.
  Error placed(const Error& error) const;
  std::shared_ptr<const Program> program_;
};

}  // namespace staysail
