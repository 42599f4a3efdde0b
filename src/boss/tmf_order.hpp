// Product orders (TMF622, version 4): how an action is written as one, and what an order says of its fate.
#pragma once

#include <string>
#include <string_view>

#include "boss/json_value.hpp"
#include "staysail/boss/boss_actions.hpp"

namespace staysail::boss {

// One order of one item, `token` as its externalId.
JsonValue order_of(const BossAction& action, const std::string& token);
// What the order says it was made for: equal for equal actions. Empty when it does not say.
std::string content_mark(const JsonValue& order);
std::string content_mark(const BossAction& action);

// Of ASCII: A to Z become a to z.
std::string small_letters(std::string_view text);
// Names the token of an order, in its description: what a BOSS keeps that has no place for an externalId. The second is
// empty where the order says nothing of the kind.
std::string token_mark(std::string_view token);
std::string token_mark(const JsonValue& order);
// In small letters, without blanks around it: some keep it in capitals.
std::string external_id(const JsonValue& order);
// Whether the order says that it was made under this token.
bool names_token(const JsonValue& order, std::string_view token);

// What became of it. `token` names the receipt.
ActionReceipt receipt_of(const JsonValue& order, const std::string& token);

}  // namespace staysail::boss
