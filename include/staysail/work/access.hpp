// Access: who may do what to what, where, and which fields they see. One gate for every way in: what no row of the
// table allows is refused.
//
// A role of the staff table comes with the objects it works on, the actions on them, the fields it sees and how far it
// reaches over the organisation. What moves along a state table asks that table besides: a role needs both.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/id.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/work/unit_tree.hpp"

namespace staysail {

// How far a role reaches: what is its holder's own, what lies in the own unit, in it and under it, everywhere.
enum class Reach : std::uint8_t { own, unit, under, all };
std::string_view name_of(Reach reach) noexcept;

struct AccessRule {
  std::string role;
  std::vector<std::string> objects, actions;  // "*" = all
  std::vector<std::string> fields;            // "*" = all, "!phone" = all the same not that one
  Reach reach = Reach::own;
};

// The roles of the domain (docs/roles.md); a playbook may bring a table of its own.
std::string_view usual_access_table();
// A CSV table: role, objects, actions, fields, reach; words in a cell are parted by blanks. `playbook_invalid` with
// line for another header, an unknown reach, a role that no staff has or a row without role, objects or actions.
Result<std::vector<AccessRule>> parse_access_table(std::string_view csv, const std::string& name);

struct Actor {
  StaffId staff;
  std::string role;  // of the staff table, or "system" or "customer"
  UnitId unit;
};
// The machine itself, to which every object is open.
Actor system_actor();

// What an actor wants to do to something.
struct AccessAsk {
  std::string_view object;  // "customer", "task", a kind of matter, ...
  std::string_view action;  // "read", "open", an event of a state table, ...
  UnitId unit;              // where the thing lies; empty: nowhere yet
  StaffId holder;           // whose it is; empty: nobody's
};

// Immutable; any thread.
class Access {
 public:
  // `staff` and `units`: the entity frames of those names; either may be empty: then only the system may do anything.
  static Result<Access> of(const Batch& staff, const Batch& units, std::vector<AccessRule> rules);

  // `not_found` for who is not in the staff table, `purpose_required` for who is away or has left.
  Result<Actor> actor(const StaffId& staff) const;
  // `purpose_required` that says what the role lacks: the object, the action, or the place.
  Status may(const Actor& actor, const AccessAsk& ask) const;
  // Whether the role sees a field of an object anywhere.
  bool sees(const Actor& actor, std::string_view object, std::string_view field) const;
  // The columns that the role sees; what is hidden is not there at all.
  Result<Batch> shown(const Actor& actor, std::string_view object, const Batch& rows) const;
  const UnitTree& units() const { return units_; }
  // The first active manager, by id, of the unit or of the nearest one above that has one; nobody up to the top: empty.
  StaffId manager_of(UnitId unit) const;

 private:
  std::vector<AccessRule> rules_;
  std::map<StaffId, Actor> staff_;
  std::map<StaffId, std::string> gone_;  // their status
  UnitTree units_;
};

}  // namespace staysail
