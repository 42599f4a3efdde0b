// Evaluation: treated against hold-out, in the four-function form. map() reads exposures and outcomes of whole
// customers, merge() joins partitions (cities make a province), finish() estimates effects; every number is an exact
// sum until then, so the report does not depend on the order of rows or on how customers were partitioned.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "staysail/base/money.hpp"
#include "staysail/base/result.hpp"
#include "staysail/evaluation/effect.hpp"
#include "staysail/evaluation/exposure.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/statistics/exact_moments.hpp"

namespace staysail {

struct EvaluationOptions {
  Currency currency = CNY;
  int revenue_scale = 3;    // decimals of the revenues in outcomes
  bool of_leavers = false;  // the customers had left before: who is kept came back, and the sentences say so
  double confidence = 0.95;
  std::uint64_t minimum_arm = 30;  // customers in each arm below which no effect is claimed
  // Basis points held out by plan; without it the sample-ratio test is not made.
  std::optional<std::uint32_t> planned_hold_out;
  double sample_ratio_alarm = 0.001;            // p-value below which the arms are called mismatched
  std::uint32_t tolerated_contamination = 500;  // basis points of the hold-out
  ReadableNames names;                          // what the sentences call strategies, segments and stages

  // `invalid_argument` that says which option cannot be used and why.
  Status validate() const;
};

// Exact sums of one period. Owned by one thread.
class EvaluationTally {
 public:
  // All exposures and outcomes of some customers. `invalid_argument` for an exposure of another period, without
  // customer or without strategy; `conflict` for two different outcomes of one customer, `amount_overflow` for a
  // revenue past 62 bits.
  static Result<EvaluationTally> map(Month period, std::span<const Exposure> exposures,
                                     std::span<const Outcome> outcomes);
  // `other`: other customers of the same period; `invalid_argument` for another period.
  Status merge(const EvaluationTally& other);
  Result<EvaluationReport> finish(const EvaluationOptions& options) const;

  struct ArmTally {
    ArmCounts counts;
    statistics::ExactMoments revenue_after;
    statistics::ExactMoments revenue_change;
    void merge(const ArmTally& other);
  };
  struct CellTally {
    ArmTally treated;
    ArmTally held_out;
  };

 private:
  friend class ExposureWalk;  // src/evaluation: fills the tally

  EvaluationReport counts_;  // its effects stay empty
  std::map<EffectCell, CellTally> cells_;
};

// map and finish in one call, for a population that is in one place.
Result<EvaluationReport> evaluate(Month period, std::span<const Exposure> exposures, std::span<const Outcome> outcomes,
                                  const EvaluationOptions& options);

}  // namespace staysail
