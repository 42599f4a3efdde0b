#include "staysail/indicators/catalogue_table.hpp"

#include <array>
#include <map>

#include "catalogue_plan.hpp"
#include "rule_text.hpp"
#include "staysail/columns/cells.hpp"

namespace staysail {
namespace {

constexpr std::size_t kVersionDigits = 16;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::string facts_of(const Indicator& indicator) {
  const auto* measure = std::get_if<FactMeasure>(&indicator.rule);
  return measure == nullptr ? "" : measure->table;
}

std::string_view name_of_direction(Direction direction) {
  constexpr std::array<std::string_view, 3> kNames = {"neutral", "higher", "lower"};
  return kNames[static_cast<std::size_t>(direction)];
}

Schema texts_of(const std::vector<std::string>& names, const std::string& number) {
  std::vector<Field> fields;
  for (const auto& name : names)
    fields.push_back({name, name == number ? ColumnType::number : ColumnType::text, 0, {}});
  return Schema::of(std::move(fields)).value_or(Schema());
}

std::string version_of(const Catalogue& catalogue, std::size_t index) {
  return catalogue.versions()[index].to_string().substr(0, kVersionDigits);
}

void append_indicator(const Catalogue& catalogue, std::size_t index, BatchBuilder& rows) {
  const Indicator& indicator = catalogue.indicators()[index];
  std::size_t at = 0;
  rows.column(at++).append_text(indicator.name);
  rows.column(at++).append_text(indicator.definition);
  rows.column(at++).append_text(indicators::rule_text(indicator));
  rows.column(at++).append_text(indicator.field.unit);
  rows.column(at++).append_number(indicator.field.scale);
  rows.column(at++).append_text(name_of_direction(indicator.direction));
  rows.column(at++).append_text(indicator.source);
  rows.column(at++).append_text(joined(indicators::lineage_of(catalogue.plan(), index)));
  rows.column(at++).append_text(facts_of(indicator));
  rows.column(at++).append_text(version_of(catalogue, index));
}

bool same_lines(const Batch& a, const Batch& b) {
  if (a.rows() != b.rows()) return false;
  for (std::size_t row = 0; row < a.rows(); ++row)
    if (!equal_cells(a.column(0), row, b.column(0), row)) return false;
  return true;
}

// Lines whose figures differ; a column that one side lacks is null there.
void count_lines(const Batch& before, const Batch& after, IndicatorChange& change) {
  const Column* was = before.find(change.indicator);
  const Column* is = after.find(change.indicator);
  for (std::size_t row = 0; row < after.rows(); ++row) {
    const bool same =
        was != nullptr && is != nullptr ? equal_cells(*was, row, *is, row) : (was != nullptr ? was : is)->is_null(row);
    if (same || change.lines++ != 0) continue;
    change.subscription_id = after.column(0).text(row);
    if (was != nullptr) change.before = was->value_text(row);
    if (is != nullptr) change.after = is->value_text(row);
  }
}

class Comparison {
 public:
  Comparison(const Catalogue& before, const Catalogue& after) : before_(before), after_(after) {
    for (std::size_t i = 0; i < before.indicators().size(); ++i) was_.emplace(before.indicators()[i].name, i);
  }

  std::vector<IndicatorChange> changes() const {
    std::vector<IndicatorChange> found;
    for (std::size_t i = 0; i < after_.indicators().size(); ++i) {
      const auto was = was_.find(after_.indicators()[i].name);
      if (was == was_.end()) found.push_back(added(after_.indicators()[i]));
      else if (before_.versions()[was->second] != after_.versions()[i])
        found.push_back(changed(before_.indicators()[was->second], after_.indicators()[i]));
    }
    for (const Indicator& indicator : before_.indicators())
      if (after_.find(indicator.name) == nullptr) found.push_back(removed(indicator));
    return found;
  }

 private:
  static IndicatorChange added(const Indicator& indicator) {
    return {indicator.name, CatalogueEffect::added, "", indicators::rule_text(indicator), 0, {}, {}, {}};
  }
  static IndicatorChange removed(const Indicator& indicator) {
    return {indicator.name, CatalogueEffect::removed, indicators::rule_text(indicator), "", 0, {}, {}, {}};
  }
  static IndicatorChange changed(const Indicator& was, const Indicator& is) {
    const auto before = indicators::rule_text(was), after = indicators::rule_text(is);
    const bool own = before != after || was.field != is.field || was.direction != is.direction;
    return {is.name, own ? CatalogueEffect::declared_otherwise : CatalogueEffect::follows, before, after, 0, {}, {},
            {}};
  }

  const Catalogue& before_;
  const Catalogue& after_;
  std::map<std::string, std::size_t> was_;
};

}  // namespace

std::string_view name_of(CatalogueEffect effect) noexcept {
  constexpr std::array<std::string_view, 4> kNames = {"added", "removed", "declared_otherwise", "follows"};
  return kNames[static_cast<std::size_t>(effect)];
}

Result<Batch> catalogue_table(const Catalogue& catalogue) {
  BatchBuilder rows(texts_of(
      {"indicator", "definition", "rule", "unit", "scale", "direction", "source", "inputs", "facts", "version"},
      "scale"));
  for (std::size_t i = 0; i < catalogue.indicators().size(); ++i) append_indicator(catalogue, i, rows);
  return rows.finish();
}

Result<std::vector<IndicatorChange>> compare_catalogues(const Catalogue& before, const IndicatorFrame& frame_before,
                                                        const Catalogue& after, const IndicatorFrame& frame_after) {
  if (!same_lines(frame_before.columns, frame_after.columns))
    return Error(Errc::schema_mismatch, "two catalogues are compared over the same lines, in the same order");
  auto changes = Comparison(before, after).changes();
  for (auto& change : changes) count_lines(frame_before.columns, frame_after.columns, change);
  return changes;
}

Result<Batch> change_table(const std::vector<IndicatorChange>& changes) {
  BatchBuilder rows(texts_of(
      {"indicator", "effect", "rule_before", "rule_after", "lines", "subscription_id", "before", "after"}, "lines"));
  for (const auto& change : changes) {
    const std::array<std::string_view, 4> head = {change.indicator, name_of(change.effect), change.rule_before,
                                                  change.rule_after};
    for (std::size_t i = 0; i < head.size(); ++i) rows.column(i).append_text(head[i]);
    rows.column(4).append_number(static_cast<std::int64_t>(change.lines));
    rows.column(5).append_text(change.subscription_id);
    rows.column(6).append_text(change.before);
    rows.column(7).append_text(change.after);
  }
  return rows.finish();
}

}  // namespace staysail
