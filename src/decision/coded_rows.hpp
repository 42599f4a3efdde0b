// CodedRows: what a RowCodes holds.
#pragma once

#include <memory>
#include <vector>

#include "decision/bound_program.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::decision {

// The codes of one column: one byte each, or two; padded.
struct CodeColumn {
  std::vector<Column> sources;  // what the codes were made of: one column, or those a derived one is computed from
  CutPoints cuts;
  std::vector<std::uint8_t> narrow;
  std::vector<std::uint16_t> wide;

  std::uint32_t at(std::size_t row) const { return narrow.empty() ? wide[row] : narrow[row]; }
};

struct CodedRows {
  std::shared_ptr<const BoundProgram> program;
  std::size_t rows = 0, values_coded = 0;
  std::vector<std::shared_ptr<const CodeColumn>> columns;  // as the program's
};

// The frame suits the program; `previous` may be null. `cancelled` when the control says so.
Result<CodedRows> coded_rows(std::shared_ptr<const BoundProgram> program, const Batch& frame, Executor& executor,
                             const CodedRows* previous, const Control& control);

}  // namespace staysail::decision
