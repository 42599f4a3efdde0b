#include "staysail/report/night_files.hpp"

#include <functional>
#include <iterator>
#include <span>
#include <vector>

#include "staysail/base/guard.hpp"
#include "staysail/files/csv_writer.hpp"
#include "staysail/report/exports.hpp"
#include "staysail/report/store_report.hpp"
#include "staysail/view/conflicts.hpp"
#include "staysail/view/quarantine.hpp"
#include "staysail/work/task_actions.hpp"
#include "staysail/work/task_desk.hpp"

namespace staysail {
namespace {

// What was done to whom: orders as the BOSS has them, and conversations without an order. Customers of a simulated
// operator answer it.
Result<Batch> actions_table(std::span<const Task> tasks, Month period) {
  std::vector<ColumnBuilder> columns;
  for (const char* name : {"action_token", "kind", "subscription_id", "customer_id", "account_id", "requested",
                           "parameters", "task_id", "strategy_id"})
    columns.emplace_back(Field{name, ColumnType::text, 0, {}});
  for (const auto& task : tasks) {
    if (task.period != period) continue;
    const bool ordered = task.action && !task.action_token.empty();
    const std::string cells[] = {ordered ? task.action_token : task.id.text(),
                                 ordered ? std::string(name_of(*task.action)) : "contact",
                                 task.subscription.text(),
                                 task.customer.text(),
                                 task.account.text(),
                                 task.issued.to_string(),
                                 parameters_text(action_parameters(task)),
                                 task.id.text(),
                                 task.strategy.text()};
    for (std::size_t c = 0; c < columns.size(); ++c) columns[c].append_text(cells[c]);
  }
  std::vector<Column> finished;
  for (auto& column : columns) finished.push_back(column.finish());
  return Batch::of(std::move(finished));
}

Status write_page(Store& store, const NightRecord& night, const std::vector<Task>& tasks, const std::string& folder,
                  const std::string& language) {
  STAYSAIL_TRY(const std::string html, report_of(store, night, tasks, language));
  return write_file(folder + "/report.html", html);
}

}  // namespace

Status write_night(Store& store, const NightResult& result, const std::string& folder, const std::string& language,
                   Executor* executor) {
  STAYSAIL_TRY(const Quarantine quarantine, Quarantine::load(store));
  STAYSAIL_TRY(const Batch outside, quarantine.table());
  STAYSAIL_TRY(const Batch waiting, quarantine.waiting_table());
  STAYSAIL_TRY(const Conflicts found, Conflicts::load(store));
  STAYSAIL_TRY(const Batch conflicts, found.table());
  STAYSAIL_TRY(const auto tasks, TaskDesk(store.entities()).list());
  STAYSAIL_TRY(const Batch actions, actions_table(tasks, result.record.period()));
  const std::function<Status()> parts[] = {
      [&] { return write_night_tables(result.record, result.tasks, outside, folder); },
      [&] { return write_page(store, result.record, tasks, folder, language); },
      [&] { return write_csv_file(folder + "/actions.csv", actions); },
      [&] { return write_csv_file(folder + "/waiting.csv", waiting); },
      [&] { return write_csv_file(folder + "/conflicts.csv", conflicts); },
  };
  STAYSAIL_CHECK(make_folder(folder));
  InlineExecutor here;
  return run_each(executor != nullptr ? *executor : here, std::size(parts), [&](std::size_t i) { return parts[i](); });
}

}  // namespace staysail
