#include "decision/domain_samples.hpp"

#include <algorithm>
#include <optional>

#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

ValueList text_samples(const FeelType& type, const ValueList& bounds) {
  ValueList samples;
  if (const auto* symbols = type.symbols()) {
    for (const std::string& symbol : *symbols) samples.push_back(Value::text(symbol));
    return samples;
  }
  samples = bounds;
  std::string other = "another text";
  while (std::find(bounds.begin(), bounds.end(), Value::text(other)) != bounds.end()) other += "!";
  samples.push_back(Value::text(other));
  return samples;
}

// The distance to a neighbour that is surely beyond a bound, and a first value where there is no bound.
struct Steps {
  Value step, origin;
};

std::optional<Steps> steps_of(const FeelType& type) {
  switch (type.kind()) {
    case ValueKind::number:
      return Steps{Value::number(Decimal::scaled(1, std::max(type.decimals(), 0))), Value::number(0)};
    case ValueKind::date: return Steps{Value::duration(DaysDuration::of_days(1)), Value::date(Day())};
    case ValueKind::date_time: return Steps{Value::duration(DaysDuration::of_days(1)), Value::date_time({})};
    case ValueKind::days_duration:
      return Steps{Value::duration(DaysDuration::of_days(1)), Value::duration(DaysDuration{})};
    case ValueKind::months_duration:
      return Steps{Value::duration(MonthsDuration{1}), Value::duration(MonthsDuration{})};
    default: return std::nullopt;
  }
}

class Line {
 public:
  Line(const FeelType& type, const Steps& steps, ValueList bounds)
      : type_(type), steps_(steps), bounds_(std::move(bounds)) {}

  ValueList samples() {
    if (bounds_.empty()) return {steps_.origin};
    std::sort(bounds_.begin(), bounds_.end(),
              [](const Value& a, const Value& b) { return compare(a, b) == std::optional<int>(-1); });
    add(arithmetic(NodeKind::subtract, on_grid(bounds_.front(), Rounding::ceiling), steps_.step));
    for (std::size_t i = 0; i < bounds_.size(); ++i) {
      if (on_grid(bounds_[i], Rounding::floor) == bounds_[i]) add(bounds_[i]);
      if (i + 1 < bounds_.size()) add_between(bounds_[i], bounds_[i + 1]);
    }
    add(arithmetic(NodeKind::add, on_grid(bounds_.back(), Rounding::floor), steps_.step));
    return std::move(samples_);
  }

 private:
  bool discrete() const { return type_.is(ValueKind::date) || type_.decimals() >= 0; }

  void add(Value value) {
    if (!value.is_null()) samples_.push_back(std::move(value));
  }

  Value on_grid(const Value& value, Rounding rounding) const {
    if (type_.decimals() < 0 || value.kind() != ValueKind::number) return value;
    return Value::number(value.as_number().rounded(type_.decimals(), rounding));
  }

  void add_between(const Value& low, const Value& high) {
    Value between;
    if (discrete()) between = arithmetic(NodeKind::add, on_grid(low, Rounding::floor), steps_.step);
    else
      between = arithmetic(NodeKind::add, low,
                           arithmetic(NodeKind::divide, arithmetic(NodeKind::subtract, high, low), Value::number(2)));
    if (compare(low, between) == std::optional<int>(-1) && compare(between, high) == std::optional<int>(-1))
      add(std::move(between));
  }

  const FeelType& type_;
  const Steps& steps_;
  ValueList bounds_, samples_;
};

}  // namespace

ValueList domain_samples(const FeelType& type, ValueList bounds) {
  if (type.is_any()) return {};
  bounds.erase(
      std::remove_if(bounds.begin(), bounds.end(), [&type](const Value& bound) { return !type.is(bound.kind()); }),
      bounds.end());
  if (type.is(ValueKind::boolean)) return {Value::boolean(true), Value::boolean(false)};
  if (type.is(ValueKind::text)) return text_samples(type, bounds);
  const auto steps = steps_of(type);
  return steps ? Line(type, *steps, std::move(bounds)).samples() : ValueList{};
}

}  // namespace staysail::decision
