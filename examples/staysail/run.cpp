#include <algorithm>
#include <iostream>
#include <optional>

#include "host.hpp"
#include "known_bosses.hpp"
#include "printing.hpp"
#include "run_summary.hpp"
#include "staysail/boss/exchange.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/cycle/file_receipts.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/report/exports.hpp"
#include "staysail/report/night_files.hpp"
#include "staysail/report/out_folder.hpp"
#include "staysail/report/receipt.hpp"

namespace staysail::program {
namespace {

Result<std::unique_ptr<OutboxActions>> open_outbox(const RunAsk& ask, const Mapping& mapping) {
  const std::string folder = ask.outbox.empty() ? ask.out + "/outbox" : ask.outbox;
  if (ask.no_actions || (ask.out.empty() && ask.outbox.empty())) return std::unique_ptr<OutboxActions>();
  STAYSAIL_TRY(auto outbox, OutboxActions::open(folder));
  if (!mapping.exchange || !mapping.exchange->sort_receipts) return outbox;
  STAYSAIL_TRY(const auto sorted, outbox->sort_receipts());
  for (const auto& file : sorted)
    if (!file.reason.empty())
      std::cerr << "staysail: " << folder << "/bad/" << file.file << ": " << file.message << "\n";
  return outbox;
}

// The folders through which the files go, looked at before anything is read; none without an exchange.
Result<std::optional<Exchange>> open_exchange(const RunAsk& ask, const Mapping& mapping) {
  if (!mapping.exchange) return std::optional<Exchange>();
  STAYSAIL_TRY(auto exchange, Exchange::open(ask.boss, mapping));
  return std::optional(std::move(exchange));
}

Status settle_files(const std::optional<Exchange>& exchange, const NightResult& result, Store& store) {
  if (!exchange) return ok();
  STAYSAIL_TRY(const auto receipts, file_receipts(result, store));
  STAYSAIL_TRY(const auto moved, exchange->settle(receipts));
  for (const auto& file : moved)
    if (file.to.empty()) std::cerr << "staysail: " << file.file << " stays where it is: " << file.message << "\n";
  return ok();
}

Result<std::unique_ptr<SqlActions>> open_procedures(const RunAsk& ask) {
  if (ask.orders.empty() || ask.no_actions) return std::unique_ptr<SqlActions>();
  return known_bosses().open_actions(ask.orders, ask.statements);
}

// The feed of the mapping, and a folder for results that is nobody else's: before the store is made.
Result<OpenBoss> open_feed(const RunAsk& ask) {
  STAYSAIL_TRY(auto boss, known_bosses().open({ask.boss, ask.mapping, ask.changed_since, wall_clock()}));
  if (!ask.out.empty()) STAYSAIL_CHECK(check_out_folder(ask.out, {boss.folder, ask.playbook, boss.mapping}));
  return boss;
}

Result<NightResult> spend_night(const RunAsk& ask, const OpenBoss& boss, Store& store, const Control& control,
                                Executor& executor) {
  STAYSAIL_TRY(const auto outbox, open_outbox(ask, *boss.mapping));
  STAYSAIL_TRY(const auto procedures, open_procedures(ask));
  NightParts parts;
  parts.feed = boss.feed.get();
  parts.actions = outbox.get();
  if (boss.actions && !ask.no_actions) parts.actions = boss.actions.get();
  if (procedures) parts.actions = procedures.get();
  parts.store = &store;
  parts.playbook = ask.playbook;
  parts.catalog = &boss.mapping->catalog;
  parts.currency = boss.mapping->currency;
  NightOptions options;
  STAYSAIL_TRY(options.as_of, Day::parse(ask.as_of));
  options.batch_rows = ask.batch_rows;
  options.executor = &executor;
  options.control = control;
  options.language = ask.language;
  return run_night(parts, options);
}

// Tonight's result lacks what these files tell: a finding, though all else was done.
bool has_withheld(const NightResult& result) {
  return std::any_of(result.files.begin(), result.files.end(),
                     [](const FileIntake& file) { return file.withheld.has_value(); });
}

struct RunOutcome {
  NightResult result;
  StepSeconds seconds;
};

Status write_receipt(const RunAsk& ask, const RunOutcome& outcome) {
  return write_file(ask.out + "/receipt.json", receipt_json(outcome.result, outcome.seconds));
}

Result<RunOutcome> carry_out(const OpenBoss& boss, Store& store, const RunAsk& ask) {
  Progress progress;
  if (!ask.out.empty()) STAYSAIL_CHECK(make_folder(ask.out));
  ThreadPool pool(ask.threads);
  STAYSAIL_TRY(const auto exchange, open_exchange(ask, *boss.mapping));
  STAYSAIL_TRY(auto result, spend_night(ask, boss, store, progress.control(), pool));
  STAYSAIL_CHECK(settle_files(exchange, result, store));
  RunOutcome outcome{std::move(result), progress.seconds()};
  if (ask.out.empty()) return outcome;
  progress.control().report("report", 0, 0);
  // The receipt goes first: should the tables not be finished, the next run knows whose they are.
  STAYSAIL_CHECK(write_receipt(ask, outcome));
  STAYSAIL_CHECK(write_night(store, outcome.result, ask.out, ask.language, &pool));
  outcome.seconds = progress.seconds();
  STAYSAIL_CHECK(write_receipt(ask, outcome));
  return outcome;
}

}  // namespace

int run(const RunAsk& ask) {
  const auto boss = open_feed(ask);
  if (!boss) return failed(boss.error());
  const auto store = open_named_store(ask.store, Opening::or_make);
  if (!store) return refused_store(store.error());
  const auto outcome = carry_out(*boss, **store, ask);
  for (const auto& observation : boss->observations()) std::cerr << "staysail: " << observation << "\n";
  if (!outcome) return failed(outcome.error());
  if (ask.format == "table") std::cout << summary_text(outcome->result, ask.language);
  else print_object(receipt_json(outcome->result, outcome->seconds), ask.format);
  const bool found = has_withheld(outcome->result) || outcome->result.actions.has_findings() || boss->is_short();
  return found ? kFindings : kOk;
}

}  // namespace staysail::program
