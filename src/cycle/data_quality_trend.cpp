#include "staysail/cycle/data_quality_trend.hpp"

#include <algorithm>
#include <array>

#include "quality_rows.hpp"
#include "record_quality.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/view/fact_quality.hpp"

namespace staysail {
namespace cycle {
namespace {

constexpr std::array kMeasures = {"source_completeness", "consistency", "timeliness", "uniqueness", "validity"};

// `completeness` is what quality.csv calls the share of subscriptions that have an attribute.
std::string finding_of(const QualityFigure& figure) {
  return figure.measure == "completeness" ? kMeasures.front() : figure.measure;
}

std::string change_text(std::int64_t change) { return (change > 0 ? "+" : "") + decimal_text(change, 2); }

}  // namespace

std::string subject_of(const QualityFigure& figure) {
  return figure.table + "." + figure.attribute + " by " + figure.source;
}

KeptQuality kept_quality(const Batch& quality) {
  KeptQuality kept;
  const Column *finding = quality.find("finding"), *subject = quality.find("subject"), *value = quality.find("value");
  for (std::size_t row = 0; finding != nullptr && row < quality.rows(); ++row) {
    const std::string measure(finding->text(row));
    if (std::find(kMeasures.begin(), kMeasures.end(), measure) == kMeasures.end()) continue;
    if (const auto share = parse_decimal(value->text(row), 2))
      kept.emplace(std::make_pair(measure, std::string(subject->text(row))), *share);
  }
  return kept;
}

TextRows quality_rows(const std::vector<QualityFigure>& figures, const KeptQuality& before) {
  TextRows rows, trends;
  for (const auto& figure : figures) {
    const std::string finding = finding_of(figure), subject = subject_of(figure);
    rows.push_back({finding, subject, decimal_text(figure.share(), 2)});
    const auto known = before.find({finding, subject});
    if (known != before.end() && known->second != figure.share())
      trends.push_back({"trend", finding + " of " + subject, change_text(figure.share() - known->second)});
  }
  rows.insert(rows.end(), trends.begin(), trends.end());
  return rows;
}

namespace {

Result<std::optional<NightRecord>> night_with_quality(Store& store, Month period) {
  NightReading reading;
  reading.tables = {&NightRecord::quality};
  return NightRecord::load(store, period, reading);
}

// What the latest night before the month kept.
Result<KeptQuality> kept_before(Store& store, Month month) {
  STAYSAIL_TRY(const auto periods, NightRecord::periods(store));
  const auto after = std::lower_bound(periods.begin(), periods.end(), month);
  if (after == periods.begin()) return KeptQuality();
  STAYSAIL_TRY(const auto night, night_with_quality(store, *std::prev(after)));
  return night ? kept_quality(night->quality) : KeptQuality();
}

Result<Day> day_of(Store& store, const QualityRequest& request) {
  if (request.as_of) return *request.as_of;
  STAYSAIL_TRY(const auto latest, NightRecord::latest_day(store));
  if (latest) return *latest;
  return Error(Errc::not_found, "no night has been run on this store; say for which day quality is measured (--as-of)");
}

constexpr const char* kRecords = "records";

// What is asked for, by what measures it.
struct Asked {
  std::vector<std::string> entities, facts;
  bool records = false;
};

Result<Asked> asked_for(const std::vector<std::string>& names) {
  Asked asked;
  std::vector<std::string> known = {kRecords};
  for (const auto& table : model_tables()) known.push_back(table.name);
  for (const auto& name : names) {
    const TableDescription* table = find_model_table(name);
    if (name == kRecords) asked.records = true;
    else if (table == nullptr)
      return Error(Errc::not_found, "quality is measured of tables and of records; there is no table of this name: " +
                                        name + did_you_mean(name, known));
    else (table->kind == TableKind::entity ? asked.entities : asked.facts).push_back(name);
  }
  return asked;
}

Result<std::vector<QualityFigure>> figures_of_records(Store& store) {
  STAYSAIL_TRY(const auto periods, NightRecord::periods(store));
  if (periods.empty()) return std::vector<QualityFigure>();
  NightReading reading;
  reading.tables = {&NightRecord::files};
  STAYSAIL_TRY(const auto night, NightRecord::load(store, periods.back(), reading));
  STAYSAIL_TRY(const auto quarantine, Quarantine::load(store));
  return record_quality(night->files, quarantine);
}

Result<std::vector<QualityFigure>> figures_of(Store& store, const std::vector<std::string>& names, Day as_of) {
  STAYSAIL_TRY(const Asked asked, asked_for(names));
  std::vector<QualityFigure> all;
  const auto add = [&](const std::vector<QualityFigure>& more) { all.insert(all.end(), more.begin(), more.end()); };
  if (names.empty() || !asked.entities.empty()) {
    STAYSAIL_TRY(const auto more, measure_quality(store.entities(), asked.entities, as_of));
    add(more);
  }
  if (names.empty() || !asked.facts.empty()) {
    STAYSAIL_TRY(const auto population, Population::load(store, ModelCatalog(), as_of));
    STAYSAIL_TRY(const auto more, measure_fact_quality(store, population, asked.facts));
    add(more);
  }
  if (names.empty() || asked.records) {
    STAYSAIL_TRY(const auto more, figures_of_records(store));
    add(more);
  }
  sort_figures(all);
  return all;
}

}  // namespace
}  // namespace cycle

Result<Batch> quality_with_trend(Store& store, const QualityRequest& request) {
  STAYSAIL_TRY(const Day as_of, cycle::day_of(store, request));
  STAYSAIL_TRY(auto figures, cycle::figures_of(store, request.tables, as_of));
  if (request.only_faults) std::erase_if(figures, [](const QualityFigure& one) { return one.good == one.all; });
  STAYSAIL_TRY(const auto before, cycle::kept_before(store, as_of.month_of()));
  ColumnBuilder then(Field{"before", ColumnType::number, 2, "%"}), trend(Field{"trend", ColumnType::number, 2, "%"});
  for (const auto& figure : figures) {
    const auto known = before.find({cycle::finding_of(figure), cycle::subject_of(figure)});
    if (known == before.end()) {
      then.append_null();
      trend.append_null();
    } else {
      then.append_number(known->second);
      trend.append_number(figure.share() - known->second);
    }
  }
  STAYSAIL_TRY(Batch frame, quality_frame(figures));
  STAYSAIL_TRY(frame, frame.with(then.finish()));
  return frame.with(trend.finish());
}

}  // namespace staysail
