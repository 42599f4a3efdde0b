// The cells of a decision table, from wherever it was written: a sheet, or the table of a decision model laid out as
// one.
#pragma once

#include "staysail/files/csv_table.hpp"

namespace staysail::decision {

struct TableCells {
  CsvTable csv;                                   // the hit policy, the headings, a row for each rule
  std::string decision;                           // of a model: the name of the decision; empty for a sheet
  std::size_t inputs = 0;                         // of a model: how many columns are inputs
  std::vector<std::vector<std::string>> symbols;  // of a model: the texts each output may give, the first first

  bool from_model() const { return !decision.empty(); }
  // What people call a cell: "cell B4" of a sheet, "decision Stage, rule 3, input 2" of a model. Rows count from 0.
  std::string name_of(std::size_t row, std::size_t column, std::uint64_t line) const;
};

// The only decision table of a model or, of several, that of the decision called as the file. What a sheet does not
// have is refused: default outputs, and tables without inputs or outputs that are named. Errors, with the place:
// malformed_file, unsupported, not_found, limit_exceeded.
Result<TableCells> cells_of_model(std::string_view xml, const std::string& file);

}  // namespace staysail::decision
