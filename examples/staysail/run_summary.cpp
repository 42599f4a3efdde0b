#include "run_summary.hpp"

#include <sys/resource.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace staysail::program {
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

Json rounded(const std::vector<std::pair<std::string, double>>& seconds) {
  Json steps = Json::object();
  for (const auto& [step, time] : seconds) steps[step] = static_cast<double>(static_cast<std::int64_t>(time * 1000 + 0.5)) / 1000;
  return steps;
}

std::string listed(const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += (text.empty() ? "" : ", ") + name + " " + std::to_string(count);
  return text.empty() ? "none" : text;
}

}  // namespace

std::string receipt_json(const RunSummary& summary) {
  const NightResult& result = summary.result;
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
  object["customers"] = result.customers;
  object["subscriptions"] = result.subscriptions;
  object["stages"] = result.stages.empty() ? Json::object() : Json(result.stages);
  object["segments"] = result.segments.empty() ? Json::object() : Json(result.segments);
  object["warnings"] = result.warnings;
  object["matched"] = result.matched;
  object["funnel"] = rows_of(night.funnel);
  object["tasks_issued"] = result.tasks_issued;
  object["tasks_closed"] = result.tasks_closed;
  object["actions_submitted"] = result.actions_submitted;
  object["seconds"] = rounded(summary.seconds);
  object["peak_rss_bytes"] = peak_rss_bytes();
  object["digest"] = night.digest.to_string();
  return object.dump(2) + "\n";
}

std::string summary_text(const RunSummary& summary, const std::string& language) {
  const NightResult& result = summary.result;
  const NightRecord& night = result.record;
  std::ostringstream out;
  out << "as of " << night.as_of.to_string() << ", playbook " << night.playbook << "\n"
      << "rows       " << night.rows.read << " read = " << night.rows.accepted << " accepted + " << night.rows.duplicate << " duplicate + " << night.rows.quarantined << " quarantined\n";
  if (night.rows.accepted == 0 && night.rows.read != 0) out << "           nothing new: this feed was taken in before\n";
  out << "customers  " << result.customers << " with " << result.subscriptions << " subscriptions\n"
      << "stages     " << listed(result.stages) << "\n"
      << "segments   " << listed(result.segments) << "\n"
      << "warnings   " << result.warnings << "\n"
      << "tasks      " << result.tasks_issued << " issued, " << result.tasks_closed << " closed, " << result.actions_submitted << " orders to the BOSS\n";
  const Column* sentences = night.effects.find(language == "en" ? "english" : "chinese");
  for (std::size_t row = 0; sentences != nullptr && row < night.effects.rows(); ++row) {
    const bool whole = night.effects.find("strategy")->is_null(row) && night.effects.find("segment")->is_null(row) && night.effects.find("stage")->is_null(row);
    if (whole) out << "effect     " << night.effects.find("period")->value_text(row) << ": " << sentences->text(row) << "\n";
  }
  for (std::size_t row = 0; row < night.rooms.rows(); ++row)
    if (night.rooms.find("ran")->text(row) == "no") out << "not run    " << night.rooms.find("room")->text(row) << ": " << night.rooms.find("reason")->text(row) << "\n";
  out << "digest     " << night.digest.to_string() << "\n";
  return out.str();
}

}  // namespace staysail::program
