#include "staysail/indicators/explain.hpp"

#include <algorithm>

#include "measure_run.hpp"
#include "rule_text.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail {
namespace indicators {
namespace {

// Stands in the place of an accumulator and keeps which rows one subscription's figure would take in.
class RowCollector final : public MeasurePartial {
 public:
  RowCollector(const std::array<std::uint32_t, 3>& seen, bool shared) : seen_(seen), used_(shared ? seen.size() : 1) {}

  void map(const FactRows& rows) override {
    for (std::uint32_t row = 0; row < rows.slots.size(); ++row)
      if (is_seen(rows.slots[row]) && (rows.keep == nullptr || rows.keep[row] != 0) &&
          (rows.nulls == nullptr || !rows.nulls->is_null(row)))
        rows_.push_back(row);
  }
  void merge(const MeasurePartial&) override {}
  Status finish(const OwnerSlots&, std::size_t, bool, const FinishRule&, const FinishSink&) const override {
    return ok();
  }
  std::vector<std::uint32_t> take() { return std::exchange(rows_, {}); }

 private:
  bool is_seen(std::uint32_t slot) const {
    return slot != kNoRow && std::find(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(used_), slot) !=
                                 seen_.begin() + static_cast<std::ptrdiff_t>(used_);
  }
  std::array<std::uint32_t, 3> seen_;
  std::size_t used_;
  std::vector<std::uint32_t> rows_;
};

// A month is told by its name; the one that files the fact is told once.
FactUsed fact_at(const TableDescription& table, const FactBatch& facts, std::uint32_t row) {
  FactUsed used{facts.month, facts.grain[row], {}};
  for (const auto& attribute : table.attributes) {
    const Column* column = facts.rows.find(attribute.name);
    const bool is_month = attribute.type == AttributeType::month;
    if (column == nullptr || column->is_null(row) || (is_month && attribute.name == table.dated_by)) continue;
    const auto month = [&] { return Month::from_index(static_cast<std::int32_t>(column->numbers()[row])); };
    used.values.emplace_back(attribute.name, is_month ? month().to_string() : column->value_text(row));
  }
  return used;
}

class Explainer {
 public:
  Explainer(const Catalogue& catalogue, const Population& population, const IndicatorFrame& frame, std::uint32_t row)
      : plan_(catalogue.plan()), population_(population), frame_(frame), row_(row) {}

  Result<Evidence> explain(std::size_t index) const {
    const auto& indicator = plan_.indicators[index];
    Evidence evidence{indicator.name,
                      indicator.definition,
                      indicator.field.unit,
                      text_of(indicator.name),
                      rule_text(indicator),
                      {},
                      {}};
    for (const auto& name : lineage_of(plan_, index)) evidence.inputs.emplace_back(name, text_of(name));
    const auto* scorecard = std::get_if<Scorecard>(&indicator.rule);
    if (scorecard != nullptr && finds_weights(*scorecard)) {
      const auto weights = weights_column_of(indicator.name);
      evidence.inputs.emplace_back(weights, text_of(weights));
    }
    if (std::holds_alternative<FactMeasure>(indicator.rule)) {
      STAYSAIL_TRY(evidence.facts, facts_of(index));
    }
    return evidence;
  }

 private:
  std::string text_of(const std::string& name) const {
    if (name == kAsOf) return population_.as_of().to_string();
    const auto* column = frame_.columns.find(name);
    if (column == nullptr) column = population_.subscriptions().find(name);
    return column == nullptr ? std::string() : column->value_text(row_);
  }

  Result<std::vector<FactUsed>> facts_of(std::size_t index) const {
    const auto& indicator = plan_.indicators[index];
    const auto& measure = measure_of(indicator);
    const auto* ending =
        measure.ending.empty() ? nullptr : &measure_of(plan_.indicators[plan_.index.find(measure.ending)->second]);
    STAYSAIL_TRY(const auto months, population_.months_of(measure.table));
    if (months.empty()) return std::vector<FactUsed>();
    const auto first = first_month_of(measure, ending, population_.as_of()).value_or(months.front());
    STAYSAIL_TRY(auto chunks, population_.facts(measure.table, first, population_.as_of().month_of()));
    FactTable table(*population_.catalog().find(measure.table), std::move(chunks), population_.as_of());
    const auto ownership = ownership_of(population_);
    const OwnerSlots slots(ownership, measure.grain);
    STAYSAIL_CHECK(table.prepare(measure, plan_.expressions[index] ? &*plan_.expressions[index] : nullptr));
    table.prepare(slots);
    const MeasureTask task{&indicator,
                           &table,
                           &slots,
                           population_.subscriptions().find("subscription_id"),
                           measure.ending.empty() ? nullptr : frame_.columns.find(measure.ending),
                           population_.as_of()};
    return collect(task, RowCollector(slots.seen_by(row_), measure.shared), measure.table);
  }

  std::vector<FactUsed> collect(const MeasureTask& task, RowCollector collector, const std::string& name) const {
    const TableDescription& table = *population_.catalog().find(name);
    std::vector<FactUsed> facts;
    for (std::size_t chunk = 0; chunk < task.table->size(); ++chunk) {
      map_chunks(task, chunk, chunk + 1, collector);
      for (const auto row : collector.take()) facts.push_back(fact_at(table, task.table->chunk(chunk), row));
    }
    return facts;
  }

  const Catalogue::Plan& plan_;
  const Population& population_;
  const IndicatorFrame& frame_;
  std::uint32_t row_;
};

}  // namespace
}  // namespace indicators

Result<Evidence> explain_indicator(const Catalogue& catalogue, const Population& population,
                                   const IndicatorFrame& frame, std::string_view indicator,
                                   std::string_view subscription_id) {
  const auto& plan = catalogue.plan();
  const auto found = plan.index.find(indicator);
  if (found == plan.index.end()) {
    std::vector<std::string> names;
    for (const auto& known : plan.indicators) names.push_back(known.name);
    return Error(Errc::not_found, "no indicator is called " + std::string(indicator) + did_you_mean(indicator, names));
  }
  const auto row = population.find(Grain::subscription, subscription_id);
  if (row == kNoRow) return Error(Errc::not_found, "no subscription has the id " + std::string(subscription_id));
  return indicators::Explainer(catalogue, population, frame, row).explain(found->second);
}

}  // namespace staysail
