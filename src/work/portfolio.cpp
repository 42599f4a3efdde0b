#include "staysail/work/portfolio.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "staysail/base/digest.hpp"
#include "staysail/model/record.hpp"

namespace staysail {
namespace {

Error damaged() {
  return Error(Errc::malformed_record, "a record of a hand-over misses a part; run `staysail verify`");
}

Status check(const HandOver& asked, const Roster& roster) {
  if (asked.from.empty() || asked.to.empty() || asked.from == asked.to)
    return Error(Errc::invalid_argument, "a portfolio goes from one person to another; name both");
  if (asked.actor.empty() || asked.reason.empty())
    return Error(Errc::invalid_argument, "a hand-over says who decided it and why");
  if (roster.may_take(asked.to)) return ok();
  return Error(Errc::no_assignee,
               "this person is not in the staff table, is away or has left, or has a role that is "
               "given no tasks: " +
                   asked.to.text());
}

// True when it was on file already.
Result<bool> put_on_file(EntityStore& store, const HandOver& asked) {
  Record record;
  record.payload = encode(asked);
  record.key = {std::string(Portfolios::kKind), digest_of(record.payload).to_string()};
  STAYSAIL_TRY(const auto known, store.get({record.key}));
  if (known.front()) return true;
  const std::string token = "hand_over:" + record.key.id;
  ChangeSet changes;
  changes.put(std::move(record), absent);
  STAYSAIL_TRY(const Receipt receipt, store.apply(changes, token));
  return receipt.repeated;
}

bool concerns(const HandOver& hand_over, const CustomerId& customer) {
  return hand_over.customers.empty() ||
         std::find(hand_over.customers.begin(), hand_over.customers.end(), customer) != hand_over.customers.end();
}

// The task cannot go: its state does not allow it, or something later happened to it already.
bool stays(Errc code) { return code == Errc::illegal_transition || code == Errc::conflict; }

std::string text_at(const Batch& frame, std::string_view name, std::size_t row) {
  const Column* column = frame.find(name);
  return column == nullptr || column->is_null(row) ? std::string() : std::string(column->text(row));
}

// What one person has, and where the person stands in the staff table.
struct Burden {
  std::int64_t customers = 0, tasks = 0;
  std::optional<std::size_t> row;
};

Schema portfolio_schema() {
  std::vector<Field> fields;
  for (const char* name : {"manager_id", "unit_id", "team", "status"})
    fields.push_back({name, ColumnType::text, 0, ""});
  fields.push_back({"customers", ColumnType::number, 0, "customers"});
  fields.push_back({"open_tasks", ColumnType::number, 0, "tasks"});
  return Schema::of(std::move(fields)).value();
}

void append_text(ColumnBuilder& column, const std::string& text) {
  text.empty() ? column.append_null() : column.append_text(text);
}

void append(const std::string& manager, const Burden& burden, const Batch& staff, BatchBuilder& rows) {
  rows.column(0).append_text(manager);
  append_text(rows.column(1), burden.row ? text_at(staff, "unit_id", *burden.row) : "");
  append_text(rows.column(2), burden.row ? text_at(staff, "team", *burden.row) : "");
  const char* unlisted = manager == kSystemStaff ? "" : "unknown";
  append_text(rows.column(3), burden.row ? text_at(staff, "status", *burden.row) : unlisted);
  rows.column(4).append_number(burden.customers);
  rows.column(5).append_number(burden.tasks);
}

}  // namespace

std::string encode(const HandOver& hand_over) {
  std::vector<std::string> customers;
  for (const CustomerId& customer : hand_over.customers) customers.push_back(customer.text());
  std::sort(customers.begin(), customers.end());
  RecordWriter writer(7 + customers.size());
  writer.add_text(hand_over.from.text());
  writer.add_text(hand_over.to.text());
  writer.add_integer(hand_over.since.days_since_epoch());
  writer.add_integer(hand_over.decided.micros());
  writer.add_text(hand_over.actor);
  writer.add_text(hand_over.reason);
  writer.add_integer(static_cast<std::int64_t>(customers.size()));
  for (const std::string& customer : customers) writer.add_text(customer);
  return writer.finish();
}

Result<HandOver> decode_hand_over(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  STAYSAIL_TRY(const auto from, reader.next_text());
  STAYSAIL_TRY(const auto to, reader.next_text());
  STAYSAIL_TRY(const auto since, reader.next_day());
  STAYSAIL_TRY(const auto decided, reader.next_integer());
  STAYSAIL_TRY(const auto actor, reader.next_text());
  STAYSAIL_TRY(const auto reason, reader.next_text());
  STAYSAIL_TRY(const auto customers, reader.next_integer());
  if (!from || !to || !since || !decided || !actor || !reason || !customers || *customers < 0) return damaged();
  HandOver read{StaffId::of(std::string(*from)),
                StaffId::of(std::string(*to)),
                *since,
                {},
                Instant::from_micros(*decided),
                std::string(*actor),
                std::string(*reason)};
  for (std::int64_t i = 0; i < *customers; ++i) {
    STAYSAIL_TRY(const auto customer, reader.next_text());
    if (!customer) return damaged();
    read.customers.push_back(CustomerId::of(std::string(*customer)));
  }
  return read;
}

Portfolios::Portfolios(std::vector<HandOver> hand_overs) : hand_overs_(std::move(hand_overs)) {
  std::sort(hand_overs_.begin(), hand_overs_.end(), [](const HandOver& a, const HandOver& b) {
    return std::make_tuple(a.since, a.decided, encode(a)) < std::make_tuple(b.since, b.decided, encode(b));
  });
}

Result<Portfolios> Portfolios::load(EntityStore& store) {
  std::vector<HandOver> hand_overs;
  FindRequest request;
  request.kind = std::string(kKind);
  request.parts = RecordParts::payload;
  STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(HandOver read, decode_hand_over(record.payload));
    hand_overs.push_back(std::move(read));
    return ok();
  }));
  return Portfolios(std::move(hand_overs));
}

