// Functions that call functions, and the two that ask the clock.
#include "decision/builtin.hpp"
#include "decision/function.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

// Merges runs, so that an order that contradicts itself still ends. Empty when the function gives no truth.
class Sorter {
 public:
  Sorter(const FeelFunction& precedes, Evaluation& evaluation) : precedes_(precedes), evaluation_(evaluation) {}

  std::optional<ValueList> sorted(std::span<const Value> items) {
    if (items.size() < 2) return ValueList(items.begin(), items.end());
    const std::size_t half = items.size() / 2;
    const auto left = sorted(items.first(half)), right = sorted(items.subspan(half));
    return left && right ? merged(*left, *right) : std::nullopt;
  }

 private:
  std::optional<ValueList> merged(const ValueList& left, const ValueList& right) {
    ValueList all;
    std::size_t i = 0;
    for (const Value& item : right) {
      for (; i < left.size(); all.push_back(left[i++])) {
        const Value first = evaluation_.step() ? precedes_.call({item, left[i]}, evaluation_) : Value();
        if (first.kind() != Kind::boolean) return std::nullopt;
        if (first.as_boolean()) break;
      }
      all.push_back(item);
    }
    all.insert(all.end(), left.begin() + static_cast<std::ptrdiff_t>(i), left.end());
    return all;
  }

  const FeelFunction& precedes_;
  Evaluation& evaluation_;
};

Value sort(Arguments a, Evaluation& evaluation) {
  auto sorted = Sorter(*a[1].as_function(), evaluation).sorted(a[0].as_list());
  return sorted ? Value::list(*std::move(sorted)) : Value();
}

Value replaced_at(ValueList items, const Value& position, const Value& item) {
  const auto number = position.as_number().to_integer();
  const auto size = static_cast<std::int64_t>(items.size());
  if (!number || *number == 0 || *number > size || *number < -size) return Value();
  items[static_cast<std::size_t>(*number > 0 ? *number - 1 : size + *number)] = item;
  return Value::list(std::move(items));
}

// By position, or wherever the function says so.
Value list_replace(Arguments a, Evaluation& evaluation) {
  if (a[0].is_null()) return Value();
  ValueList items = a[0].as_list();
  if (a[1].kind() == Kind::number) return replaced_at(std::move(items), a[1], a[2]);
  if (a[1].kind() != Kind::function) return Value();
  for (Value& item : items) {
    const Value matches = evaluation.step() ? a[1].as_function()->call({item, a[2]}, evaluation) : Value();
    if (matches.kind() != Kind::boolean) return Value();
    if (matches.as_boolean()) item = a[2];
  }
  return Value::list(std::move(items));
}

Value now(Arguments, Evaluation& evaluation) { return evaluation.now ? Value::date_time(*evaluation.now) : Value(); }
Value today(Arguments, Evaluation& evaluation) { return evaluation.now ? Value::date(evaluation.now->day) : Value(); }

}  // namespace

std::span<const Builtin> order_functions() {
  static const std::vector<Builtin> functions = {
      {"sort", Gives::first, 2, false, false, {{"list", Takes::list}, {"precedes", Takes::function}}, nullptr, sort},
      {"list replace",
       Gives::list_of_any,
       3,
       false,
       true,
       {{"list", Takes::list}, {"position"}, {"newItem"}},
       nullptr,
       list_replace,
       {{"list", "match", "newItem"}}},
      {"now", Gives::date_time, 0, false, false, {}, nullptr, now, {}, true},
      {"today", Gives::date, 0, false, false, {}, nullptr, today, {}, true},
  };
  return functions;
}

}  // namespace staysail::decision
