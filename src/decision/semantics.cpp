#include "decision/semantics.hpp"

#include <algorithm>

#include "decision/temporal_arithmetic.hpp"

namespace staysail::decision {
namespace {

int sign_of_order(std::weak_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

template <class T>
int order_of(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

std::optional<int> compare_times(const TimeOfDay& a, const TimeOfDay& b) {
  if (a.offset_seconds.has_value() != b.offset_seconds.has_value()) return std::nullopt;
  return order_of(a.nanos - a.offset_seconds.value_or(0) * kNanosPerSecond,
                  b.nanos - b.offset_seconds.value_or(0) * kNanosPerSecond);
}

std::optional<int> compare_points(const DateTime& a, const DateTime& b) {
  if (a.time.offset_seconds.has_value() != b.time.offset_seconds.has_value()) return std::nullopt;
  return order_of(a.line_nanos(), b.line_nanos());
}

// Three-valued `and` over pairs of items, and below over entries of one name.
Value equal_lists(const ValueList& a, const ValueList& b) {
  if (a.size() != b.size()) return Value::boolean(false);
  Value all = Value::boolean(true);
  for (std::size_t i = 0; i < a.size() && !all.is_false(); ++i) all = logical_and(all, equals(a[i], b[i]));
  return all;
}

Value equal_contexts(const Value& a, const Value& b) {
  if (a.as_context().size() != b.as_context().size()) return Value::boolean(false);
  Value all = Value::boolean(true);
  for (const auto& [key, value] : a.as_context()) {
    const Value* other = b.entry(key);
    if (other == nullptr) return Value::boolean(false);
    all = logical_and(all, equals(value, *other));
  }
  return all;
}

Value equal_ranges(const ValueRange& a, const ValueRange& b) {
  if (a.low_closed != b.low_closed || a.high_closed != b.high_closed) return Value::boolean(false);
  return logical_and(equals(a.low, b.low), equals(a.high, b.high));
}

bool both(const Value& a, const Value& b, ValueKind kind) { return a.kind() == kind && b.kind() == kind; }

Value add_values(const Value& a, const Value& b) {
  if (!both(a, b, ValueKind::text)) return add_temporal(a, b);
  if (a.as_text().size() + b.as_text().size() > kMaxTextBytes) return Value();
  return Value::text(a.as_text() + b.as_text());
}

std::optional<Decimal> number_arithmetic(NodeKind kind, Decimal a, Decimal b) {
  switch (kind) {
    case NodeKind::add: return add(a, b);
    case NodeKind::subtract: return subtract(a, b);
    case NodeKind::multiply: return multiply(a, b);
    case NodeKind::divide: return divide(a, b);
    default: return power(a, b);
  }
}

Value in_range(const Value& item, const ValueRange& range) {
  Value inside = Value::boolean(true);
  if (!range.low.is_null())
    inside = compared(range.low_closed ? NodeKind::greater_equal : NodeKind::greater, item, range.low);
  if (range.high.is_null()) return inside;
  return logical_and(inside, compared(range.high_closed ? NodeKind::less_equal : NodeKind::less, item, range.high));
}

// As list contains() has it: never null.
Value in_list(const Value& item, const ValueList& list) {
  return Value::boolean(std::any_of(list.begin(), list.end(), [&item](const Value& candidate) {
    return (candidate.kind() == ValueKind::range ? is_in(item, candidate) : equals(item, candidate)).is_true();
  }));
}

}  // namespace

std::optional<int> compare(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ValueKind::number: return sign_of_order(a.as_number() <=> b.as_number());
    case ValueKind::text: return order_of(a.as_text(), b.as_text());
    case ValueKind::date: return order_of(a.as_date(), b.as_date());
    case ValueKind::date_time: return compare_points(a.as_date_time(), b.as_date_time());
    case ValueKind::time: return compare_times(a.as_time(), b.as_time());
    case ValueKind::days_duration: return order_of(a.as_days_duration(), b.as_days_duration());
    case ValueKind::months_duration: return order_of(a.as_months_duration(), b.as_months_duration());
    default: return std::nullopt;
  }
}

Value equals(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value::boolean(a.is_null() && b.is_null());
  if (a.kind() != b.kind()) return Value();
  switch (a.kind()) {
    case ValueKind::list: return equal_lists(a.as_list(), b.as_list());
    case ValueKind::context: return equal_contexts(a, b);
    case ValueKind::range: return equal_ranges(a.as_range(), b.as_range());
    case ValueKind::boolean:
    case ValueKind::function: return Value::boolean(a == b);
    default: return Value::boolean(compare(a, b) == std::optional<int>(0));
  }
}

Value compared(NodeKind kind, const Value& a, const Value& b) {
  if (kind == NodeKind::equal) return equals(a, b);
  if (kind == NodeKind::not_equal) return logical_not(equals(a, b));
  const auto order = compare(a, b);
  if (!order) return Value();
  switch (kind) {
    case NodeKind::less: return Value::boolean(*order < 0);
    case NodeKind::less_equal: return Value::boolean(*order <= 0);
    case NodeKind::greater: return Value::boolean(*order > 0);
    default: return Value::boolean(*order >= 0);
  }
}

Value arithmetic(NodeKind kind, const Value& a, const Value& b) {
  if (both(a, b, ValueKind::number)) {
    const auto result = number_arithmetic(kind, a.as_number(), b.as_number());
    return result ? Value::number(*result) : Value();
  }
  switch (kind) {
    case NodeKind::add: return add_values(a, b);
    case NodeKind::subtract: return subtract_temporal(a, b);
    case NodeKind::multiply: return multiply_temporal(a, b);
    case NodeKind::divide: return divide_temporal(a, b);
    default: return Value();
  }
}

Value negated(const Value& a) {
  switch (a.kind()) {
    case ValueKind::number: return Value::number(a.as_number().negated());
    case ValueKind::days_duration: return Value::duration(DaysDuration{-a.as_days_duration().nanos});
    case ValueKind::months_duration: return Value::duration(MonthsDuration{-a.as_months_duration().months});
    default: return Value();
  }
}

Value logical_not(const Value& a) { return a.kind() == ValueKind::boolean ? Value::boolean(!a.as_boolean()) : Value(); }

Value logical_and(const Value& a, const Value& b) {
  if (a.is_false() || b.is_false()) return Value::boolean(false);
  return a.is_true() && b.is_true() ? Value::boolean(true) : Value();
}

Value logical_or(const Value& a, const Value& b) {
  if (a.is_true() || b.is_true()) return Value::boolean(true);
  return a.is_false() && b.is_false() ? Value::boolean(false) : Value();
}

Value is_in(const Value& item, const Value& container) {
  if (container.kind() == ValueKind::range && item.kind() != ValueKind::range)
    return in_range(item, container.as_range());
  if (container.kind() != ValueKind::list) return equals(item, container);
  if (item.kind() == ValueKind::list && equals(item, container).is_true()) return Value::boolean(true);
  return in_list(item, container.as_list());
}

Value member_of(const Value& value, std::string_view name) {
  if (value.kind() == ValueKind::list) {
    ValueList parts;
    for (const Value& item : value.as_list()) parts.push_back(member_of(item, name));
    return Value::list(std::move(parts));
  }
  if (const Value* entry = value.entry(name)) return *entry;
  return value.kind() == ValueKind::range ? range_member(value.as_range(), name) : temporal_member(value, name);
}

std::string_view sign_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::add: return "+";
    case NodeKind::negate:
    case NodeKind::subtract: return "-";
    case NodeKind::multiply: return "*";
    case NodeKind::divide: return "/";
    case NodeKind::power: return "**";
    case NodeKind::equal: return "=";
    case NodeKind::not_equal: return "!=";
    case NodeKind::less: return "<";
    case NodeKind::less_equal: return "<=";
    case NodeKind::greater: return ">";
    case NodeKind::greater_equal: return ">=";
    default: return "";
  }
}

}  // namespace staysail::decision
