#include "run.hpp"

#include <chrono>

#include "known_bosses.hpp"
#include "named_store.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/cycle/file_receipts.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/report/exports.hpp"
#include "staysail/report/night_files.hpp"
#include "staysail/report/out_folder.hpp"
#include "staysail/strategy/rule_table.hpp"

namespace staysail::python {
namespace {

Result<std::unique_ptr<OutboxActions>> open_outbox(const RunRequest& request, const OpenBoss& boss) {
  if (!request.out) return std::unique_ptr<OutboxActions>();
  STAYSAIL_CHECK(check_out_folder(*request.out, {boss.folder, request.playbook, boss.mapping}));
  STAYSAIL_CHECK(make_folder(*request.out));
  STAYSAIL_TRY(auto outbox, OutboxActions::open(*request.out + "/outbox"));
  const auto& exchange = boss.mapping->exchange;
  if (exchange && exchange->sort_receipts) STAYSAIL_CHECK(outbox->sort_receipts());
  return outbox;
}

Result<std::optional<Exchange>> open_exchange(const RunRequest& request, const Mapping& mapping) {
  if (!mapping.exchange) return std::optional<Exchange>();
  STAYSAIL_TRY(auto exchange, Exchange::open(request.boss, mapping));
  return std::optional(std::move(exchange));
}

Result<std::vector<MovedFile>> settle_files(const std::optional<Exchange>& exchange, const NightResult& result,
                                            Store& store) {
  if (!exchange) return std::vector<MovedFile>();
  STAYSAIL_TRY(const auto receipts, file_receipts(result, store));
  return exchange->settle(receipts);
}

Result<std::unique_ptr<SqlActions>> open_procedures(const RunRequest& request) {
  if (request.orders.empty() != request.statements.empty())
    return Error(Errc::invalid_argument,
                 "a database takes orders by its statements: orders= and statements= go together");
  if (request.orders.empty()) return std::unique_ptr<SqlActions>();
  return known_bosses().open_actions(request.orders, request.statements);
}

// The receipt goes first: should the tables not be finished, the next run knows whose they are.
Status write_out(const RunRequest& request, Store& store, const NightResult& result, const std::string& receipt) {
  if (!request.out) return ok();
  STAYSAIL_CHECK(write_file(*request.out + "/receipt.json", receipt));
  return write_night(store, result, *request.out, request.options.language);
}

}  // namespace

Instant wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

Result<Run> Run::spend(const RunRequest& request, const std::function<StepSeconds()>& seconds) {
  STAYSAIL_TRY(const auto boss,
               known_bosses().open({request.boss, request.mapping, request.changed_since, wall_clock()}));
  STAYSAIL_TRY(const auto outbox, open_outbox(request, boss));
  STAYSAIL_TRY(const auto procedures, open_procedures(request));
  STAYSAIL_TRY(const auto store, open_named_store(request.store));
  NightParts parts;
  parts.feed = boss.feed.get();
  parts.actions = boss.actions ? boss.actions.get() : outbox.get();
  if (procedures) parts.actions = procedures.get();
  parts.store = store.get();
  parts.playbook = request.playbook;
  parts.catalog = &boss.mapping->catalog;
  parts.currency = boss.mapping->currency;
  Run run;
  STAYSAIL_TRY(const auto exchange, open_exchange(request, *boss.mapping));
  STAYSAIL_TRY(run.result_, run_night(parts, request.options));
  STAYSAIL_TRY(run.moved_, settle_files(exchange, run.result_, *store));
  run.receipt_ = receipt_json(run.result_, seconds());
  STAYSAIL_CHECK(write_out(request, *store, run.result_, run.receipt_));
  return run;
}

Result<Batch> Run::indicators() const { return indicators_table(night()); }

Result<std::vector<std::pair<StrategyId, Explanation>>> Run::why_not(const SubscriptionId& subscription,
                                                                     const StrategyId& strategy) const {
  if (night().rules.rows() == 0) return Error(Errc::not_found, "the playbook of the run had no strategies");
  STAYSAIL_TRY(const Matcher matcher, matcher_of(night().rules, night().decision.schema()));
  STAYSAIL_TRY(const ReadableNames names, titles_of(night().rules));
  const Inputs constants = {{"as_of", Value::date(night().as_of)}};
  std::vector<std::pair<StrategyId, Explanation>> told;
  if (!strategy.empty()) {
    STAYSAIL_TRY(auto one,
                 explain(matcher, night().decision, night().matches, constants, subscription, strategy, names));
    told.emplace_back(strategy, std::move(one));
    return told;
  }
  STAYSAIL_TRY(auto all, explain_all(matcher, night().decision, night().matches, constants, subscription, names));
  for (std::size_t i = 0; i < all.size(); ++i) told.emplace_back(matcher.rules()[i].id, std::move(all[i]));
  return told;
}

}  // namespace staysail::python
