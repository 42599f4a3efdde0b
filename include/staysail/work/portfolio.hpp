// Portfolio: whose customers these are, also after somebody has handed them over.
//
// The BOSS says who manages a customer (`manager_id`). A hand-over says that from a day on what was one person's is
// another's, all of it or named customers, until the BOSS itself names somebody else. Hand-overs follow each other: who
// took over may hand on. They change no record of the BOSS; they are kept beside it with who decided it and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/work/task_desk.hpp"

namespace staysail {

struct HandOver {
  StaffId from, to;
  Day since;                          // the first day on which it holds
  std::vector<CustomerId> customers;  // none named: the whole portfolio, whoever comes into it later included
  Instant decided;                    // the operator's civil time
  std::string actor, reason;          // who decided it, and why; both must be said
};

// The bytes that a store keeps, and back; `malformed_record` for any others. Equal hand-overs have equal bytes.
std::string encode(const HandOver& hand_over);
Result<HandOver> decode_hand_over(std::string_view bytes);

// Immutable; any thread.
class Portfolios {
 public:
  static constexpr std::string_view kKind = "hand_over";  // of its records in a store

  // Every hand-over that the store keeps.
  static Result<Portfolios> load(EntityStore& store);
  explicit Portfolios(std::vector<HandOver> hand_overs);

  // In the order in which they take effect: by day, then moment, then bytes.
  const std::vector<HandOver>& hand_overs() const { return hand_overs_; }
  // Who has the customer on `day`, when the BOSS names `manager`; empty when it names nobody.
  StaffId manager_of(const CustomerId& customer, const StaffId& manager, Day day) const;
  // The frame with the column `manager_id` as it is on `day`; as it was when it lacks that or `customer_id`.
  Result<Batch> with_managers(const Batch& frame, Day day) const;

 private:
  std::vector<HandOver> hand_overs_;
};

struct HandOverReport {
  bool repeated = false;      // it was on file already
  std::uint64_t tasks = 0;    // open tasks that moved with it, this time
  std::vector<TaskId> stuck;  // open tasks that stay with `from`: their state does not allow it, or they moved later
};

// Puts the hand-over on file and moves the open tasks of `from` for its customers to `to`. `no_assignee` when `to` may
// not take tasks; `invalid_argument` when both are one, or actor or reason is missing. Running it again, also after it
// broke off half way, moves what is left and nothing twice.
Result<HandOverReport> hand_over(TaskDesk& desk, const HandOver& hand_over, const Roster& roster,
                                 const Control& control = {});

// One row for each person who has customers or tasks: manager_id, unit_id, team, status, customers, open_tasks; by id.
// `customers` and `staff`: the entity frames of those names.
Result<Batch> portfolio_frame(const Portfolios& portfolios, const Batch& customers, const Batch& staff,
                              const std::vector<Task>& open_tasks, Day day);

}  // namespace staysail
