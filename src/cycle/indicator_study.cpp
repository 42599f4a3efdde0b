#include "staysail/cycle/indicator_study.hpp"

namespace staysail {
namespace {

// A figure that the night did not have is null there; so is a line that came later.
std::string kept_figure(const Batch& kept, const std::string& indicator, std::string_view subscription_id) {
  const Column* column = kept.find(indicator);
  const auto row = row_of(kept, subscription_id);
  return column == nullptr || !row ? std::string() : column->value_text(*row);
}

// Of the month before, the clusters whose numbers the night went on with.
Result<Batch> clusters_before(Store& store, const NightRecord& night) {
  NightReading reading{{&NightRecord::decision}, {"subscription_id"}};
  for (const auto& name : night.indicators) {
    const Column* column = night.decision.find(name);
    if (column != nullptr && column->field().unit == "cluster") reading.decision.push_back(name);
  }
  if (reading.decision.size() == 1) return Batch();
  STAYSAIL_TRY(auto before, NightRecord::load(store, night.period() - 1, reading));
  return before ? std::move(before->decision) : Batch();
}

}  // namespace

Result<IndicatorStudy> IndicatorStudy::open(Store& store, const NightRecord& night, const ModelCatalog& catalog,
                                            Executor* executor, const Control& control) {
  STAYSAIL_TRY(auto population, Population::load(store, catalog, night.as_of, control, executor));
  STAYSAIL_TRY(auto before, clusters_before(store, night));
  ComputeOptions options;
  options.executor = executor;
  options.control = control;
  return IndicatorStudy(std::move(population), night.decision, std::move(before), std::move(options));
}

Result<IndicatorFrame> IndicatorStudy::computed(const Catalogue& catalogue) const {
  ComputeOptions options = options_;
  options.previous = &before_;
  return compute_indicators(catalogue, population_, options);
}

Result<NightEvidence> IndicatorStudy::explain(const Playbook& playbook, std::string_view indicator,
                                              std::string_view subscription_id) const {
  const Catalogue& catalogue = playbook.indicators();
  STAYSAIL_TRY(const auto frame, computed(catalogue));
  NightEvidence found;
  STAYSAIL_TRY(found.evidence, explain_indicator(catalogue, population_, frame, indicator, subscription_id));
  found.kept = kept_figure(kept_, found.evidence.indicator, subscription_id);
  found.as_kept = found.kept == found.evidence.value;
  return found;
}

Result<std::vector<IndicatorChange>> IndicatorStudy::compare(const Playbook& before, const Playbook& after) const {
  STAYSAIL_TRY(const auto was, computed(before.indicators()));
  STAYSAIL_TRY(const auto is, computed(after.indicators()));
  return compare_catalogues(before.indicators(), was, after.indicators(), is);
}

}  // namespace staysail
