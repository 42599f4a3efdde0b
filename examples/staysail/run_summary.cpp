#include "run_summary.hpp"

#include <sstream>

namespace staysail::program {
namespace {

std::string listed(const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += (text.empty() ? "" : ", ") + name + " " + std::to_string(count);
  return text.empty() ? "none" : text;
}

}  // namespace

std::string summary_text(const NightResult& result, const std::string& language) {
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
