#include "decision/interpreter.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/function.hpp"
#include "decision/iteration.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

// A function that an expression defined, with what was in sight there.
class Closure final : public FeelFunction {
 public:
  Closure(std::shared_ptr<const LambdaCode> code, ValueList locals, ValueList names)
      : FeelFunction(parameters_of(*code), FeelType()),
        code_(std::move(code)),
        locals_(std::move(locals)),
        names_(std::move(names)) {}

 private:
  static std::vector<Parameter> parameters_of(const LambdaCode& code) {
    std::vector<Parameter> parameters;
    for (const auto& [name, type] : code.parameters) parameters.push_back({name, type});
    return parameters;
  }

  Value run(ValueList arguments, Evaluation& evaluation) const override {
    Interpreter interpreter(locals_, evaluation);
    interpreter.bind_names(names_);
    for (std::size_t i = 0; i < arguments.size(); ++i) interpreter.bind_local(code_->slots[i], std::move(arguments[i]));
    return interpreter.evaluate(*code_->body);
  }

  std::shared_ptr<const LambdaCode> code_;
  ValueList locals_, names_;
};

// What may have gone wrong when a node of this kind is null.
bool is_telling(NodeKind kind) {
  switch (kind) {
    case NodeKind::add:
    case NodeKind::subtract:
    case NodeKind::multiply:
    case NodeKind::divide:
    case NodeKind::power:
    case NodeKind::negate:
    case NodeKind::less:
    case NodeKind::less_equal:
    case NodeKind::greater:
    case NodeKind::greater_equal:
    case NodeKind::range: return true;
    default: return false;
  }
}

Value instance_of(const Value& value, const FeelType& type) {
  return Value::boolean(value.is_null() ? type.is(ValueKind::null) : type.admits(value));
}

std::string why_null(NodeKind kind, const Value& left, const Value& right) {
  if (left.is_null() || right.is_null())
    return left.is_null() && right.is_null()
               ? "both sides are null"
               : "its " + std::string(left.is_null() ? "left" : "right") + " side is null";
  if (kind == NodeKind::divide && right == Value::number(0)) return "division by zero";
  return "no result for " + std::string(name_of(left.kind())) + " and " + std::string(name_of(right.kind()));
}

bool is_truth(const Value& value) { return value.is_null() || value.kind() == ValueKind::boolean; }

Value bounded(Value value) { return value.weight() > kMaxListItems ? Value() : value; }

}  // namespace

Value Interpreter::value_of(const Node& node) {
  const Deeper deeper(*evaluation_);
  if (!deeper.too_deep())
    return evaluation_->reasons == nullptr ? value_within(node) : traced(node, value_within(node));
  evaluation_->note("functions call each other too deeply");
  return Value();
}

Value Interpreter::traced(const Node& node, Value value) {
  if (!value.is_null()) return value;
  if (node.kind == NodeKind::failure) evaluation_->note(node.words.front());
  if (node.kind == NodeKind::call) evaluation_->note("function " + std::string(node.builtin->name) + " gave null");
  if (node.kind == NodeKind::range || node.kind == NodeKind::negate)
    evaluation_->note("`" + std::string(node.kind == NodeKind::range ? ".." : sign_of(node.kind)) + "` gave null");
  return value;
}

Value Interpreter::value_within(const Node& node) {
  switch (node.kind) {
    case NodeKind::literal: return node.literal;
    case NodeKind::name: return names_[node.slot];
    case NodeKind::local: return locals_[node.slot];
    case NodeKind::negate: return negated(value_of(node.child(0)));
    case NodeKind::add:
    case NodeKind::subtract:
    case NodeKind::multiply:
    case NodeKind::divide:
    case NodeKind::power: return operated(node, arithmetic);
    case NodeKind::equal:
    case NodeKind::not_equal:
    case NodeKind::less:
    case NodeKind::less_equal:
    case NodeKind::greater:
    case NodeKind::greater_equal: return operated(node, compared);
    case NodeKind::conjunction: return conjunction(node);
    case NodeKind::disjunction: return disjunction(node);
    case NodeKind::bind: return bind(node);
    case NodeKind::membership: return membership(node);
    case NodeKind::range: return range(node);
    case NodeKind::list: return list(node);
    case NodeKind::context: return context(node);
    case NodeKind::path: return member_of(operand(node, 0), node.words.front());
    case NodeKind::filter: return filter(node);
    case NodeKind::call: return call(node);
    case NodeKind::conditional: return value_of(node.child(value_of(node.child(0)).is_true() ? 1 : 2));
    case NodeKind::each: return each(node);
    case NodeKind::some:
    case NodeKind::every: return quantified(node);
    case NodeKind::instance_of: return instance_of(value_of(node.child(0)), node.tested);
    case NodeKind::entry: return entry(node);
    case NodeKind::lambda: return lambda(node);
    case NodeKind::invoke: return invoke(node);
    case NodeKind::failure: return Value();
  }
  return Value();
}

