// Clusters as conditions that a reader understands and a decision table or strategy can use.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/statistics/rule_tree.hpp"

namespace staysail {

struct ClusterRule {
  std::uint16_t cluster = 0;
  std::string when;        // FEEL over the columns: "arpu > 40 and data <= 2", or several in brackets with "or"
  std::uint64_t rows = 0;  // of the cluster
  double fidelity = 0;     // share of all rows that the condition puts on the right side
  double precision = 0;    // share of the rows it holds for that are of the cluster; 0 where it holds for none
  double recall = 0;       // share of the cluster's rows that it holds for
};

// One rule for each of `clusters` clusters, each by a tree of its own (in or out, both weighing alike), counted over
// all rows. `columns`: names of numbers, booleans or days of `frame`. Errors as RuleTree::grow(), `schema_mismatch` for
// a name that is not there.
Result<std::vector<ClusterRule>> cluster_rules(const Batch& frame, const std::vector<std::string>& columns,
                                               std::span<const std::uint16_t> labels, std::size_t clusters,
                                               const statistics::RuleTreeOptions& options = {});

}  // namespace staysail
