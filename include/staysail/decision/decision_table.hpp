// DecisionTable: rules as rows of a CSV sheet that a business reader can check.
//
//   hit=F
//   when: tenure_months,when: status,then: stage,note: why
//   <= 3,-,"""onboarding""",the first bill is still to come
//   > 3,"""active"",""barred""","""maturity""",
//
// The first cell says the hit policy. Cells under `when:` are unary tests of that column's expression (`>= 60`,
// `[3..12)`,
// `"a","b"`, `not(1)`, `-` for any, `null`), cells under `then:` are FEEL expressions; columns `note:` are for people.
// Rows whose first cell begins with # are comments. Rules are known by their line in the file.
//
// A file ".dmn" is the same in the standard's XML: the table of its one decision or, of several, of the decision called
// as the file. Types and input values are the scope's, so that those of the model are not looked at; output values rank
// for P and O; default outputs are refused. Rules are known by their number, and errors say "decision Stage, rule 3,
// input 2".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail {

enum class HitPolicy : std::uint8_t {
  unique,         // U: at most one rule holds
  first,          // F: the first that holds
  any,            // A: those that hold agree
  priority,       // P: the one whose outputs come first, the first output before the second, by the symbols that the
                  // scope (or the model) has for their names
  collect,        // C: a list of what each rule gives
  rule_order,     // R: the same
  output_order,   // O: the same, ordered as P ranks
  collect_sum,    // C+: numbers are added, texts joined by ";" in the order of the rules
  collect_min,    // C<
  collect_max,    // C>
  collect_count,  // C#: how many rules hold
};

struct Decision {
  Inputs outputs;                    // every output name; null where no rule holds
  std::vector<std::uint32_t> rules;  // lines (of a model: numbers) of the rules that gave the outputs, in their order
};

// How one rule fared.
struct RuleTrace {
  std::uint32_t line = 0;
  Value holds;                        // true, false or null
  std::vector<Condition> conditions;  // one for each cell that asks something
};

// Immutable, cheap to copy, safe to use from many threads.
class DecisionTable {
 public:
  // Where `path` is not there, a model of the same name beside it (".dmn") is read. Errors name file, line and cell:
  // malformed_file, syntax_error, unknown_name, type_mismatch; io_failed; conflict when both files are there.
  static Result<DecisionTable> load(const std::string& path, const Scope& scope, Profile profile = Profile::strict);
  // `name` stands for the file in errors, and says by ".dmn" that the text is a model.
  static Result<DecisionTable> parse(std::string_view text, std::string name, const Scope& scope,
                                     Profile profile = Profile::strict);

  const std::string& name() const;
  HitPolicy hit_policy() const;
  std::size_t rule_count() const;
  // What the rule is known by: its line in a sheet, its number in a model.
  std::uint32_t line_of(std::size_t rule) const;
  const Place& place_of(std::size_t rule) const;
  // Texts of the `when:` columns.
  std::vector<std::string> inputs() const;
  // Names of the `then:` columns, and what is known of their values.
  const std::vector<std::string>& outputs() const;
  const FeelType& output_type(std::size_t output) const;
  // What a rule gives, when it depends on nothing.
  const Value* constant_output(std::size_t rule, std::size_t output) const;
  // Names of the scope that any cell uses, sorted.
  std::vector<std::string> names() const;
  // Where the heading or the first cell begins that uses a name; line 0 when none does.
  Place use_of(std::string_view name) const;
  const std::vector<Warning>& warnings() const;

  // One customer. `table_overlap` when two rules hold and the policy forbids it.
  Result<Decision> decide(const Inputs& inputs) const;
  // A column of them: the outputs and `rule`, the line of the (first) rule that holds, null where none does. Texts,
  // dates and booleans become columns of their type, numbers get the most decimals their cells write; `declared`
  // overrides by name and is needed for numbers that are computed. Errors: as Expression::evaluate; `table_overlap`
  // with an example; `unsupported` for policy C and for outputs that no column holds.
  Result<Batch> decide(const Batch& batch, const Inputs& constants = {}, std::span<const Field> declared = {}) const;
  // For each rule, 1 in the rows where it holds: what policy C needs of a batch.
  Result<std::vector<std::vector<std::uint8_t>>> holds(const Batch& batch, const Inputs& constants = {}) const;

  // Every rule, in order, with its conditions.
  std::vector<RuleTrace> explain(const Inputs& inputs) const;

  // Whether some rule holds for every input (`table_gap`) and, where the policy asks it, no two do (`table_overlap`);
  // the error shows an input that falls through. Findings: what could not be proven, and nulls that fall through.
  Result<std::vector<Warning>> check_complete() const;

  struct Sheet;  // src/decision

 private:
  class Run;
  class Decider;
  class Coverage;
  explicit DecisionTable(std::shared_ptr<const Sheet> sheet) : sheet_(std::move(sheet)) {}
  // The values of the inputs for one customer, and which rules the policy takes.
  std::vector<Value> asked(const Inputs& inputs) const;
  Value rule_holds(std::size_t rule, const Inputs& inputs, const std::vector<Value>& asked) const;
  Result<std::vector<std::size_t>> holding(const Inputs& inputs) const;
  bool agree(std::size_t a, std::size_t b, const Inputs& inputs) const;
  Value gathered(std::size_t output, const std::vector<std::size_t>& hits, const Inputs& inputs) const;
  std::shared_ptr<const Sheet> sheet_;
};

}  // namespace staysail
