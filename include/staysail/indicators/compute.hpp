// Computing a catalogue over a population: one row a subscription, the same bytes for any executor and batch size.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/indicators/catalogue.hpp"
#include "staysail/view/population.hpp"

namespace staysail {

struct ComputeOptions {
  Executor* executor = nullptr;  // null: everything on the calling thread
  std::size_t batch_rows = 65536;
  Control control;
  // What was computed a month ago: subscription_id and columns of that frame, sorted by id; null or empty: nothing is
  // known. Clusters go on from it: each begins at the mean of last month's members, and keeps its number.
  const Batch* previous = nullptr;
};

// An indicator whose data the feeds do not hold: it is null for everyone, and so may be what is made of it. Or, when
// they are late, one that is computed from what there is.
struct MissingInput {
  std::string indicator;
  std::string input;   // "usage.active_days", "tickets", or an attribute of the subscription
  std::string reason;  // a sentence
  bool late = false;
};

struct IndicatorFrame {
  Batch columns;  // subscription_id, then Catalogue::schema(); rows as in Population::subscriptions()
  std::vector<MissingInput> missing;  // in catalogue order
};

// As of population.as_of(). Each fact table is read once, only the months that some window covers. A table without any
// row, and an attribute without any value, count as not fed: the indicator is null (its `empty` speaks of empty windows
// only) and named in `missing`. Errors: `amount_overflow` at the indicator's declaration, naming indicator and
// subscription, those of the store, `cancelled`.
Result<IndicatorFrame> compute_indicators(const Catalogue& catalogue, const Population& population,
                                          const ComputeOptions& options = {});

// What every rule of a playbook reads: the subscription's attributes, then the indicators; an indicator with the name
// of an attribute takes its place.
Result<Batch> decision_frame(const Batch& subscriptions, const Batch& indicators);
Schema decision_schema(const Schema& subscriptions, const Schema& indicators);

}  // namespace staysail
