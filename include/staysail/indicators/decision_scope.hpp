// What a rule of a playbook may name, with types and legal symbols.
#pragma once

#include <string_view>

#include "staysail/columns/schema.hpp"
#include "staysail/decision/scope.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// False for the columns of the population's frame that tell who a person is (number, birth_day, gender).
bool is_open_to_rules(std::string_view column);

// Every column of `frame` but the personal ones (no rule may turn on who a person is), and the date `as_of`. A text
// column that holds a symbol of the model (status, customer_type, payment_mode ...) takes only the model's symbols, so
// that a misspelt one is an error when the rule is loaded.
Scope decision_scope(const Schema& frame);

// The attributes of a fact table but the personal ones, and `as_of`: what a filter may name.
Scope fact_scope(const TableDescription& table);

}  // namespace staysail
