// What a hazard model holds.
#pragma once

#include <string>
#include <vector>

#include "staysail/statistics/boosted_trees.hpp"
#include "staysail/statistics/tree_scorer.hpp"
#include "staysail/warning/column_coder.hpp"
#include "staysail/warning/hazard_model.hpp"

namespace staysail {

// Features are the columns, then stretches of months with us, then, where it is told, months to the contract's end.
struct HazardModel::State {
  struct Kind {
    std::vector<double> paces;  // by tenure code: the hazard of its months over that of their stretch
    statistics::BoostedTrees trees;
    statistics::TreeScorer scorer;
  };
  HazardTraining training;
  std::vector<ColumnCoder> columns;  // in the order of their names
  std::vector<Kind> kinds;           // as those of the card
  HazardCard card;

  bool reads_contract() const { return !training.contract_end.empty(); }
  std::size_t features() const { return columns.size() + (reads_contract() ? 2 : 1); }
};

}  // namespace staysail
