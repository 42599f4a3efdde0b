// TotalTable: a decision table that must have an answer for everyone: stages, segments, levels.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/decision/decision_table.hpp"

namespace staysail {

// A column that a table must have.
struct TableOutput {
  TableOutput(const char* column, std::vector<std::string> known = {}) : name(column), texts(std::move(known)) {}
  std::string name;
  std::vector<std::string> texts;  // the texts it may give; empty: any
};

// Immutable, cheap to copy, safe to use from many threads.
class TotalTable {
 public:
  // Errors: those of DecisionTable::load; `playbook_invalid` for a hit policy that gathers what several rules give;
  // `table_gap` with an example when the table provably leaves a case open;
  // `unknown_name` when it lacks one of `outputs`, or a rule gives a text that its output does not know.
  static Result<TotalTable> load(const std::string& path, const Scope& scope, const std::vector<TableOutput>& outputs);

  // `table_gap` with the values of the inputs when no rule holds.
  Result<Decision> decide(const Inputs& inputs) const;
  // As DecisionTable::decide; `table_gap` naming the row by its column `who`, with the values of the inputs.
  Result<Batch> decide(const Batch& batch, const Inputs& constants, std::string_view who) const;

  const DecisionTable& table() const { return table_; }
  // The texts that an output gives, in the order of the rules; empty when a rule computes one.
  std::vector<std::string> texts_of(std::string_view output) const;

 private:
  explicit TotalTable(DecisionTable table) : table_(std::move(table)) {}
  Error gap(const Inputs& inputs, const std::string& whose) const;
  DecisionTable table_;
};

// The text that a decision gave under a name; empty for null and for what is no text.
std::string text_output(const Decision& decision, std::string_view output);

}  // namespace staysail