StaffId Portfolios::manager_of(const CustomerId& customer, const StaffId& manager, Day day) const {
  StaffId holder = manager;
  for (const HandOver& each : hand_overs_)
    if (each.since <= day && each.from == holder && concerns(each, customer)) holder = each.to;
  return holder;
}

Result<Batch> Portfolios::with_managers(const Batch& frame, Day day) const {
  const Column *customers = frame.find("customer_id"), *managers = frame.find("manager_id");
  if (hand_overs_.empty() || customers == nullptr || managers == nullptr) return frame;
  ColumnBuilder column(managers->field());
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    if (managers->is_null(row)) {
      column.append_null();
      continue;
    }
    const auto customer = CustomerId::of(text_at(frame, "customer_id", row));
    column.append_text(manager_of(customer, StaffId::of(std::string(managers->text(row))), day).text());
  }
  return frame.with(column.finish());
}

Result<HandOverReport> hand_over(TaskDesk& desk, const HandOver& asked, const Roster& roster, const Control& control) {
  STAYSAIL_CHECK(check(asked, roster));
  HandOverReport report;
  STAYSAIL_TRY(report.repeated, put_on_file(desk.store(), asked));
  TaskFilter held;
  held.assignee = asked.from.text();
  held.only_open = true;
  STAYSAIL_TRY(const auto tasks, desk.list(held));
  for (const Task& task : tasks) {
    if (!concerns(asked, task.customer)) continue;
    STAYSAIL_CHECK(control.check());
    const auto moved =
        desk.assign(task.id, asked.to, roster, {asked.decided, asked.actor, "hand-over: " + asked.reason});
    if (moved) ++report.tasks;
    else if (stays(moved.error().code())) report.stuck.push_back(task.id);
    else return moved.error();
  }
  return report;
}

Result<Batch> portfolio_frame(const Portfolios& portfolios, const Batch& customers, const Batch& staff,
                              const std::vector<Task>& open_tasks, Day day) {
  STAYSAIL_TRY(const Batch held, portfolios.with_managers(customers, day));
  std::map<std::string, Burden> burdens;
  for (std::size_t row = 0; row < held.rows(); ++row) {
    const std::string manager = text_at(held, "manager_id", row);
    if (!manager.empty()) ++burdens[manager].customers;
  }
  for (const Task& task : open_tasks)
    if (!task.assignee.empty()) ++burdens[task.assignee.text()].tasks;
  for (std::size_t row = 0; row < staff.rows(); ++row) {
    const auto found = burdens.find(text_at(staff, "staff_id", row));
    if (found != burdens.end()) found->second.row = row;
  }
  BatchBuilder rows(portfolio_schema());
  for (const auto& [manager, burden] : burdens) append(manager, burden, staff, rows);
  return rows.finish();
}

}  // namespace staysail
