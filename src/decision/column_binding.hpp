// Ties the names of a tree to the columns of a batch, and lanes to the columns that leave.
#pragma once

#include <functional>

#include "decision/lane_evaluator.hpp"
#include "staysail/base/result.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::decision {

// The source of each name: a column of the batch, else a constant. schema_mismatch when a name is in neither or its
// type is not the one the expression was compiled for. "?" is left without a source: a table hands its lane in.
Result<std::vector<NameSource>> bind_columns(const Tree& tree, const Batch& batch, const Inputs& constants);

// The rows of a lane onto the end of a column.
Status append_lane(ColumnBuilder& builder, const Lane& lane);

}  // namespace staysail::decision
