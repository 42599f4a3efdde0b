#include "simulator/simulate.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "simulator/mapping_text.hpp"
#include "simulator/names.hpp"
#include "simulator/truth.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/csv_writer.hpp"

namespace staysail::simulator {
namespace {

namespace fs = std::filesystem;

Status make_empty_folder(const std::string& folder) {
  std::error_code failed;
  const bool used = fs::exists(folder, failed) && (!fs::is_directory(folder, failed) || !fs::is_empty(folder, failed));
  if (used)
    return Error(Errc::conflict,
                 "simulate writes into an empty folder only; name another or remove it first: " + folder);
  fs::create_directories(truth_folder(folder), failed);
  if (failed) return Error(Errc::io_failed, "this folder cannot be made: " + folder + " (" + failed.message() + ")");
  return ok();
}

void collect_planted(const MonthExport& month_export, const std::string& month, PlantedRows& planted) {
  std::size_t position = 2;  // after units and staff
  for (const RowWriter& writer : month_export.writers()) {
    const std::string name = file_name(static_cast<File>(position++), month);
    for (const PlantedRow& row : writer.planted()) planted.emplace_back(name, row);
  }
}

// Where OutboxActions looks for answers; nothing when no actions were answered.
Status write_receipts(const std::string& folder, Month month, std::vector<ReceiptRow> receipts) {
  if (receipts.empty()) return ok();
  std::sort(receipts.begin(), receipts.end(),
            [](const ReceiptRow& a, const ReceiptRow& b) { return a.action_token < b.action_token; });
  std::string text = "action_token,status,note\n";
  for (const ReceiptRow& receipt : receipts) {
    const std::array<std::string_view, 3> cells = {receipt.action_token, receipt.status, receipt.note};
    append_csv_row(text, cells);
  }
  std::error_code failed;
  fs::create_directories(outbox_folder(folder), failed);
  if (failed) return Error(Errc::io_failed, "this folder cannot be made: " + outbox_folder(folder));
  return write_file(outbox_folder(folder) + "/receipts_" + compact(month) + ".csv", text);
}

// Lives the next month and writes it; the state is saved last, so that an interrupted month is written again.
Status write_next_month(const std::string& folder, Operator& lived, std::vector<Action> actions,
                        SimulationSummary& summary) {
  const MonthContext month = lived.context();
  lived.receive_joiners();
  PlantedRows planted;
  if (month.number == 0) {
    STAYSAIL_TRY(const std::uint64_t rows, write_units_and_staff(folder, lived.options(), month, planted));
    summary.rows += rows;
  }
  STAYSAIL_TRY(MonthExport month_export, MonthExport::open(folder, lived.options(), lived.population(), month));
  STAYSAIL_CHECK(lived.live(std::move(actions), &month_export));
  STAYSAIL_CHECK(month_export.close());
  STAYSAIL_CHECK(write_receipts(folder, month.month, month_export.receipts()));
  collect_planted(month_export, compact(month.month), planted);
  STAYSAIL_CHECK(write_month_truth(folder, lived, month, planted));
  summary.last_month = month.month;
  summary.rows += month_export.rows();
  summary.planted += planted.size();
  return ok();
}

Result<SimulationSummary> finish(const std::string& folder, const Operator& lived, SimulationSummary summary) {
  STAYSAIL_CHECK(write_effects(folder, lived));
  STAYSAIL_CHECK(save_operator(folder, {lived.options(), lived.next_month()}));
  summary.subscriptions = static_cast<std::uint32_t>(lived.lines().size());
  summary.customers = static_cast<std::uint32_t>(lived.population().customers().size());
  return summary;
}

Result<std::vector<Action>> actions_of(const std::string& path) {
  if (path.empty()) return std::vector<Action>();
  return read_actions(path);
}

// Keeps the actions with the truth: the months after this one are lived again from them.
Status keep_actions(const std::string& folder, Month month, const std::string& actions_file) {
  const std::string kept = kept_actions_path(folder, month);
  std::error_code failed;
  if (actions_file.empty()) {
    fs::remove(kept, failed);
    return ok();
  }
  if (fs::equivalent(actions_file, kept, failed)) return ok();
  fs::copy_file(actions_file, kept, fs::copy_options::overwrite_existing, failed);
  if (failed) return Error(Errc::io_failed, "the actions cannot be kept in " + kept + ": " + failed.message());
  return ok();
}

}  // namespace

std::string outbox_folder(const std::string& folder) { return folder + "/outbox"; }

Result<SimulationSummary> simulate(const Options& options, const Control& control) {
  STAYSAIL_CHECK(options.validate());
  STAYSAIL_CHECK(make_empty_folder(options.out));
  Operator lived(options);
  SimulationSummary summary;
  summary.first_month = options.first_month;
  for (int i = 0; i < options.months; ++i) {
    STAYSAIL_CHECK(control.check());
    control.report("simulate", static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(options.months));
    STAYSAIL_CHECK(write_next_month(options.out, lived, {}, summary));
  }
  STAYSAIL_CHECK(write_file(options.out + "/mapping.toml", mapping_text(options.encoding)));
  return finish(options.out, lived, summary);
}

Result<Operator> load_operator(const std::string& folder) {
  STAYSAIL_TRY(const SavedOperator saved, read_saved_operator(folder));
  Operator lived(saved.options);
  while (lived.next_month() < saved.months_lived) {
    const std::string kept = kept_actions_path(folder, lived.context().month);
    std::error_code none;
    STAYSAIL_TRY(std::vector<Action> actions, actions_of(fs::exists(kept, none) ? kept : ""));
    STAYSAIL_CHECK(lived.live(std::move(actions), nullptr));
  }
  return lived;
}

Result<SimulationSummary> resume(const std::string& folder, const std::string& actions_file, const Control& control) {
  STAYSAIL_TRY(std::vector<Action> actions, actions_of(actions_file));
  STAYSAIL_TRY(Operator lived, load_operator(folder));
  STAYSAIL_CHECK(lived.check(actions));
  STAYSAIL_CHECK(control.check());
  SimulationSummary summary;
  summary.first_month = lived.context().month;
  STAYSAIL_CHECK(keep_actions(folder, summary.first_month, actions_file));
  STAYSAIL_CHECK(write_next_month(folder, lived, std::move(actions), summary));
  return finish(folder, lived, summary);
}

}  // namespace staysail::simulator
