// What `for`, `some`, `every` and their boxed forms visit.
#pragma once

#include <optional>

#include "staysail/decision/value.hpp"

namespace staysail::decision {

// The items of a list, the whole numbers or days of a range in either direction, a single value once. Empty for null
// and for what cannot be counted.
std::optional<ValueList> items_of(const Value& source);

// The item at a position, which is a number: from 1, or from -1 backwards. Null where there is none.
Value item_at(const ValueList& items, const Value& position);

}  // namespace staysail::decision
