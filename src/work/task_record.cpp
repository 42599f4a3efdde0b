// A task as the bytes of its record. Attributes are appended, never moved: older records read on.
#include "staysail/work/task.hpp"
#include "work/record_fields.hpp"

namespace staysail {
namespace {

constexpr std::size_t kAttributes = 30;
constexpr std::int64_t kActionKinds = static_cast<std::int64_t>(ActionKind::raise_fault) + 1;

void write_identity(const Task& task, RecordWriter& writer) {
  writer.add_integer(task.period.index());
  writer.add_text(task.customer.text());
  writer.add_text(task.subscription.text());
  writer.add_text(task.account.text());
  writer.add_text(task.strategy.text());
  writer.add_integer(task.strategy_version);
  writer.add_text(task.kind);
  writer.add_text(task.stage);
  writer.add_text(task.segment);
  writer.add_integer(task.rank);
  writer.add_text(task.channel);
  writer.add_text(task.tactic);
  writer.add_text(pack(task.knowledge));
}

void write_action(const Task& task, RecordWriter& writer) {
  writer.add_integer(task.action ? static_cast<std::int64_t>(*task.action) + 1 : 0);
  writer.add_text(pack(task.parameters));
  writer.add_integer(static_cast<std::int64_t>(task.moment));
  writer.add_integer(static_cast<std::int64_t>(task.action_progress));
  writer.add_text(task.action_batch);
  writer.add_text(task.action_token);
  writer.add_integer(task.action_position);
  writer.add_integer(task.action_day.days_since_epoch());
}

void write_course(const Task& task, RecordWriter& writer) {
  writer.add_text(task.assignee.text());
  writer.add_text(task.unit.text());
  writer.add_integer(task.issued.days_since_epoch());
  writer.add_integer(task.due.days_since_epoch());
  writer.add_integer(static_cast<std::int64_t>(task.state));
  writer.add_text(task.result);
  writer.add_text(pack(task.history));
  writer.add_text(task.time_zone);
  writer.add_text(task.action_reference);
}

Status read_identity(Fields& fields, Task& task) {
  task.period = fields.month();
  task.customer = CustomerId::of(fields.text());
  task.subscription = SubscriptionId::of(fields.text());
  task.account = AccountId::of(fields.text());
  task.strategy = StrategyId::of(fields.text());
  task.strategy_version = fields.integer();
  task.kind = fields.text();
  task.stage = fields.text();
  task.segment = fields.text();
  task.rank = fields.integer();
  task.channel = fields.text();
  task.tactic = fields.text();
  STAYSAIL_TRY(task.knowledge, unpack_texts(fields.text()));
  return ok();
}

Status read_action(Fields& fields, Task& task) {
  const std::int64_t action = fields.integer();
  const std::string packed = fields.text();
  task.moment = fields.symbol<ActionMoment>(2);
  task.action_progress = fields.symbol<ActionProgress>(7);
  task.action_batch = fields.text();
  task.action_token = fields.text();
  task.action_position = fields.integer();
  task.action_day = fields.day();
  if (action < 0 || action > kActionKinds)
    fields.fail(Error(Errc::malformed_record, "a task's record holds an unknown kind of action"));
  if (action > 0) task.action = static_cast<ActionKind>(action - 1);
  STAYSAIL_TRY(task.parameters, unpack_pairs(packed));
  return ok();
}

Status read_course(Fields& fields, Task& task) {
  task.assignee = StaffId::of(fields.text());
  task.unit = UnitId::of(fields.text());
  task.issued = fields.day();
  task.due = fields.day();
  task.state = fields.symbol<TaskState>(kTaskStates);
  task.result = fields.text();
  STAYSAIL_TRY(task.history, unpack_history(fields.text()));
  task.time_zone = fields.text();
  task.action_reference = fields.text();
  return ok();
}

}  // namespace

Record to_record(const Task& task) {
  RecordWriter writer(kAttributes);
  write_identity(task, writer);
  write_action(task, writer);
  write_course(task, writer);
  Record record;
  record.key = {std::string(Task::kKind), task.id.text()};
  record.version = task.version;
  record.payload = writer.finish();
  add_index(record, "customer_id", task.customer.text());
  add_index(record, "subscription_id", task.subscription.text());
  add_index(record, "assignee", task.assignee.text());
  add_index(record, "unit", task.unit.text());
  add_index(record, "strategy_id", task.strategy.text());
  add_index(record, "state", std::string(name_of(task.state)));
  if (waits_for_boss(task)) add_index(record, "action", std::string(name_of(task.action_progress)));
  return record;
}

Result<Task> task_of(const Record& record) {
  STAYSAIL_TRY(Fields fields, Fields::open(record.payload));
  Task task;
  task.id = TaskId::of(record.key.id);
  task.version = record.version;
  STAYSAIL_CHECK(read_identity(fields, task));
  STAYSAIL_CHECK(read_action(fields, task));
  STAYSAIL_CHECK(read_course(fields, task));
  STAYSAIL_CHECK(fields.status());
  return task;
}

}  // namespace staysail
