// The part of contact.toml that says what there is to give, and by which rule it is given.
#pragma once

#include "staysail/strategy/contact_policy.hpp"
#include "toml_reading.hpp"

namespace staysail::strategy {

// [arbitration], money_budget, [contact_cost] and [[capacity]].
Status read_arbitration(const TomlTable& document, const FrameScope& frame, ContactPolicy& policy);

}  // namespace staysail::strategy
