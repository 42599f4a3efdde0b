#include "staysail/work/contact_log.hpp"

#include <map>

#include "staysail/work/hold_out_log.hpp"

namespace staysail {
namespace {

const std::vector<std::string> kInteractionColumns = {"customer_id", "day", "channel", "direction", "result"};

struct TaskSpan {
  std::string channel;
  Day first, last;
};
using TaskSpans = std::map<std::string, std::vector<TaskSpan>, std::less<>>;  // by customer

PastContact contact_of(const Task& task) {
  PastContact contact;
  contact.customer_id = task.customer.text();
  contact.day = task.issued;
  contact.strategy_id = task.strategy.text();
  contact.channel = task.channel;
  contact.result = task.result;
  contact.open = task.open();
  if (!task.result.empty()) contact.answered = task.last_day();
  return contact;
}

bool belongs_to_task(const TaskSpans& spans, const PastContact& contact) {
  const auto found = spans.find(contact.customer_id);
  if (found == spans.end()) return false;
  for (const TaskSpan& span : found->second) {
    if (span.channel == contact.channel && span.first <= contact.day && contact.day <= span.last) return true;
  }
  return false;
}

// The customer of a row: named by it, or that of the subscription that owns it.
std::string_view customer_of(const Population& population, const FactBatch& chunk, const Column* customers,
                             std::size_t row) {
  if (customers != nullptr && !customers->is_null(row)) return customers->text(row);
  const std::uint32_t owner = chunk.owner[row];
  if (owner == kNoRow || chunk.grain[row] != Grain::subscription) return {};
  const Column* ids = population.subscriptions().find("customer_id");
  return ids == nullptr ? std::string_view{} : ids->text(owner);
}

Status collect(const Population& population, const FactBatch& chunk, const TaskSpans& spans,
               std::vector<PastContact>& out) {
  STAYSAIL_TRY(const Column days, chunk.rows.require("day", ColumnType::day));
  STAYSAIL_TRY(const Column channels, chunk.rows.require("channel", ColumnType::text));
  STAYSAIL_TRY(const Column directions, chunk.rows.require("direction", ColumnType::text));
  STAYSAIL_TRY(const Column results, chunk.rows.require("result", ColumnType::text));
  const Column* customers = chunk.rows.find("customer_id");
  for (std::size_t row = 0; row < chunk.rows.rows(); ++row) {
    if (directions.text(row) != "outbound" && results.text(row) != "opted_out") continue;
    PastContact contact;
    contact.customer_id = std::string(customer_of(population, chunk, customers, row));
    contact.day = Day::since_epoch(days.days()[row]);
    contact.channel = std::string(channels.text(row));
    contact.result = std::string(results.text(row));
    if (!contact.customer_id.empty() && !belongs_to_task(spans, contact)) out.push_back(std::move(contact));
  }
  return ok();
}

}  // namespace

Result<ContactHistory> contact_history(TaskDesk& desk, const Population& population) {
  STAYSAIL_TRY(const std::vector<Task> tasks, desk.list());
  std::vector<PastContact> contacts;
  TaskSpans spans;
  for (const Task& task : tasks) {
    if (task.state == TaskState::cancelled) continue;
    contacts.push_back(contact_of(task));
    spans[task.customer.text()].push_back(
        {task.channel, task.issued, task.open() ? population.as_of() : task.last_day()});
  }
  STAYSAIL_TRY(const std::vector<PastContact> held_out, HoldOutLog(desk.store()).contacts());
  contacts.insert(contacts.end(), held_out.begin(), held_out.end());
  STAYSAIL_TRY(const std::vector<Month> months, population.months_of("interactions"));
  if (!months.empty() && months.front() <= population.as_of().month_of()) {
    STAYSAIL_TRY(const std::vector<FactBatch> chunks,
                 population.facts("interactions", months.front(), population.as_of().month_of(), kInteractionColumns));
    for (const FactBatch& chunk : chunks) STAYSAIL_CHECK(collect(population, chunk, spans, contacts));
  }
  return ContactHistory::of(std::move(contacts), population.as_of());
}

}  // namespace staysail
