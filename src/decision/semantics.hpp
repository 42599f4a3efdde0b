// What FEEL's operators mean for values: the one semantics that both evaluators share.
#pragma once

#include <compare>
#include <optional>

#include "decision/syntax.hpp"
#include "staysail/decision/value.hpp"

namespace staysail::decision {

// Bounds on what one value may hold, so that no expression can blow up a host.
inline constexpr std::size_t kMaxTextBytes = 1U << 20;
inline constexpr std::size_t kMaxListItems = 1U << 20;

// -1, 0, 1; empty when the two have no order (different kinds, null, a time with and one without an offset).
std::optional<int> compare(const Value& a, const Value& b);

// FEEL's `=`: null = null is true, null = x is false, different kinds give null.
Value equals(const Value& a, const Value& b);

// A comparison node's operator.
Value compared(NodeKind kind, const Value& a, const Value& b);

// `+ - * / **`; null where the standard defines nothing.
Value arithmetic(NodeKind kind, const Value& a, const Value& b);
Value negated(const Value& a);

// Three-valued logic; what is not boolean counts as null.
Value logical_not(const Value& a);
Value logical_and(const Value& a, const Value& b);
Value logical_or(const Value& a, const Value& b);

// Equal to `container`, or in it when it is a list or a range.
Value is_in(const Value& item, const Value& container);

// The named part of a value: a context's entry, year of a date ... Lists give the part of each item.
Value member_of(const Value& value, std::string_view name);

}  // namespace staysail::decision
