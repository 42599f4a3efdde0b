// Sorts the exposures of some customers, settles repetitions and crossings, and adds each customer to the cells it is
// in.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "staysail/evaluation/evaluation.hpp"

namespace staysail {

class ExposureWalk {
 public:
  explicit ExposureWalk(EvaluationTally& tally) : tally_(tally) {}
  Status read_outcomes(std::span<const Outcome> outcomes);
  Status read_exposures(Month period, std::span<const Exposure> exposures);
  void add_customers();

 private:
  // One customer and strategy after repetitions are folded together.
  struct Subject {
    const Exposure* first = nullptr;
    Arm arm = Arm::treated;
    bool contacted = false;
    bool accepted = false;
    bool crossed = false;
  };

  using Position = std::vector<const Exposure*>::const_iterator;
  Subject fold(Position begin, Position end);
  void add_customer(Position begin, Position end);
  void add_programme(const std::vector<Subject>& subjects, const Outcome& outcome);
  void add_to_cells(const StrategyId& strategy, const Subject& subject, const Outcome& outcome);
  const Outcome* outcome_of(const CustomerId& customer);

  EvaluationTally& tally_;
  std::vector<const Exposure*> exposures_;
  std::unordered_map<CustomerId, const Outcome*> outcomes_;
  std::size_t outcomes_used_ = 0;
};

}  // namespace staysail
