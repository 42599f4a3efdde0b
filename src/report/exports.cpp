#include "staysail/report/exports.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "staysail/files/csv_writer.hpp"

namespace staysail {
namespace {

using Names = std::vector<std::string>;

const Names kFindings = {"plan_cycles",
                         "plan_other_charges",
                         "plan_fit_offering",
                         "plan_saving",
                         "plan_revenue_effect",
                         "plan_revenue_offering",
                         "plan_revenue_saving",
                         "stage",
                         "stage_cause",
                         "stage_since",
                         "customer_stage",
                         "group_stage",
                         "churn_kind",
                         "churn_cause",
                         "segment",
                         "loyalty_band",
                         "retention_rank",
                         "warning_points",
                         "warning_level",
                         "warning_rank",
                         "reason_1",
                         "reason_2",
                         "reason_3"};

// A table no room filled has no columns at all: its file still has the header that readers expect.
struct ExportedTable {
  const char* file;
  Batch NightRecord::*table;
  Names header;
};

const std::vector<ExportedTable>& exported_tables() {
  static const std::vector<ExportedTable> tables = {
      {"matches.csv",
       &NightRecord::matches,
       {"subscription_id", "customer_id", "strategy_id", "verdict", "channel", "winner_strategy", "winner_subscription",
        "detail", "guards"}},
      {"funnel.csv", &NightRecord::funnel, {"strategy_id", "considered", "matched"}},
      {"stages.csv", &NightRecord::transitions, {"from_stage", "to_stage", "lines"}},
      {"grid.csv", &NightRecord::grid, {"value_band", "loyalty_quartile", "lines", "value"}},
      {"effects.csv",
       &NightRecord::effects,
       {"period", "strategy", "kept_difference", "kept_low", "kept_high", "verdict"}},
      {"advice.csv", &NightRecord::advice, {"segment", "stage", "rank", "strategy", "strength", "effect"}},
      {"files.csv",
       &NightRecord::files,
       {"file", "feed", "read", "accepted", "duplicate", "quarantined", "seen_before", "withheld", "note"}},
      {"quality.csv", &NightRecord::quality, {"finding", "subject", "value"}},
      {"rooms.csv", &NightRecord::rooms, {"room", "ran", "reason"}},
  };
  return tables;
}

const Names kTaskHeader = {"task_id", "period", "customer_id", "subscription_id", "strategy_id", "stage",
                           "segment", "action", "channel",     "tactic",          "assignee",    "unit",
                           "due",     "state",  "result",      "knowledge_refs"};
const Names kQuarantineFirst = {"file", "line", "byte_offset", "reason", "digest"};

Status write_table(const std::string& path, const Batch& table, const Names& header) {
  if (table.width() != 0) return write_csv_file(path, table);
  std::string line;
  append_csv_row(line, std::vector<std::string_view>(header.begin(), header.end()));
  return write_file(path, line);
}

// `names`, then every other column of `table` in its order.
Names with_the_rest(Names names, const Batch& table) {
  for (const auto& field : table.schema().fields())
    if (std::find(names.begin(), names.end(), field.name) == names.end()) names.push_back(field.name);
  return names;
}

// Months as people write them: frames hold them as numbers.
Column with_month_names(const Column& months) {
  ColumnBuilder builder(Field{months.field().name, ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < months.size(); ++row) {
    if (months.is_null(row)) builder.append_null();
    else builder.append_text(Month::from_index(static_cast<std::int32_t>(months.numbers()[row])).to_string());
  }
  return builder.finish();
}

Status write_quarantine(const std::string& path, const Batch& quarantine) {
  if (quarantine.width() == 0) return write_table(path, quarantine, kQuarantineFirst);
  STAYSAIL_TRY(const Batch table, quarantine.select(with_the_rest(kQuarantineFirst, quarantine)));
  return write_table(path, table, kQuarantineFirst);
}

}  // namespace

Result<Batch> indicators_table(const NightRecord& night) {
  Names names = {"subscription_id"};
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& name : night.indicators) add(name);
  for (const auto& name : kFindings)
    if (night.decision.find(name) != nullptr) add(name);
  if (night.decision.width() == 0) return Batch();
  STAYSAIL_TRY(Batch table, night.decision.select(names));
  const Column* since = table.find("stage_since");
  if (since == nullptr || since->type() != ColumnType::number) return table;
  return table.with(with_month_names(*since));
}

std::vector<std::string> table_file_names() {
  std::vector<std::string> names = {"indicators.csv", "tasks.csv", "quarantine.csv"};
  for (const auto& exported : exported_tables()) names.emplace_back(exported.file);
  return names;
}

Status make_folder(const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (!failure) return ok();
  return Error(Errc::io_failed,
               "the folder for tables cannot be made (" + failure.message() + "), name another one: " + folder);
}

Status write_night_tables(const NightRecord& night, const Batch& tasks, const Batch& quarantine,
                          const std::string& folder) {
  STAYSAIL_CHECK(make_folder(folder));
  const auto path = [&](const char* file) { return (std::filesystem::path(folder) / file).string(); };
  STAYSAIL_TRY(const Batch indicators, indicators_table(night));
  STAYSAIL_CHECK(write_table(path("indicators.csv"), indicators, {"subscription_id"}));
  for (const auto& exported : exported_tables())
    STAYSAIL_CHECK(write_table(path(exported.file), night.*exported.table, exported.header));
  STAYSAIL_CHECK(write_table(path("tasks.csv"), tasks, kTaskHeader));
  return write_quarantine(path("quarantine.csv"), quarantine);
}

}  // namespace staysail
