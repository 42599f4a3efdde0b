// Scores are no better than the facts they are made of: what is made of too old ones is not shown.
#include <algorithm>
#include <set>

#include "night_run.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::cycle {
namespace {

// The fact tables that an indicator is made of, by way of others too.
std::set<std::string> tables_of(const Catalogue& catalogue, const std::string& name) {
  std::set<std::string> tables, seen;
  std::vector<std::string> open = {name};
  while (!open.empty()) {
    const Indicator* indicator = catalogue.find(open.back());
    open.pop_back();
    if (indicator == nullptr || !seen.insert(indicator->name).second) continue;
    if (const auto* measure = std::get_if<FactMeasure>(&indicator->rule)) tables.insert(measure->table);
    open.insert(open.end(), indicator->inputs.begin(), indicator->inputs.end());
  }
  return tables;
}

// The last day of the latest month of which the store has facts; as_of at most.
Result<std::optional<Day>> end_of_facts(const Population& population, const std::string& table) {
  STAYSAIL_TRY(const auto months, population.months_of(table));
  const auto after = std::upper_bound(months.begin(), months.end(), population.as_of().month_of());
  if (after == months.begin()) return std::optional<Day>();
  return std::optional<Day>(std::min(std::prev(after)->last_day(), population.as_of()));
}

// Why the score is not fresh; empty where it is. A table without facts is missing, not old.
Result<std::string> staleness_of(const Population& population, const Catalogue& catalogue, const std::string& score,
                                 int days) {
  for (const auto& table : tables_of(catalogue, score)) {
    STAYSAIL_TRY(const auto end, end_of_facts(population, table));
    if (end && population.as_of() - *end > days)
      return "the facts of " + table + " end on " + end->to_string() + ", more than " + std::to_string(days) +
             " days before " + population.as_of().to_string();
  }
  return std::string();
}

Column nulls_like(const Column& column) {
  ColumnBuilder builder(column.field());
  for (std::size_t row = 0; row < column.size(); ++row) builder.append_null();
  return builder.finish();
}

std::vector<std::string> names_of(const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (const auto& indicator : catalogue.indicators()) names.push_back(indicator.name);
  return names;
}

}  // namespace

Status NightRun::keep_fresh(const Catalogue& catalogue, IndicatorFrame& frame) {
  std::set<std::string> stale;
  for (const auto& [score, days] : view_rules_.fresh()) {
    if (catalogue.find(score) == nullptr)
      return Error(Errc::playbook_invalid, parts_.playbook + "/view.toml: [fresh] names no indicator: " + score +
                                               did_you_mean(score, names_of(catalogue)));
    STAYSAIL_TRY(const std::string reason, staleness_of(*population_, catalogue, score, days));
    if (reason.empty()) continue;
    stale.insert(score);
    frame.missing.push_back(MissingInput{score, "", reason, false});
  }
  if (stale.empty()) return ok();
  // What is made of a stale score is no fresher.
  for (const std::size_t index : catalogue.evaluation_order()) {
    const Indicator& indicator = catalogue.indicators()[index];
    const auto old = std::find_if(indicator.inputs.begin(), indicator.inputs.end(),
                                  [&](const std::string& input) { return stale.count(input) != 0; });
    if (old != indicator.inputs.end() && stale.insert(indicator.name).second)
      frame.missing.push_back(MissingInput{indicator.name, *old, "it is made of " + *old + ", which is stale", false});
    const Column* column = frame.columns.find(indicator.name);
    if (stale.count(indicator.name) == 0 || column == nullptr) continue;
    STAYSAIL_TRY(frame.columns, frame.columns.with(nulls_like(*column)));
  }
  return ok();
}

}  // namespace staysail::cycle
