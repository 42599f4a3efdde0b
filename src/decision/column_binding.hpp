// Ties the names of a tree to the columns of a batch, and lanes to the columns that leave.
#pragma once

#include <functional>

#include "decision/lane_evaluator.hpp"
#include "staysail/base/result.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::decision {

// schema_mismatch when a name is neither a column nor a constant, or is not of the type it was compiled for.
Status check_name(const std::string& name, const FeelType& type, const Schema& schema, const Inputs& constants);

// The source of each name: a column of the batch, else a constant; errors of check_name(). "?" is left without one: a
// table hands its lane in.
Result<std::vector<NameSource>> bind_columns(const Tree& tree, const Batch& batch, const Inputs& constants);

// The rows of a lane onto the end of a column.
Status append_lane(ColumnBuilder& builder, const Lane& lane);

}  // namespace staysail::decision
