#include "staysail/cycle/indicator_study.hpp"

namespace staysail {
namespace {

// A figure that the night did not have is null there; so is a line that came later.
std::string kept_figure(const Batch& kept, const std::string& indicator, std::string_view subscription_id) {
  const Column* column = kept.find(indicator);
  const auto row = row_of(kept, subscription_id);
  return column == nullptr || !row ? std::string() : column->value_text(*row);
}

}  // namespace

Result<IndicatorStudy> IndicatorStudy::open(Store& store, const NightRecord& night, const ModelCatalog& catalog,
                                            Executor* executor, const Control& control) {
  STAYSAIL_TRY(auto population, Population::load(store, catalog, night.as_of, control, executor));
  ComputeOptions options;
  options.executor = executor;
  options.control = control;
  return IndicatorStudy(std::move(population), night.decision, std::move(options));
}

Result<NightEvidence> IndicatorStudy::explain(const Playbook& playbook, std::string_view indicator,
                                              std::string_view subscription_id) const {
  const Catalogue& catalogue = playbook.indicators();
  STAYSAIL_TRY(const auto frame, compute_indicators(catalogue, population_, options_));
  NightEvidence found;
  STAYSAIL_TRY(found.evidence, explain_indicator(catalogue, population_, frame, indicator, subscription_id));
  found.kept = kept_figure(kept_, found.evidence.indicator, subscription_id);
  found.as_kept = found.kept == found.evidence.value;
  return found;
}

Result<std::vector<IndicatorChange>> IndicatorStudy::compare(const Playbook& before, const Playbook& after) const {
  STAYSAIL_TRY(const auto was, compute_indicators(before.indicators(), population_, options_));
  STAYSAIL_TRY(const auto is, compute_indicators(after.indicators(), population_, options_));
  return compare_catalogues(before.indicators(), was, after.indicators(), is);
}

}  // namespace staysail
