#include "staysail/indicators/compute.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "failed_figure.hpp"
#include "measure_run.hpp"
#include "staysail/base/guard.hpp"
#include "workspace.hpp"

namespace staysail {
namespace indicators {
namespace {

// The fact measures of one table.
class TableRun {
 public:
  TableRun(Workspace& workspace, const Population& population, std::string table)
      : workspace_(workspace), population_(population), table_(std::move(table)) {
    const auto& plan = workspace.plan();
    for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
      const auto* measure = std::get_if<FactMeasure>(&plan.indicators[i].rule);
      if (measure != nullptr && measure->table == table_) (measure->ending.empty() ? open_ : closed_).push_back(i);
    }
  }

  // Measures whose window another one closes come after it.
  Status run() {
    STAYSAIL_TRY(const auto months, population_.months_of(table_));
    if (months.empty()) return leave_out("no feed holds rows of " + table_);
    STAYSAIL_TRY(auto chunks, facts_since(std::max(first_month(), months.front())));
    FactTable facts(*population_.catalog().find(table_), std::move(chunks), workspace_.as_of());
    STAYSAIL_CHECK(prepare(facts));
    STAYSAIL_CHECK(run(facts, open_));
    return run(facts, closed_);
  }

 private:
  const Indicator& indicator(std::size_t index) const { return workspace_.plan().indicators[index]; }
  const FactMeasure* ending_of(const FactMeasure& measure) const {
    if (measure.ending.empty()) return nullptr;
    return &measure_of(indicator(workspace_.plan().index.find(measure.ending)->second));
  }
  std::vector<std::size_t> all() const {
    auto all = open_;
    all.insert(all.end(), closed_.begin(), closed_.end());
    return all;
  }

  Month first_month() const {
    auto first = workspace_.as_of().month_of();
    for (const auto index : all()) {
      const auto& measure = measure_of(indicator(index));
      first = std::min(first,
                       first_month_of(measure, ending_of(measure), workspace_.as_of()).value_or(Month::from_index(0)));
    }
    return first;
  }

  // What the measures and their filters look at.
  std::vector<std::string> columns() const {
    std::set<std::string> names = {population_.catalog().find(table_)->dated_by};
    for (const auto index : all()) {
      const auto& measure = measure_of(indicator(index));
      names.insert({measure.attribute, measure.less});
      if (const auto& filter = workspace_.plan().expressions[index])
        names.insert(filter->names().begin(), filter->names().end());
    }
    return {names.begin(), names.end()};
  }

  // Each month is read by itself, so that several are unpacked at once.
  Result<std::vector<FactBatch>> facts_since(Month first) {
    const int months = workspace_.as_of().month_of() - first + 1;
    const auto names = columns();
    const auto facts_at = [&](std::size_t i) {
      return population_.facts(table_, first + static_cast<int>(i), first + static_cast<int>(i), names);
    };
    STAYSAIL_TRY(auto found, collect(workspace_.executor(), static_cast<std::size_t>(std::max(months, 0)), facts_at));
    std::vector<FactBatch> chunks;
    for (auto& month : found) std::move(month.begin(), month.end(), std::back_inserter(chunks));
    return chunks;
  }

  Status leave_out(const std::string& reason) {
    for (const auto index : all()) {
      workspace_.set(index, null_column(indicator(index).field, workspace_.rows()));
      workspace_.missing.push_back({indicator(index).name, table_, reason});
    }
    return ok();
  }

  Status prepare(FactTable& facts) {
    for (const auto index : all()) {
      const auto& measure = measure_of(indicator(index));
      const auto& filter = workspace_.plan().expressions[index];
      if (const auto ready = facts.prepare(measure, filter ? &*filter : nullptr); !ready)
        return failed_figure(indicator(index), {}, ready.error());
      facts.prepare(slots_.try_emplace(measure.grain, workspace_.ownership(), measure.grain).first->second);
    }
    return ok();
  }

  Status run(const FactTable& facts, const std::vector<std::size_t>& indices) {
    STAYSAIL_TRY(auto columns, collect(workspace_.executor(), indices.size(),
                                       [&](std::size_t i) { return compute(facts, indices[i]); }));
    for (std::size_t i = 0; i < indices.size(); ++i) {
      workspace_.set(indices[i], std::move(columns[i]));
      note_unfed(facts, indices[i]);
    }
    return workspace_.options().control.check();
  }

