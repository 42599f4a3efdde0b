
#include <filesystem>
#include <iostream>

#include "host.hpp"
#include "report_of.hpp"
#include "run_summary.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/files/csv_writer.hpp"
#include "staysail/report/exports.hpp"
#include "staysail/view/quarantine.hpp"
#include "staysail/work/task_desk.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail::program {
namespace {

Result<std::unique_ptr<OutboxActions>> open_outbox(const RunAsk& ask) {
  const std::string folder = ask.outbox.empty() ? ask.out + "/outbox" : ask.outbox;
  if (ask.no_actions || (ask.out.empty() && ask.outbox.empty())) return std::unique_ptr<OutboxActions>();
  return OutboxActions::open(folder);
}

Result<NightResult> spend_night(const RunAsk& ask, Store& store, const Control& control) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(ask.boss, ask.mapping));
  STAYSAIL_TRY(const auto outbox, open_outbox(ask));
  NightParts parts;
  parts.feed = feed.get();
  parts.actions = outbox.get();
  parts.store = &store;
  parts.playbook = ask.playbook;
  parts.catalog = &feed->mapping().catalog;
  ThreadPool pool(ask.threads);
  NightOptions options;
  STAYSAIL_TRY(options.as_of, Day::parse(ask.as_of));
  options.batch_rows = ask.batch_rows;
  options.executor = &pool;
  options.control = control;
  options.language = ask.language;
  return run_night(parts, options);
}

// What was done to whom: orders as the BOSS has them, and conversations without an order. Customers of a simulated operator
// answer it.
Result<Batch> actions_table(std::span<const Task> tasks) {
  std::vector<ColumnBuilder> columns;
  for (const char* name : {"action_token", "kind", "subscription_id", "customer_id", "account_id", "requested", "parameters", "task_id", "strategy_id"})
    columns.emplace_back(Field{name, ColumnType::text, 0, {}});
  for (const auto& task : tasks) {
    const bool ordered = task.action && !task.action_token.empty();
    const std::string cells[] = {ordered ? task.action_token : task.id.text(), ordered ? std::string(name_of(*task.action)) : "contact", task.subscription.text(), task.customer.text(),
                                 task.account.text(), task.issued.to_string(), ordered ? parameters_text(task.parameters) : "", task.id.text(), task.strategy.text()};
    for (std::size_t c = 0; c < columns.size(); ++c) columns[c].append_text(cells[c]);
  }
  std::vector<Column> finished;
  for (auto& column : columns) finished.push_back(column.finish());
  return Batch::of(std::move(finished));
}

Status write_results(const RunAsk& ask, Store& store, const NightResult& result) {
  TaskDesk desk(store.entities());
  TaskFilter filter;
  filter.period = result.record.period().to_string();
  STAYSAIL_TRY(const auto tasks, desk.list(filter));
  STAYSAIL_TRY(const Batch actions, actions_table(tasks));
  STAYSAIL_CHECK(write_csv_file(ask.out + "/actions.csv", actions));
  STAYSAIL_TRY(const Quarantine quarantine, Quarantine::load(store));
  STAYSAIL_TRY(const Batch outside, quarantine.table());
  STAYSAIL_CHECK(write_night_tables(result.record, result.tasks, outside, ask.out));
  STAYSAIL_TRY(const std::string html, report_of(store, result.record.period(), ask.language));
  return write_file(ask.out + "/report.html", html);
}

Result<RunSummary> carry_out(const RunAsk& ask) {
  Progress progress;
  std::error_code problem;
  if (!ask.out.empty() && !std::filesystem::create_directories(ask.out, problem) && problem)
    return Error(Errc::io_failed, "the folder for results cannot be made: " + ask.out + ": " + problem.message());
  STAYSAIL_TRY(const auto store, open_named_store(ask.store));
  STAYSAIL_TRY(auto result, spend_night(ask, *store, progress.control()));
  if (!ask.out.empty()) {
    progress.control().report("report", 0, 0);
    STAYSAIL_CHECK(write_results(ask, *store, result));
  }
  RunSummary summary{std::move(result), progress.seconds()};
  if (!ask.out.empty()) STAYSAIL_CHECK(write_file(ask.out + "/receipt.json", receipt_json(summary)));
  return summary;
}

}  // namespace

int run(const RunAsk& ask) {
  const auto summary = carry_out(ask);
  if (!summary) return failed(summary.error());
  if (ask.format == "json" || ask.format == "ndjson") std::cout << receipt_json(*summary);
  else std::cout << summary_text(*summary, ask.language);
  return kOk;
}

}  // namespace staysail::program
