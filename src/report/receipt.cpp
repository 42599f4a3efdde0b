#include "staysail/report/receipt.hpp"

#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

using Json = nlohmann::ordered_json;

std::uint64_t peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

Json cell(const Column& column, std::size_t row) {
  if (column.is_null(row)) return nullptr;
  if (column.type() == ColumnType::number && column.field().scale == 0) return column.numbers()[row];
  return column.value_text(row);
}

Json rows_of(const Batch& table) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Json object = Json::object();
    for (const auto& column : table.columns()) object[column.field().name] = cell(column, row);
    rows.push_back(std::move(object));
  }
  return rows;
}

Json rounded(const StepSeconds& seconds) {
  Json steps = Json::object();
  for (const auto& [step, time] : seconds)
    steps[step] = static_cast<double>(static_cast<std::int64_t>(time * 1000 + 0.5)) / 1000;
  return steps;
}

// The gap is what is left to the bound, in parts of the bound, rounded up so that it is never told too small.
Json worth_of(const PlanWorth& worth) {
  Json object;
  object["given"] = decimal_text(worth.given, 2);
  object["bound"] = decimal_text(worth.bound, 2);
  const Int128 left = Int128{worth.bound - worth.given} * 1'000'000;
  const Int128 parts = worth.bound > 0 ? (left + worth.bound - 1) / worth.bound : 0;
  object["gap_percent"] = decimal_text(static_cast<std::int64_t>(parts), 4);
  return object;
}

std::uint64_t withheld_files(const NightResult& result) {
  std::uint64_t count = 0;
  for (const auto& file : result.files) count += file.withheld ? 1 : 0;
  return count;
}

// Files of which something has to be said, also those that were read.
Json file_notices(const NightResult& result) {
  Json notices = Json::array();
  for (const auto& file : result.files) {
    if (file.withheld)
      notices.push_back({{"file", file.file}, {"reason", file.withheld->reason}, {"message", file.withheld->message}});
    for (const auto& notice : file.notices)
      notices.push_back({{"file", file.file}, {"reason", nullptr}, {"message", notice}});
  }
  return notices;
}

// Those that were waiting for the BOSS, as they stand now.
void tell_actions(const ActionReport& actions, Json& object) {
  object["actions_submitted"] = actions.submitted;
  object["actions_sent_again"] = actions.sent_again;
  object["actions_accepted"] = actions.accepted;
  object["actions_done"] = actions.done;
  object["actions_refused"] = actions.refused;
  object["actions_failed"] = actions.failed;
  object["actions_in_doubt"] = actions.in_doubt;
  object["actions_not_sent"] = actions.not_sent;
  object["actions_not_asked"] = actions.not_asked;
  if (actions.failure) object["actions_failure"] = actions.failure->message();
}

}  // namespace

std::string receipt_json(const NightResult& result, const StepSeconds& seconds) {
  const NightRecord& night = result.record;
  Json object;
  object["as_of"] = night.as_of.to_string();
  object["playbook"] = night.playbook;
  object["playbook_digest"] = night.playbook_digest.to_string();
  object["rows_read"] = night.rows.read;
  object["rows_accepted"] = night.rows.accepted;
  object["rows_duplicate"] = night.rows.duplicate;
  object["rows_quarantined"] = night.rows.quarantined;
  object["rows_recovered"] = night.recovered;
  object["rows_waiting"] = night.waiting;
  object["rows_conflicting"] = night.conflicting;
  object["files_withheld"] = withheld_files(result);
  object["file_notices"] = file_notices(result);
  object["customers"] = result.customers;
  object["subscriptions"] = result.subscriptions;
  object["stages"] = result.stages.empty() ? Json::object() : Json(result.stages);
  object["segments"] = result.segments.empty() ? Json::object() : Json(result.segments);
  object["warnings"] = result.warnings;
  object["matched"] = result.matched;
  object["funnel"] = rows_of(night.funnel);
  object["rooms"] = rows_of(night.rooms);
  if (result.worth) object["plan_worth"] = worth_of(*result.worth);
  object["tasks_issued"] = result.tasks_issued;
  object["tasks_closed"] = result.tasks_closed;
  tell_actions(result.actions, object);
  object["seconds"] = rounded(seconds);
  object["peak_rss_bytes"] = peak_rss_bytes();
  object["digest"] = night.digest.to_string();
  return object.dump(2) + "\n";
}

}  // namespace staysail
