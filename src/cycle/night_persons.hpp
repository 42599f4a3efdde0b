// The rules by which a playbook tells persons apart.
#pragma once

#include "staysail/strategy/playbook.hpp"
#include "staysail/view/identity_rules.hpp"

namespace staysail::cycle {

// identity.toml; the defaults where the playbook has none.
Result<IdentityRules> identity_rules_of(const Playbook& playbook);

}  // namespace staysail::cycle
