#include "decision/iteration.hpp"

#include "decision/evaluation.hpp"

namespace staysail::decision {
namespace {

// The whole numbers, or the days, from one bound to the other in either direction; an open bound is left out.
std::optional<ValueList> steps_of(const ValueRange& range) {
  const Value &low = range.low, &high = range.high;
  const auto place = [](const Value& end) -> std::optional<std::int64_t> {
    if (end.kind() == ValueKind::date) return end.as_date().days_since_epoch();
    return end.kind() == ValueKind::number ? end.as_number().to_integer() : std::nullopt;
  };
  const auto first = place(low), last = place(high);
  constexpr std::int64_t kFar = 1'000'000'000'000;
  if (!first || !last || low.kind() != high.kind() || *first < -kFar || *first > kFar || *last < -kFar || *last > kFar)
    return std::nullopt;
  const std::int64_t way = *last < *first ? -1 : 1;
  const std::int64_t begin = range.low_closed ? 0 : 1;
  const std::int64_t end = (*last - *first) * way + (range.high_closed ? 1 : 0);
  if (end > static_cast<std::int64_t>(kMaxSteps)) return std::nullopt;
  ValueList items;
  for (std::int64_t i = begin; i < end; ++i) {
    const std::int64_t at = *first + i * way;
    items.push_back(low.kind() == ValueKind::date ? Value::date(*CivilDay::since_epoch(at)) : Value::number(at));
  }
  return items;
}

}  // namespace

std::optional<ValueList> items_of(const Value& source) {
  if (source.kind() == ValueKind::list) return source.as_list();
  if (source.is_null()) return std::nullopt;
  if (source.kind() != ValueKind::range) return ValueList{source};
  return steps_of(source.as_range());
}

Value item_at(const ValueList& items, const Value& position) {
  const auto number = position.as_number().to_integer();
  const auto size = static_cast<std::int64_t>(items.size());
  if (!number || *number == 0 || *number > size || *number < -size) return Value();
  return items[static_cast<std::size_t>(*number > 0 ? *number - 1 : size + *number)];
}

}  // namespace staysail::decision
