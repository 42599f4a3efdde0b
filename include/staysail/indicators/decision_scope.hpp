// What a rule of a playbook may name, with types and legal symbols.
#pragma once

#include "staysail/columns/schema.hpp"
#include "staysail/decision/scope.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// Every column of `frame`, and the date `as_of`. A text column that holds a symbol of the model (status, customer_type,
// payment_mode ...) takes only the model's symbols, so that a misspelt one is an error when the rule is loaded.
Scope decision_scope(const Schema& frame);

// The attributes of a fact table, and `as_of`: what a filter may name.
Scope fact_scope(const TableDescription& table);

}  // namespace staysail
