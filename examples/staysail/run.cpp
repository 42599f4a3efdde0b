#include <filesystem>
#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "run_summary.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/report/night_files.hpp"
#include "staysail/report/receipt.hpp"

namespace staysail::program {
namespace {

Result<std::unique_ptr<OutboxActions>> open_outbox(const RunAsk& ask) {
  const std::string folder = ask.outbox.empty() ? ask.out + "/outbox" : ask.outbox;
  if (ask.no_actions || (ask.out.empty() && ask.outbox.empty())) return std::unique_ptr<OutboxActions>();
  return OutboxActions::open(folder);
}

Result<NightResult> spend_night(const RunAsk& ask, Store& store, const Control& control, Executor& executor) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(ask.boss, ask.mapping));
  STAYSAIL_TRY(const auto outbox, open_outbox(ask));
  NightParts parts;
  parts.feed = feed.get();
  parts.actions = outbox.get();
  parts.store = &store;
  parts.playbook = ask.playbook;
  parts.catalog = &feed->mapping().catalog;
  parts.currency = feed->mapping().currency;
  NightOptions options;
  STAYSAIL_TRY(options.as_of, Day::parse(ask.as_of));
  options.batch_rows = ask.batch_rows;
  options.executor = &executor;
  options.control = control;
  options.language = ask.language;
  return run_night(parts, options);
}

struct RunOutcome {
  NightResult result;
  StepSeconds seconds;
};

Result<RunOutcome> carry_out(Store& store, const RunAsk& ask) {
  Progress progress;
  std::error_code problem;
  if (!ask.out.empty() && !std::filesystem::create_directories(ask.out, problem) && problem)
    return Error(Errc::io_failed, "the folder for results cannot be made: " + ask.out + ": " + problem.message());
  ThreadPool pool(ask.threads);
  STAYSAIL_TRY(auto result, spend_night(ask, store, progress.control(), pool));
  if (!ask.out.empty()) {
    progress.control().report("report", 0, 0);
    STAYSAIL_CHECK(write_night(store, result, ask.out, ask.language, &pool));
  }
  RunOutcome outcome{std::move(result), progress.seconds()};
  if (!ask.out.empty())
    STAYSAIL_CHECK(write_file(ask.out + "/receipt.json", receipt_json(outcome.result, outcome.seconds)));
  return outcome;
}

}  // namespace

int run(const RunAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::or_make);
  if (!store) return refused_store(store.error());
  const auto outcome = carry_out(**store, ask);
  if (!outcome) return failed(outcome.error());
  if (ask.format == "table") std::cout << summary_text(outcome->result, ask.language);
  else print_object(receipt_json(outcome->result, outcome->seconds), ask.format);
  return kOk;
}

}  // namespace staysail::program