  Result<Column> compute(const FactTable& facts, std::size_t index) const {
    if (!fed(facts, index)) return null_column(indicator(index).field, workspace_.rows());
    const auto& measure = measure_of(indicator(index));
    MeasureTask task{&indicator(index),
                     &facts,
                     &slots_.find(measure.grain)->second,
                     workspace_.subscriptions().find("subscription_id"),
                     measure.ending.empty() ? nullptr : workspace_.find(measure.ending),
                     workspace_.as_of()};
    const auto partial = make_partial(measure.aggregate);
    map_chunks(task, 0, facts.size(), *partial);
    return finish_measure(task, *partial);
  }

  bool fed(const FactTable& facts, std::size_t index) const {
    const auto& measure = measure_of(indicator(index));
    return measure.attribute.empty() || facts.values(measure.attribute).fed;
  }
  void note_unfed(const FactTable& facts, std::size_t index) {
    const auto name = table_ + "." + measure_of(indicator(index)).attribute;
    if (!fed(facts, index))
      workspace_.missing.push_back({indicator(index).name, name, "no row has a value of " + name});
    else if (measure_of(indicator(index)).until_feed) note_late(facts, index, name);
  }
  // A closed cycle of which nothing came is a feed that is late, not a month without a call.
  void note_late(const FactTable& facts, std::size_t index, const std::string& name) {
    const Day until = facts.covered_until(measure_of(indicator(index)).attribute);
    if (until >= workspace_.as_of().month_of().first_day()) return;
    workspace_.missing.push_back(
        {indicator(index).name, name, name + " is known until " + (until - 1).to_string() + " only", true});
  }

  Workspace& workspace_;
  const Population& population_;
  std::string table_;
  std::vector<std::size_t> open_, closed_;
  std::map<Grain, OwnerSlots> slots_;
};

// In order of first use.
std::vector<std::string> tables_of(const Catalogue::Plan& plan) {
  std::vector<std::string> tables;
  for (const auto& indicator : plan.indicators) {
    const auto* measure = std::get_if<FactMeasure>(&indicator.rule);
    if (measure != nullptr && std::find(tables.begin(), tables.end(), measure->table) == tables.end())
      tables.push_back(measure->table);
  }
  return tables;
}

Status compute_facts(Workspace& workspace, const Population& population) {
  const auto tables = tables_of(workspace.plan());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    STAYSAIL_CHECK(TableRun(workspace, population, tables[i]).run());
    workspace.options().control.report("indicators", i + 1, tables.size() + 1);
  }
  return ok();
}

Status compute_rest(Workspace& workspace) {
  for (const auto index : workspace.plan().order) {
    STAYSAIL_CHECK(workspace.options().control.check());
    STAYSAIL_CHECK(compute_derived(workspace, index));
  }
  return ok();
}

void sort_missing(const Catalogue::Plan& plan, std::vector<MissingInput>& missing) {
  const auto position = [&](const MissingInput& one) { return plan.index.find(one.indicator)->second; };
  std::stable_sort(missing.begin(), missing.end(),
                   [&](const auto& a, const auto& b) { return position(a) < position(b); });
}

}  // namespace
}  // namespace indicators

Result<IndicatorFrame> compute_indicators(const Catalogue& catalogue, const Population& population,
                                          const ComputeOptions& options) {
  const auto ownership = indicators::ownership_of(population);
  indicators::Workspace workspace(catalogue.plan(), population.subscriptions(), ownership, population.as_of(), options);
  STAYSAIL_CHECK(indicators::compute_facts(workspace, population));
  STAYSAIL_CHECK(indicators::compute_rest(workspace));
  STAYSAIL_TRY(auto columns, workspace.finish());
  indicators::sort_missing(catalogue.plan(), workspace.missing);
  return IndicatorFrame{std::move(columns), std::move(workspace.missing)};
}

Result<Batch> decision_frame(const Batch& subscriptions, const Batch& indicators) {
  auto columns = subscriptions.columns();
  for (const auto& column : indicators.columns()) {
    const auto same = [&](const Column& other) { return other.field().name == column.field().name; };
    const auto found = std::find_if(columns.begin(), columns.end(), same);
    if (found == columns.end()) columns.push_back(column);
    else *found = column;
  }
  return Batch::of(std::move(columns));
}

Schema decision_schema(const Schema& subscriptions, const Schema& indicators) {
  auto fields = subscriptions.fields();
  for (const auto& field : indicators.fields()) {
    const auto found = subscriptions.find(field.name);
    if (found) fields[*found] = field;
    else fields.push_back(field);
  }
  return Schema::of(std::move(fields)).value_or(Schema());
}

}  // namespace staysail
