// The record of the night and its digest.
#include <array>
#include <iterator>

#include "night_run.hpp"
#include "quality_rows.hpp"
#include "record_quality.hpp"
#include "staysail/columns/batch_codec.hpp"
#include "staysail/cycle/data_quality_trend.hpp"
#include "staysail/view/fact_quality.hpp"
#include "staysail/view/quarantine.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail::cycle {
namespace {

// What rooms after the indicators find of a line, where a playbook asks for it.
constexpr std::array kFound = {"stage",
                               "stage_cause",
                               "stage_since",
                               "plan_cycles",
                               "plan_other_charges",
                               "plan_fit_offering",
                               "plan_saving",
                               "plan_revenue_effect",
                               "plan_revenue_offering",
                               "plan_revenue_saving",
                               "customer_stage",
                               "group_stage",
                               "churn_kind",
                               "churn_cause",
                               "segment",
                               "retention_rank",
                               "warning_points",
                               "warning_level",
                               "reason_1",
                               "reason_2",
                               "reason_3"};

Result<Batch> without(const Batch& table, std::string_view column) {
  std::vector<std::string> names;
  for (const auto& field : table.schema().fields())
    if (field.name != column) names.push_back(field.name);
  return table.select(names);
}

// Orders of which somebody has to know: the reasons stand in the histories of their tasks.
Result<Batch> with_orders(const Batch& quality, const ActionReport& report) {
  TextRows rows;
  const std::pair<const char*, std::uint64_t> counts[] = {{"refused", report.refused},
                                                          {"failed", report.failed},
                                                          {"in_doubt", report.in_doubt},
                                                          {"not_sent", report.not_sent},
                                                          {"not_asked", report.not_asked}};
  for (const auto& [name, count] : counts)
    if (count != 0) rows.push_back({"orders", name, std::to_string(count)});
  if (report.failure) rows.push_back({"orders", "failure", report.failure->message()});
  if (rows.empty()) return quality;
  STAYSAIL_TRY(const Batch more, text_table({"finding", "subject", "value"}, rows));
  const std::array both = {quality, more};
  return concatenate(both);
}

}  // namespace

// Beside the tables' findings: how good what each source says of parties and customers and the facts of the last closed
// month are, and how that changed.
Result<Batch> NightRun::with_data_quality(const Batch& quality, const Quarantine& quarantine) const {
  NightReading reading;
  reading.tables = {&NightRecord::quality};
  STAYSAIL_TRY(const auto before, NightRecord::load(*parts_.store, night_.period() - 1, reading));
  const std::vector<std::string> tables(std::begin(kNightlyQuality), std::end(kNightlyQuality));
  STAYSAIL_TRY(auto figures,
               measure_quality(parts_.store->entities(), tables, options_.as_of, nullptr, options_.control));
  STAYSAIL_TRY(const auto of_facts, measure_fact_quality(*parts_.store, *population_, {}, nullptr, options_.control));
  figures.insert(figures.end(), of_facts.begin(), of_facts.end());
  const auto of_records = record_quality(night_.files, quarantine);
  figures.insert(figures.end(), of_records.begin(), of_records.end());
  STAYSAIL_TRY(const Batch more,
               text_table({"finding", "subject", "value"},
                          quality_rows(figures, before ? kept_quality(before->quality) : KeptQuality())));
  const std::array both = {quality, more};
  return concatenate(both);
}

Status NightRun::sum_up() {
  STAYSAIL_TRY(const Quarantine quarantine, Quarantine::load(*parts_.store));
  STAYSAIL_TRY(const Conflicts conflicts, Conflicts::load(*parts_.store));
  STAYSAIL_TRY(night_.quality, quality_table(*population_, missing_, quarantine, conflicts));
  STAYSAIL_TRY(night_.quality, with_data_quality(night_.quality, quarantine));
  quarantine_ = quarantine.digest();
  STAYSAIL_TRY(const Batch found, what_was_found());
  // Guards after the first that stops a pair decide nothing.
  STAYSAIL_TRY(const Batch decided, without(night_.matches, "guards"));
  digester_.add(encode_batch(found)).add(encode_batch(decided));
  return ok();
}

// What a rule or a person may act on; not where rows stood, how long it took, or which row came first.
Result<Batch> NightRun::what_was_found() const {
  std::vector<std::string> names = {"subscription_id"};
  for (const auto& name : night_.indicators)
    if (name != "subscription_id") names.push_back(name);
  for (const char* name : kFound)
    if (night_.decision.find(name) != nullptr) names.push_back(name);
  return night_.decision.select(names);
}

Status NightRun::record() {
  options_.control.report("record", 0, 0);
  STAYSAIL_TRY(night_.quality, with_orders(night_.quality, result_.actions));
  TaskDesk desk(parts_.store->entities());
  TaskFilter filter;
  filter.period = night_.period().to_string();
  STAYSAIL_TRY(const auto tasks, desk.list(filter));
  STAYSAIL_TRY(result_.tasks, task_frame(tasks));
  STAYSAIL_TRY(night_.rooms, text_table({"room", "ran", "reason"}, rooms_));
  // The words of a task depend on the language of the night and on who edits the playbook's sentences.
  STAYSAIL_TRY(const Batch lasting, without(result_.tasks, "tactic"));
  digester_.add(encode_batch(lasting));
  digester_.add(static_cast<std::int64_t>(quarantine_.high)).add(static_cast<std::int64_t>(quarantine_.low));
  night_.digest = digester_.finish();
  return night_.save(*parts_.store);
}

}  // namespace staysail::cycle
