// Coders of columns and boosted trees as tables of a model's bytes, and back. Errors of reading: `malformed_record`;
// whether trees make sense is asked with BoostedTrees::validate() afterwards.
#pragma once

#include <string>
#include <vector>

#include "staysail/statistics/boosted_trees.hpp"
#include "staysail/warning/column_coder.hpp"
#include "warning/model_tables.hpp"

namespace staysail {

void append_coders(std::string& bytes, const std::vector<ColumnCoder>& coders);
void append_positions(std::string& bytes, const std::vector<statistics::Positions>& positions);
void append_relations(std::string& bytes, const statistics::BoostedTrees& trees);
void append_trees(std::string& bytes, const statistics::BoostedTrees& trees);

Result<std::vector<ColumnCoder>> read_coders(TableReader& tables);
Status read_positions(TableReader& tables, std::size_t columns, statistics::BoostedTrees& trees);
// After the positions.
Status read_relations(TableReader& tables, statistics::BoostedTrees& trees);
Status read_trees(TableReader& tables, statistics::BoostedTrees& trees);

}  // namespace staysail
