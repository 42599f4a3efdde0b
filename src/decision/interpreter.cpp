#include "decision/interpreter.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

// What a loop visits: the items of a list, or the whole numbers of a range in either direction.
std::optional<ValueList> items_of(const Value& source) {
  if (source.kind() == ValueKind::list) return source.as_list();
  if (source.kind() != ValueKind::range) return std::nullopt;
  const auto bound = [](const Value& end) { return end.kind() == ValueKind::number ? end.as_number().to_integer() : std::nullopt; };
  const auto first = bound(source.as_range().low), last = bound(source.as_range().high);
  constexpr std::int64_t kFar = 1'000'000'000'000;
  if (!first || !last || *first < -kFar || *first > kFar || *last < -kFar || *last > kFar) return std::nullopt;
  const std::int64_t way = *last < *first ? -1 : 1;
  const std::int64_t count = (*last - *first) * way + 1;
  if (static_cast<std::uint64_t>(count) > kMaxSteps) return std::nullopt;
  ValueList items;
  for (std::int64_t i = 0; i < count; ++i) items.push_back(Value::number(*first + i * way));
  return items;
}

Value bounded(Value value) { return value.weight() > kMaxListItems ? Value() : value; }

}  // namespace

Value Interpreter::value_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::literal: return node.literal;
    case NodeKind::name: return names_[node.slot];
    case NodeKind::local: return locals_[node.slot];
    case NodeKind::negate: return negated(value_of(node.child(0)));
    case NodeKind::add:
    case NodeKind::subtract:
    case NodeKind::multiply:
    case NodeKind::divide:
    case NodeKind::power: return arithmetic(node.kind, value_of(node.child(0)), value_of(node.child(1)));
    case NodeKind::equal:
    case NodeKind::not_equal:
    case NodeKind::less:
    case NodeKind::less_equal:
    case NodeKind::greater:
    case NodeKind::greater_equal: return compared(node.kind, value_of(node.child(0)), value_of(node.child(1)));
    case NodeKind::conjunction: return conjunction(node);
    case NodeKind::disjunction: return disjunction(node);
    case NodeKind::bind: return bind(node);
    case NodeKind::membership: return is_in(value_of(node.child(0)), value_of(node.child(1)));
    case NodeKind::range: return range(node);
    case NodeKind::list: return list(node);
    case NodeKind::context: return context(node);
    case NodeKind::path: return member_of(value_of(node.child(0)), node.words.front());
    case NodeKind::filter: return filter(node);
    case NodeKind::call: return call(node);
    case NodeKind::conditional: return value_of(node.child(value_of(node.child(0)).is_true() ? 1 : 2));
    case NodeKind::each: return each(node);
    case NodeKind::some:
    case NodeKind::every: return quantified(node);
    case NodeKind::instance_of: return Value::boolean(value_of(node.child(0)).kind() == node.tested);
  }
  return Value();
}

Value Interpreter::conjunction(const Node& node) {
  Value all = Value::boolean(true);
  for (const NodePtr& child : node.children) {
    all = logical_and(all, value_of(*child));
    if (all.is_false()) break;
  }
  return all;
}

Value Interpreter::disjunction(const Node& node) {
  Value any = Value::boolean(false);
  for (const NodePtr& child : node.children) {
    any = logical_or(any, value_of(*child));
    if (any.is_true()) break;
  }
  return any;
}

Value Interpreter::bind(const Node& node) {
  locals_[node.slots.front()] = value_of(node.child(0));
  return value_of(node.child(1));
}

// A bound that is null, or bounds of two kinds, make no range.
Value Interpreter::range(const Node& node) {
  ValueRange made{value_of(node.child(0)), value_of(node.child(1)), node.low_closed, node.high_closed};
  if (made.low.is_null() || made.high.is_null() || made.low.kind() != made.high.kind()) return Value();
  return Value::range(std::move(made));
}

Value Interpreter::list(const Node& node) {
  ValueList items;
  for (const NodePtr& child : node.children) items.push_back(value_of(*child));
  return bounded(Value::list(std::move(items)));
}

Value Interpreter::context(const Node& node) {
  ValueContext entries;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    locals_[node.slots[i]] = value_of(node.child(i));
    entries.emplace_back(node.words[i], locals_[node.slots[i]]);
  }
  return bounded(Value::context(std::move(entries)));
}

Value Interpreter::item_at(const ValueList& items, const Value& position) const {
  const auto number = position.as_number().to_integer();
  const auto size = static_cast<std::int64_t>(items.size());
  if (!number || *number == 0 || *number > size || *number < -size) return Value();
  return items[static_cast<std::size_t>(*number > 0 ? *number - 1 : size + *number)];
}

Value Interpreter::filter(const Node& node) {
  const Value source = value_of(node.child(0));
  if (source.is_null()) return Value();
  const ValueList items = source.kind() == ValueKind::list ? source.as_list() : ValueList{source};
  Value& item = locals_[node.slots.front()];
  item = items.empty() ? Value() : items.front();
  const Value first = value_of(node.child(1));
  if (first.kind() == ValueKind::number) return item_at(items, first);
  ValueList kept;
  for (const Value& each_item : items) {
    if (!step()) return Value();
    item = each_item;
    if (value_of(node.child(1)).is_true()) kept.push_back(each_item);
  }
  return Value::list(std::move(kept));
}

Value Interpreter::call(const Node& node) {
  std::vector<Value> arguments;
  arguments.reserve(node.children.size());
  for (const NodePtr& child : node.children) arguments.push_back(value_of(*child));
  return call_builtin(*node.builtin, arguments);
}

template <class Body>
bool Interpreter::iterate(const Node& node, std::size_t level, Body& body) {
  if (level + 1 == node.children.size()) return !step() ? false : body();
  const auto items = items_of(value_of(node.child(level)));
  if (!items) return false;
  return std::all_of(items->begin(), items->end(), [&](const Value& item) {
    locals_[node.slots[level]] = item;
    return iterate(node, level + 1, body);
  });
}

Value Interpreter::each(const Node& node) {
  ValueList results;
  std::uint64_t weight = 0;
  const bool uses_partial = node.slots.size() == node.children.size();
  auto body = [&] {
    if (uses_partial) locals_[node.slots.back()] = Value::list(results);
    if (uses_partial) steps_ += results.size();
    results.push_back(value_of(*node.children.back()));
    weight += results.back().weight();
    return weight <= kMaxListItems;
  };
  return iterate(node, 0, body) ? bounded(Value::list(std::move(results))) : Value();
}

// Three-valued: `some` is an `or` over the items and `every` an `and`.
Value Interpreter::quantified(const Node& node) {
  const bool some = node.kind == NodeKind::some;
  Value verdict = Value::boolean(!some);
  bool decided = false;
  auto body = [&] {
    const Value holds = value_of(*node.children.back());
    verdict = some ? logical_or(verdict, holds) : logical_and(verdict, holds);
    decided = some ? verdict.is_true() : verdict.is_false();
    return !decided;
  };
  const bool complete = iterate(node, 0, body);
  return complete || decided ? verdict : Value();
}

}  // namespace staysail::decision
