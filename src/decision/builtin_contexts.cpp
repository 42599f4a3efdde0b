// Functions of contexts.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

Value get_value(Arguments a) {
  const Value* entry = a[1].kind() == Kind::text ? a[0].entry(a[1].as_text()) : nullptr;
  return entry ? *entry : Value();
}

Value get_entries(Arguments a) {
  ValueList entries;
  for (const auto& [key, value] : a[0].as_context())
    entries.push_back(Value::context({{"key", Value::text(key)}, {"value", value}}));
  return Value::list(std::move(entries));
}

void put(ValueContext& entries, const std::string& key, const Value& value) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&key](const auto& entry) { return entry.first == key; });
  if (found != entries.end()) found->second = value;
  else entries.emplace_back(key, value);
}

// `[{key: "a", value: 1}]` as `{a: 1}`; each key once.
Value context_of(Arguments a, Evaluation& evaluation) {
  ValueContext entries;
  if (!evaluation.charge_square(a[0].as_list().size())) return Value();
  for (const Value& item : a[0].as_list()) {
    const Value *key = item.entry("key"), *value = item.entry("value");
    if (key == nullptr || value == nullptr || key->kind() != Kind::text) return Value();
    const std::size_t before = entries.size();
    put(entries, key->as_text(), *value);
    if (entries.size() == before) return Value();
  }
  return Value::context(std::move(entries));
}

// The context with the value put under the path of keys.
Value put_along(const Value& context, std::span<const Value> keys, const Value& value) {
  if (context.kind() != Kind::context || keys.empty() || keys.front().kind() != Kind::text) return Value();
  ValueContext entries = context.as_context();
  const std::string& key = keys.front().as_text();
  const Value* inner = context.entry(key);
  const Value placed =
      keys.size() == 1 ? value : put_along(inner != nullptr ? *inner : Value(), keys.subspan(1), value);
  if (keys.size() > 1 && placed.is_null()) return Value();
  put(entries, key, placed);
  return Value::context(std::move(entries));
}

Value context_put(Arguments a) {
  constexpr std::size_t kMostKeys = 100;
  if (a[1].kind() != Kind::list) return put_along(a[0], a.subspan(1, 1), a[2]);
  return a[1].as_list().size() > kMostKeys ? Value() : put_along(a[0], a[1].as_list(), a[2]);
}

// Of two entries of one name the later counts.
Value context_merge(Arguments a, Evaluation& evaluation) {
  ValueContext entries;
  if (!evaluation.charge_square(a[0].weight())) return Value();
  for (const Value& item : a[0].as_list()) {
    if (item.kind() != Kind::context) return Value();
    for (const auto& [key, value] : item.as_context()) put(entries, key, value);
  }
  return Value::context(std::move(entries));
}

}  // namespace

std::span<const Builtin> context_functions() {
  static const std::vector<Builtin> functions = {
      {"get value", Gives::any, 2, false, false, {{"m", Takes::context}, {"key", Takes::text}}, get_value},
      {"get entries", Gives::list_of_any, 1, false, false, {{"m", Takes::context}}, get_entries},
      {"context", Gives::any, 1, false, false, {{"entries", Takes::list}}, nullptr, context_of},
      {"context put",
       Gives::any,
       3,
       false,
       true,
       {{"context", Takes::context}, {"key"}, {"value"}},
       context_put,
       nullptr,
       {{"context", "keys", "value"}}},
      {"context merge", Gives::any, 1, false, false, {{"contexts", Takes::list}}, nullptr, context_merge},
  };
  return functions;
}

}  // namespace staysail::decision
