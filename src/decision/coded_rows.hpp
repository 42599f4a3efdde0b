// CodedRows: what a RowCodes holds.
#pragma once

#include <memory>
#include <vector>

#include "decision/bound_program.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::decision {

// Codes are padded to whole words of so many rows.
inline constexpr std::size_t kWordRows = 64;

// The codes of one column: one byte each, or two.
struct CodeColumn {
  std::vector<Column> sources;  // what the codes were made of: one column, or those a derived one is computed from
  CutPoints cuts;
  std::vector<std::uint8_t> narrow;
  std::vector<std::uint16_t> wide;

  std::uint32_t at(std::size_t row) const { return narrow.empty() ? wide[row] : narrow[row]; }
};

// The order in which the members of groups are looked at: in `all` groups those first that rule out most rows.
struct Schedule {
  std::vector<std::vector<std::uint32_t>> groups;  // of each group its members
  std::vector<std::vector<std::uint32_t>> roots;   // of each condition: it holds where all of these do
};

struct CodedRows {
  std::shared_ptr<const BoundProgram> program;
  std::size_t rows = 0, values_coded = 0;
  std::vector<std::shared_ptr<const CodeColumn>> columns;  // as the program's
  Schedule schedule;
};

// The frame suits the program; `previous` may be null. `cancelled` when the control says so.
Result<CodedRows> coded_rows(std::shared_ptr<const BoundProgram> program, const Batch& frame, Executor& executor,
                             const CodedRows* previous, const Control& control);

// From a sample of the rows.
Schedule schedule_of(const BoundProgram& program, const CodedRows& rows);

}  // namespace staysail::decision
