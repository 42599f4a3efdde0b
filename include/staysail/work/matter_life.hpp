// MatterLife: the whole life of one kind of matter as a table: which event leads where, what must hold besides, and
// which roles may cause it. What a table does not list is illegal.
//
// A matter (事项) is what people pursue for a customer over several steps: a reminder, a debt, a complaint, a lead, a
// visit. Tasks (work/task.hpp) are issued by plans and have a life of their own (model/task_state.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/model/state_table.hpp"

namespace staysail {

enum class MatterKind : std::uint8_t {
  care,         // one message or call of care: welcome, first bill, birthday, festival, expiry, threshold
  collection,   // a debt on its dunning ladder
  ticket,       // a trouble ticket; a complaint is one with the subject "complaint"
  recovery,     // what makes good a complaint
  win_back,     // somebody who left
  campaign,     // many customers, one window
  lead,         // somebody who may buy
  opportunity,  // a sale in the making
  quote,        // a price in writing
  order,        // what was bought
  renewal,      // a contract about to end
  visit,        // somebody goes there
};
inline constexpr std::size_t kMatterKinds = 12;

// "care", "win_back", ...; `not_found` that lists the names for any other.
std::string_view name_of(MatterKind kind) noexcept;
Result<MatterKind> matter_kind_of(std::string_view name);
// What a matter of the kind may be about ("welcome", "complaint"); empty: whatever one likes.
const std::vector<std::string_view>& subjects_of(MatterKind kind);

// What must hold besides the state for an event to happen.
enum class MatterGuard : std::uint8_t {
  reason,          // the move says why
  cause,           // a complaint has a cause on file (attribute "cause", one of complaint_causes())
  second_person,   // whoever does it did not open the matter
  attempts_left,   // it was not tried kMatterAttempts times
  rung_due,        // the matter's next rung is due (attribute "next_rung", a day), or it has none
  no_open_part,    // every matter below this one has come to its end
  accepted_quote,  // a quote below it was accepted
  quoted,          // a quote below it is under way or further
  total,           // the attribute "total_minor" is on file
};
std::string_view name_of(MatterGuard guard) noexcept;
inline constexpr int kMatterAttempts = 3;

// What complaints are about, as the domain counts them: "coverage", "billing_error", ...
const std::vector<std::string_view>& complaint_causes();

// One event of a life.
struct LifeEvent {
  std::string_view name;
  std::vector<std::string_view> roles;  // who may cause it, of the roles of staff; "system" is the machine itself
  std::vector<MatterGuard> guards;
};

// Immutable; lives as long as the program.
struct MatterLife {
  MatterKind kind = MatterKind::care;
  StateShape shape;
  std::vector<LifeEvent> events;              // in the order of shape.events
  std::vector<std::string_view> clock_stops;  // states in which the customer or somebody else is waited for

  // `not_found` that lists them for a name that is no event of this life.
  Result<std::size_t> event_number(std::string_view name) const;
  // `illegal_transition` that names the state, the event and what would be legal.
  Result<std::string_view> next(std::string_view state, std::string_view event) const;
  bool is_final(std::string_view state) const;
  bool clock_stands(std::string_view state) const;
  std::string_view first() const { return shape.states[shape.first]; }
};

const MatterLife& life_of(MatterKind kind);

}  // namespace staysail
