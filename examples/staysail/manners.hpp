// How people work: what the verbs that move tasks need of a playbook and of the staff that a store knows.
#pragma once

#include <string>

#include "staysail/base/result.hpp"
#include "staysail/store/store.hpp"
#include "staysail/strategy/contact_policy.hpp"
#include "staysail/work/roster.hpp"

namespace staysail::program {

// What the playbook says, or what is usual.
struct Manners {
  RosterRules roster;
  QuietHours quiet_hours;
};

// `playbook`: its folder; the usual manners without one. `mapping`: empty, or the one that declares further tables.
Result<Manners> manners_of(Store& store, const std::string& playbook, const std::string& mapping);

// The staff and units that the store knows.
Result<Roster> roster_of(Store& store, Day day, const RosterRules& rules);

}  // namespace staysail::program
