// IndicatorStudy: what a past night's figures were made of, and what another catalogue would make of the same facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/indicators/catalogue_table.hpp"
#include "staysail/indicators/explain.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail {

// The evidence of today's facts beside the figure that the night kept: a correction that came later tells them apart.
struct NightEvidence {
  Evidence evidence;
  std::string kept;  // empty: null
  bool as_kept = true;
};

// Reads the store, writes nothing. Holds the population: as large as a night's. Immutable; any thread.
class IndicatorStudy {
 public:
  // The facts and entities that `store` holds, as of the night's day; `store` outlives the study. `catalog`: the model
  // with the custom tables of the mapping.
  static Result<IndicatorStudy> open(Store& store, const NightRecord& night, const ModelCatalog& catalog,
                                     Executor* executor = nullptr, const Control& control = {});

  // `playbook`: as playbook_of() loads it for the night. `not_found` with the nearest name for an unknown indicator
  // or subscription. All figures are computed once, since a rank or a band looks at all lines.
  Result<NightEvidence> explain(const Playbook& playbook, std::string_view indicator,
                                std::string_view subscription_id) const;
  // compare_catalogues() over this population.
  Result<std::vector<IndicatorChange>> compare(const Playbook& before, const Playbook& after) const;

 private:
  IndicatorStudy(Population population, Batch kept, Batch before, ComputeOptions options)
      : population_(std::move(population)),
        kept_(std::move(kept)),
        before_(std::move(before)),
        options_(std::move(options)) {}
  Result<IndicatorFrame> computed(const Catalogue& catalogue) const;

  Population population_;
  Batch kept_;    // the night's decision frame
  Batch before_;  // the clusters of the month before
  ComputeOptions options_;
};

}  // namespace staysail
