// Matter (事项): one thing that people pursue for a customer over several steps, and everything that happened to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/work/matter_life.hpp"
#include "staysail/work/task.hpp"

namespace staysail {

using MatterId = Id<struct MatterTag>;

struct Matter {
  static constexpr std::string_view kKind = "matter";  // of its records in a store

  MatterId id;
  MatterKind kind = MatterKind::care;
  std::string subject;   // "welcome", "complaint"; of subjects_of() where the kind has some
  std::string occasion;  // what makes it this one and no other: a month, a bill, a day
  CustomerId customer;
  AccountId account;
  SubscriptionId subscription;
  MatterId parent;  // the matter of which it is a part; empty: none
  std::string state;
  StaffId assignee;  // empty: nobody yet
  UnitId unit;
  std::string opened_by;
  Instant opened;
  std::optional<Instant> due;          // when its clock runs out; pauses are in it already
  std::optional<Instant> clock_stood;  // since when the clock stands still
  std::int64_t paused_minutes = 0;     // working minutes for which it stood before that
  std::optional<Instant> timer;        // when its clock next says something; none: never again
  std::int64_t timer_step = 0;         // how often it has
  std::int64_t escalation_level = 0;
  std::vector<std::pair<std::string, std::string>> attributes;  // sorted by name, none empty
  std::vector<TaskEntry> history;                               // the opening is the first line
  std::uint64_t version = 0;                                    // of its record, as read

  bool open() const { return !life_of(kind).is_final(state); }
  // Empty when it is not on file.
  std::string_view attribute(std::string_view name) const;
  // An empty value takes it away.
  void set_attribute(const std::string& name, const std::string& value);
  friend bool operator==(const Matter&, const Matter&) = default;
};

// Follows from what it is about alone: the same matter opened twice is one.
MatterId matter_id_of(const Matter& matter);

// Its record, found by kind, customer_id, assignee, unit, parent, state ("care:initial") and, while its
// clock runs, timer (ISO text); and back (`malformed_record`).
Record to_record(const Matter& matter);
Result<Matter> matter_of(const Record& record);

// One row a matter, in their order: matter_id, kind, subject, occasion, customer_id, account_id, subscription_id,
// parent, state, assignee, unit, opened, due, escalation_level, attributes ("cause=billing;total_minor=100"). What a
// matter does not have is null.
Result<Batch> matter_frame(const std::vector<Matter>& matters);
// Every line of their histories: matter_id, at, event, actor, note.
Result<Batch> matter_history_frame(const std::vector<Matter>& matters);

}  // namespace staysail
