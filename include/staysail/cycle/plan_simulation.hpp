// Simulation: what a playbook would do with the customers of a past night, counted before anything is issued.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/salted_sample.hpp"
#include "staysail/store/store.hpp"
#include "staysail/strategy/plan.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail {

struct SimulationOptions {
  // Of the customers, in basis points: whole customers by a hash of their ids, so that the same are taken each time. A
  // budget counts by the same share, rounded half up.
  std::uint32_t share = statistics::kWholeShare;
  std::string salt = "simulation";
  double confidence = 0.95;
  Executor* executor = nullptr;
  Control control;

  // `invalid_argument` for a share of nothing or of more than the whole, a sample without a salt, a confidence outside
  // (0, 1).
  Status validate() const;
};

// How many pairs of line and strategy ended in one way.
struct SimulatedCount {
  StrategyId strategy;              // empty: all strategies together
  Verdict ended = Verdict::task;    // no_match: pairs whose condition does not hold
  std::uint64_t counted = 0;        // in the sample
  double expected = 0;              // among all lines
  statistics::Interval interval{};  // for `expected`; [counted, counted] without sampling
};

struct PlanSimulation {
  std::uint64_t lines = 0, customers = 0;                  // of the night
  std::uint64_t sampled_lines = 0, sampled_customers = 0;  // that were looked at
  Batch funnel;                                            // funnel_frame(), of those
  std::vector<SimulatedCount> counts;                      // by strategy as in the funnel, then verdict
};

// Nothing is written. Stages, segments and warnings are as the night found them; what is tried are the playbook's
// strategies and contact rules. Contacts and consents are those that the store knows up to the night's day; the BOSS is
// not asked: it refuses what it refused that night. With the night's own playbook and no sampling the funnel is the
// night's.
//
// An interval is Wilson's at the size that the sample is worth: the lines of a customer come together, so as many
// independent lines as give the variance found between customers. `store`, `catalog`: of the night. `not_found` for a
// record without a frame; `schema_mismatch` for rules that need a column that the night did not compute; errors of the
// store and of make_plan().
Result<PlanSimulation> simulate_plan(Store& store, const ModelCatalog& catalog, const NightRecord& night,
                                     const Playbook& playbook, const SimulationOptions& options = {});

}  // namespace staysail
