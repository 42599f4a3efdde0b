// BoundProgram: a graph of conditions with its names tied to columns and constants. What a column can be asked has
// become sets of codes; what no code can tell - arithmetic, functions, column against column - is a column of its own,
// computed by the evaluators and coded false, unknown, true.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/condition_graph.hpp"
#include "decision/cut_points.hpp"
#include "staysail/base/result.hpp"
#include "staysail/columns/schema.hpp"
#include "staysail/decision/value.hpp"

namespace staysail::decision {

// Codes of one byte go up to here; columns with more have two bytes.
inline constexpr std::uint32_t kNarrowCodes = 256;
inline constexpr std::uint32_t kMostCodes = 65536;

struct CodedColumn {
  std::string name;                 // of a derived column the text of its condition
  const GraphAtom* atom = nullptr;  // of a derived column
  CutPoints cuts;                   // of any other

  bool derived() const { return atom != nullptr; }
  std::uint32_t codes() const { return derived() ? 3 : cuts.codes(); }
  // The codes that rows of a column can have.
  std::uint32_t row_codes() const { return derived() ? 3 : cuts.null_code() + 1; }
  bool narrow() const { return codes() <= kNarrowCodes; }
};

struct BoundLeaf {
  std::uint32_t column = 0;
  CodeSet set;
};

struct BoundGroup {
  GraphKind kind = GraphKind::all;
  std::vector<std::uint32_t> children;
};

struct BoundProgram {
  static constexpr std::uint32_t kNever = 0xFFFFFFFF, kAlways = 0xFFFFFFFE;

  Inputs constants;
  std::vector<CodedColumn> columns;
  std::vector<BoundLeaf> leaves;     // nodes 0 .. leaves.size() - 1
  std::vector<BoundGroup> groups;    // the nodes after them, children before parents
  std::vector<std::uint32_t> roots;  // of each condition: a node, kNever or kAlways

  std::size_t nodes() const { return leaves.size() + groups.size(); }
  bool is_leaf(std::uint32_t node) const { return node < leaves.size(); }
  const BoundGroup& group(std::uint32_t node) const { return groups[node - leaves.size()]; }
};

// While a program is put together groups are numbered from here.
inline constexpr std::uint32_t kUncompactedGroup = 0x80000000;
// Only the columns and nodes that a root needs, groups numbered after the leaves.
BoundProgram compacted(BoundProgram program);

// The graph outlives the program. schema_mismatch when a name is neither a column nor a constant, or is of another type
// than it was compiled for; `user` is then the condition that wants it.
Result<BoundProgram> bind_graph(const ConditionGraph& graph, const Schema& schema, const Inputs& constants,
                                std::uint32_t& user);

}  // namespace staysail::decision