Value Interpreter::operated(const Node& node, Operation operation) {
  const Value left = operand(node, 0), right = operand(node, 1);
  Value made = operation(node.kind, left, right);
  if (made.is_null() && evaluation_->reasons != nullptr && is_telling(node.kind))
    evaluation_->note("`" + std::string(sign_of(node.kind)) + "` gave null: " + why_null(node.kind, left, right));
  return made;
}

// What is worked on in whole, however long it is.
Value Interpreter::operand(const Node& node, std::size_t child) {
  Value value = value_of(node.child(child));
  evaluation_->charge(value.weight());
  return value;
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

// In a cell what is true or false is a test itself, unless it is asked of what is true or false.
Value Interpreter::membership(const Node& node) {
  const Value item = operand(node, 0), container = operand(node, 1);
  const bool is_test = node.cell && container.kind() == ValueKind::boolean && item.kind() != ValueKind::boolean;
  return is_test ? container : is_in(item, container);
}

// A bound that is null, or bounds of two kinds, make no range.
Value Interpreter::range(const Node& node) {
  ValueRange made{value_of(*node.children.front()), value_of(*node.children.back()), node.low_closed, node.high_closed};
  if (node.one_sided) return made.low.is_null() && made.high.is_null() ? Value() : Value::range(std::move(made));
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

Value Interpreter::filter(const Node& node) {
  const Value source = operand(node, 0);
  if (source.is_null()) return Value();
  const ValueList items = source.kind() == ValueKind::list ? source.as_list() : ValueList{source};
  Value& item = locals_[node.slots.front()];
  item = items.empty() ? Value() : items.front();
  const Value first = value_of(node.child(1));
  if (first.kind() == ValueKind::number) return item_at(items, first);
  ValueList kept;
  for (const Value& each_item : items) {
    if (!evaluation_->step()) return Value();
    item = each_item;
    const Value holds = value_of(node.child(1));
    if (!is_truth(holds)) return not_boolean(holds);
    if (holds.is_true()) kept.push_back(each_item);
  }
  return Value::list(std::move(kept));
}

Value Interpreter::not_boolean(const Value& condition) const {
  evaluation_->note("the condition of a filter is neither true nor false but " + condition.to_feel().substr(0, 64));
  return Value();
}

ValueList Interpreter::values_of(const Node& node, std::size_t first) {
  ValueList values;
  values.reserve(node.children.size() - first);
  for (std::size_t i = first; i < node.children.size(); ++i) values.push_back(value_of(node.child(i)));
  return values;
}

Value Interpreter::call(const Node& node) {
  ValueList arguments = values_of(node, 0);
  return call_builtin(*node.builtin, arguments, *evaluation_);
}

Value Interpreter::entry(const Node& node) {
  const Value item = value_of(node.child(0));
  const Value* found = item.entry(node.words.front());
  return found != nullptr ? *found : value_of(node.child(1));
}

Value Interpreter::lambda(const Node& node) {
  return Value::function(
      std::make_shared<const Closure>(node.lambda, locals_, ValueList(names_.begin(), names_.end())));
}

Value Interpreter::invoke(const Node& node) {
  const Value function = value_of(node.child(0));
  if (function.kind() != ValueKind::function) {
    evaluation_->note("what stands before the parenthesis is no function but " + function.to_feel().substr(0, 64));
    return Value();
  }
  ValueList arguments = values_of(node, 1);
  const FeelFunction& called = *function.as_function();
  return bounded(node.words.empty() ? called.call(std::move(arguments), *evaluation_)
                                    : called.call(node.words, std::move(arguments), *evaluation_));
}

template <class Body>
bool Interpreter::iterate(const Node& node, std::size_t level, Body& body) {
  if (level + 1 == node.children.size()) return evaluation_->step() && body();
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
    if (uses_partial) evaluation_->steps += results.size();
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
