// The verb plan replay: the decisions of a stored night made again, compared bit for bit.
#include "staysail/cycle/plan_replay.hpp"

#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/night_playbook.hpp"

namespace staysail::program {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// A row for everything that is not as it was.
Rows rows_of(const PlanReplay& replay) {
  Rows rows;
  if (!replay.same_playbook())
    rows.push_back({"playbook", "", "digest", replay.stored_playbook.to_string(), replay.playbook.to_string()});
  for (const auto& input : replay.changed_inputs) rows.push_back({"inputs", "", input, "", ""});
  for (const auto& found : replay.differences)
    rows.push_back({found.table, found.row, found.column, found.stored, found.replayed});
  return rows;
}

std::string shown(const std::string& cell) { return cell.empty() ? "nothing" : "'" + cell + "'"; }

void tell(const PlanReplay& replay) {
  if (!replay.same_playbook())
    std::cout << "This is not the playbook of that night: its digest was " << replay.stored_playbook.to_string()
              << ", this one's is " << replay.playbook.to_string() << ". Its rules decide here.\n";
  for (const auto& input : replay.changed_inputs)
    std::cout << "The stored input " << input << " is not what the night decided from.\n";
  for (const auto& found : replay.differences) {
    std::cout << "First difference in " << found.table << ": " << (found.row.empty() ? "the table" : found.row);
    if (!found.column.empty()) std::cout << ", " << found.column;
    std::cout << ": stored " << shown(found.stored) << ", decided again " << shown(found.replayed) << ".\n";
  }
  std::cout << replay.as_of.to_string() << ": " << replay.decisions << " decisions, "
            << (replay.same() ? "the same bit for bit" : "NOT the same") << "\n";
}

Status print_rows(const PlanReplay& replay, const std::string& format) {
  STAYSAIL_TRY(const Batch rows, text_rows({"table", "row", "column", "stored", "replayed"}, rows_of(replay)));
  print(rows, format);
  return ok();
}

Result<PlanReplay> replay(Store& store, const PlanReplayAsk& ask) {
  Progress progress;
  STAYSAIL_TRY(const auto night, load_night(store, ask.period));
  STAYSAIL_TRY(const auto catalog, catalog_of(ask.mapping));
  STAYSAIL_TRY(const auto playbook, playbook_of(night, ask.playbook, catalog));
  ThreadPool pool(ask.threads);
  return replay_plan(night, playbook, &pool, progress.control());
}

Result<int> carry_out(Store& store, const PlanReplayAsk& ask) {
  STAYSAIL_TRY(const auto found, replay(store, ask));
  if (ask.format == "table") tell(found);
  else STAYSAIL_CHECK(print_rows(found, ask.format));
  return found.same() ? kOk : kFindings;
}

}  // namespace

int plan_replay(const PlanReplayAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? *done : failed(done.error());
}

}  // namespace staysail::program
