#include "staysail/work/task_frame.hpp"

#include <algorithm>

namespace staysail {
namespace {

constexpr std::size_t kDue = 12;

Result<Schema> task_schema() {
  std::vector<Field> fields;
  for (const char* name :
       {"task_id", "period", "customer_id", "subscription_id", "strategy_id", "stage", "segment", "action", "channel",
        "tactic", "assignee", "unit", "due", "state", "result", "knowledge_refs"}) {
    fields.push_back({name, ColumnType::text, 0, ""});
  }
  fields[kDue].type = ColumnType::day;
  return Schema::of(std::move(fields));
}

std::string action_text(const Task& task) {
  if (!task.action) return "";
  std::string text(name_of(*task.action));
  if (!task.parameters.empty()) text += " " + parameters_text(task.parameters);
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

void append(BatchBuilder& builder, std::size_t column, std::string_view text) {
  if (text.empty()) builder.column(column).append_null();
  else builder.column(column).append_text(text);
}

void append_task(BatchBuilder& builder, const Task& task) {
  const std::string period = task.period.to_string(), action = action_text(task), knowledge = joined(task.knowledge);
  const std::string_view before[] = {task.id.text(),       period,      task.customer.text(), task.subscription.text(),
                                     task.strategy.text(), task.stage,  task.segment,         action,
                                     task.channel,         task.tactic, task.assignee.text(), task.unit.text()};
  const std::string_view after[] = {name_of(task.state), task.result, knowledge};
  for (std::size_t i = 0; i < std::size(before); ++i) append(builder, i, before[i]);
  builder.column(kDue).append_day(task.due);
  for (std::size_t i = 0; i < std::size(after); ++i) append(builder, kDue + 1 + i, after[i]);
}

}  // namespace

Result<Batch> task_frame(std::span<const Task> tasks) {
  STAYSAIL_TRY(const Schema schema, task_schema());
  std::vector<const Task*> order;
  for (const Task& task : tasks) order.push_back(&task);
  std::sort(order.begin(), order.end(), [](const Task* a, const Task* b) { return a->id < b->id; });
  BatchBuilder builder(schema);
  for (const Task* task : order) append_task(builder, *task);
  return builder.finish();
}

}  // namespace staysail
