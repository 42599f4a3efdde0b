// Product orders (TMF622, version 4): how an action is written as one, and what an order says of its fate.
#pragma once

#include <string>

#include "boss/json_value.hpp"
#include "staysail/boss/boss_actions.hpp"

namespace staysail::boss {

// One order of one item, `token` as its externalId.
JsonValue order_of(const BossAction& action, const std::string& token);
// What the order says it was made for: equal for equal actions. Empty when it does not say.
std::string content_mark(const JsonValue& order);
std::string content_mark(const BossAction& action);

// What became of it. `token` names the receipt.
ActionReceipt receipt_of(const JsonValue& order, const std::string& token);

}  // namespace staysail::boss
