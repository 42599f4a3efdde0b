// ContactHistory: what was said to customers before, and what they answered.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/view/persons.hpp"

namespace staysail {

struct PastContact {
  std::string customer_id;
  Day day;
  std::string strategy_id;  // empty: a contact outside the strategies, from the BOSS's interactions
  std::string channel;
  std::string result;           // of outcomes: "refused", "accepted", ...; empty while nothing came back
  std::optional<Day> answered;  // when the result came back; nullopt: on `day`
  bool open = false;            // a task that is still being worked
  bool held_out = false;        // nothing was done, to compare with those for whom it was

  Day answer_day() const { return answered.value_or(day); }
  friend auto operator<=>(const PastContact&, const PastContact&) = default;
};

// Immutable; safe to read from many threads.
class ContactHistory {
 public:
  ContactHistory() = default;
  // In any order. Contacts on or after `as_of` are left out: they belong to the plan of that day, which must come out
  // the same when it is made again. An answer of a later day is not known yet.
  static ContactHistory of(std::vector<PastContact> contacts, Day as_of);

  // The contacts of all customers of a person under the first of them.
  ContactHistory of_persons(const Persons& persons) &&;

  // The contacts of one customer, by day.
  std::span<const PastContact> of_customer(std::string_view customer_id) const;
  std::size_t size() const { return contacts_.size(); }

 private:
  std::vector<PastContact> contacts_;
};

}  // namespace staysail
