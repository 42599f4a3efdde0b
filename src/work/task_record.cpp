// A task as the bytes of its record. Attributes are appended, never moved: older records read on.
#include "staysail/model/record.hpp"
#include "staysail/work/task.hpp"

namespace staysail {
namespace {

constexpr std::size_t kAttributes = 30;
constexpr std::size_t kEntryAttributes = 4;
constexpr std::int64_t kActionKinds = static_cast<std::int64_t>(ActionKind::raise_fault) + 1;

// A list inside an attribute is a record of its own: how many items, then the items.
std::string pack(const std::vector<std::string>& texts) {
  RecordWriter writer(texts.size() + 1);
  writer.add_integer(static_cast<std::int64_t>(texts.size()));
  for (const std::string& text : texts) writer.add_text(text);
  return writer.finish();
}

std::vector<std::string> flat(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : pairs) {
    texts.push_back(name);
    texts.push_back(value);
  }
  return texts;
}

std::string pack(const std::vector<TaskEntry>& history) {
  RecordWriter writer(history.size() * kEntryAttributes + 1);
  writer.add_integer(static_cast<std::int64_t>(history.size()));
  for (const TaskEntry& entry : history) {
    writer.add_integer(entry.at.micros());
    writer.add_text(entry.event);
    writer.add_text(entry.actor);
    writer.add_text(entry.note);
  }
  return writer.finish();
}

// Reads one attribute after the other; the first fault stays and later reads give nothing.
class Fields {
 public:
  static Result<Fields> open(std::string_view bytes) {
    STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
    return Fields(std::move(reader));
  }
  std::string text() { return std::string(value_of(reader_.next_text())); }
  std::int64_t integer() { return value_of(reader_.next_integer()); }
  // Below `count`, else a fault.
  template <class Enum>
  Enum symbol(std::size_t count) {
    const std::int64_t value = integer();
    if (value >= 0 && static_cast<std::size_t>(value) < count) return static_cast<Enum>(value);
    fail(Error(Errc::malformed_record,
               "a task's record holds a number that is none of its symbols: " + std::to_string(value)));
    return Enum{};
  }
  Day day() { return value_of(reader_.next_day()); }
  Month month() { return value_of(reader_.next_month()); }
  bool failed() const { return fault_.has_value(); }
  Status status() const { return fault_ ? Status(*fault_) : ok(); }
  void fail(Error error) {
    if (!fault_) fault_ = std::move(error);
  }

 private:
  explicit Fields(RecordReader reader) : reader_(std::move(reader)) {}
  template <class Value>
  Value value_of(const Result<std::optional<Value>>& read) {
    if (!read) fail(read.error());
    return read && *read ? **read : Value{};
  }
  RecordReader reader_;
  std::optional<Error> fault_;
};

// Every item takes a byte at least, so a count beyond the bytes is none of ours.
Result<std::int64_t> read_size(Fields& fields, std::string_view bytes) {
  const std::int64_t count = fields.integer();
  if (count >= 0 && static_cast<std::uint64_t>(count) <= bytes.size()) return count;
  return Error(Errc::malformed_record, "a list in a task's record is cut: " + std::to_string(count));
}

Result<std::vector<std::string>> unpack_texts(std::string_view bytes) {
  std::vector<std::string> texts;
  if (bytes.empty()) return texts;
  STAYSAIL_TRY(Fields fields, Fields::open(bytes));
  STAYSAIL_TRY(const std::int64_t count, read_size(fields, bytes));
  for (std::int64_t i = 0; i < count && !fields.failed(); ++i) texts.push_back(fields.text());
  STAYSAIL_CHECK(fields.status());
  return texts;
}

Result<std::vector<TaskEntry>> unpack_history(std::string_view bytes) {
  std::vector<TaskEntry> history;
  if (bytes.empty()) return history;
  STAYSAIL_TRY(Fields fields, Fields::open(bytes));
  STAYSAIL_TRY(const std::int64_t count, read_size(fields, bytes));
  for (std::int64_t i = 0; i < count && !fields.failed(); ++i) {
    TaskEntry entry;
    entry.at = Instant::from_micros(fields.integer());
    entry.event = fields.text();
    entry.actor = fields.text();
    entry.note = fields.text();
    history.push_back(std::move(entry));
  }
  STAYSAIL_CHECK(fields.status());
  return history;
}

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
  writer.add_text(pack(flat(task.parameters)));
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
  STAYSAIL_TRY(const std::vector<std::string> texts, unpack_texts(packed));
  if (texts.size() % 2 != 0)
    return Error(Errc::malformed_record, "a parameter in a task's record has a name and no value");
  for (std::size_t i = 0; i < texts.size(); i += 2) task.parameters.emplace_back(texts[i], texts[i + 1]);
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

void add_index(Record& record, std::string index, const std::string& value) {
  if (!value.empty()) record.indexes.push_back({std::move(index), value});
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
  add_index(record, "period", task.period.to_string());
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
