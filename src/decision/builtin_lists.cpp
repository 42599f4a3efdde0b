// Functions of lists. Positions count from 1; negative positions count from the end.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

Value list_contains(Arguments a) {
  if (a[0].kind() != Kind::list) return Value();
  const auto& items = a[0].as_list();
  return Value::boolean(
      std::any_of(items.begin(), items.end(), [&a](const Value& item) { return equals(item, a[1]).is_true(); }));
}

Value count(Arguments a) { return Value::number(static_cast<std::int64_t>(a[0].as_list().size())); }

// The item that `sign` * compare puts first; null when two have no order.
Value extreme(Arguments items, int sign) {
  if (items.empty()) return Value();
  Value best = items.front();
  if (!compare(best, best)) return Value();
  for (const Value& item : items.subspan(1)) {
    const auto order = compare(item, best);
    if (!order) return Value();
    if (*order * sign > 0) best = item;
  }
  return best;
}

Value minimum(Arguments a) { return extreme(a, -1); }
Value maximum(Arguments a) { return extreme(a, 1); }

bool is_summable(const Value& value) {
  return takes(Takes::number, value.kind()) || takes(Takes::duration, value.kind());
}

Value fold(NodeKind operation, Arguments items) {
  if (items.empty() || !is_summable(items.front())) return Value();
  Value total = items.front();
  for (const Value& item : items.subspan(1)) total = arithmetic(operation, total, item);
  return total;
}

Value sum(Arguments a) { return fold(NodeKind::add, a); }
Value product(Arguments a) { return fold(NodeKind::multiply, a); }
Value mean(Arguments a) {
  return arithmetic(NodeKind::divide, sum(a), Value::number(static_cast<std::int64_t>(a.size())));
}

bool is_less(const Value& a, const Value& b) { return a.as_number() < b.as_number(); }

Value median(Arguments a) {
  if (a.empty()) return Value();
  ValueList sorted(a.begin(), a.end());
  std::sort(sorted.begin(), sorted.end(), is_less);
  const Value& upper = sorted[sorted.size() / 2];
  if (sorted.size() % 2 == 1) return upper;
  return mean(std::span(&sorted[sorted.size() / 2 - 1], 2));
}

// The numbers that occur most often, in ascending order.
Value mode(Arguments a) {
  ValueList sorted(a.begin(), a.end()), best;
  std::sort(sorted.begin(), sorted.end(), is_less);
  std::ptrdiff_t most = 0;
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto last = std::upper_bound(first, sorted.end(), *first, is_less);
    if (last - first > most) best.clear();
    if (last - first >= most) best.push_back(*first);
    most = std::max(most, last - first);
    first = last;
  }
  return Value::list(std::move(best));
}

// Sample standard deviation.
Value deviation(Arguments a) {
  if (a.size() < 2) return Value();
  const Value centre = mean(a);
  Value squares = Value::number(0);
  for (const Value& item : a) {
    const Value distance = arithmetic(NodeKind::subtract, item, centre);
    squares = arithmetic(NodeKind::add, squares, arithmetic(NodeKind::multiply, distance, distance));
  }
  const Value variance = arithmetic(NodeKind::divide, squares, Value::number(static_cast<std::int64_t>(a.size()) - 1));
  const auto root = variance.is_null() ? std::nullopt : square_root(variance.as_number());
  return root ? Value::number(*root) : Value();
}

Value all_of(Arguments a) {
  Value result = Value::boolean(true);
  for (const Value& item : a) result = logical_and(result, item);
  return result;
}

Value any_of(Arguments a) {
  Value result = Value::boolean(false);
  for (const Value& item : a) result = logical_or(result, item);
  return result;
}

// 0-based index of a 1-based or negative position; `past` counts how far beyond the end it may lie.
std::optional<std::size_t> index_at(const Value& position, std::size_t size, std::size_t past) {
  const auto number = position.kind() == Kind::number ? position.as_number().to_integer() : std::nullopt;
  const auto bound = static_cast<std::int64_t>(size);
  if (!number || *number == 0 || *number < -bound || *number > bound + static_cast<std::int64_t>(past))
    return std::nullopt;
  return static_cast<std::size_t>(*number > 0 ? *number - 1 : bound + *number);
}

Value sublist(Arguments a) {
  const auto& items = a[0].as_list();
  const auto start = index_at(a[1], items.size(), 0);
  if (!start) return Value();
  const auto wanted = a.size() > 2 ? a[2].as_number().to_integer() : static_cast<std::int64_t>(items.size() - *start);
  if (!wanted || *wanted < 1 || static_cast<std::size_t>(*wanted) > items.size() - *start) return Value();
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(*start);
  return Value::list(ValueList(first, first + static_cast<std::ptrdiff_t>(*wanted)));
}

ValueList items_of(const Value& value) { return value.kind() == Kind::list ? value.as_list() : ValueList{value}; }

Value append(Arguments a) {
  if (a[0].is_null()) return Value();
  ValueList items = items_of(a[0]);
  items.insert(items.end(), a.begin() + 1, a.end());
  return Value::list(std::move(items));
}

Value concatenate_lists(Arguments a) {
  ValueList all;
  for (const Value& list : a) {
    if (list.is_null()) return Value();
    const ValueList items = items_of(list);
    all.insert(all.end(), items.begin(), items.end());
    if (all.size() > kMaxListItems) return Value();
  }
  return Value::list(std::move(all));
}

Value insert_before(Arguments a) {
  if (a[0].is_null()) return Value();
  ValueList items = a[0].as_list();
  const auto at = index_at(a[1], items.size(), 0);
  if (!at) return Value();
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(*at), a[2]);
  return Value::list(std::move(items));
}

Value remove_at(Arguments a) {
  ValueList items = a[0].as_list();
  const auto at = index_at(a[1], items.size(), 0);
  if (!at) return Value();
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
  return Value::list(std::move(items));
}

Value reversed(Arguments a) { return Value::list(ValueList(a[0].as_list().rbegin(), a[0].as_list().rend())); }

Value index_of(Arguments a) {
  if (a[0].is_null()) return Value();
  ValueList found;
  const auto& items = a[0].as_list();
  for (std::size_t i = 0; i < items.size(); ++i)
    if (equals(items[i], a[1]).is_true()) found.push_back(Value::number(static_cast<std::int64_t>(i) + 1));
  return Value::list(std::move(found));
}

// Equality of values has no hash.
Value distinct(Arguments a, Evaluation& evaluation) {
  ValueList kept;
  if (!evaluation.charge_square(a[0].as_list().size())) return Value();
  for (const Value& item : a[0].as_list())
    if (std::none_of(kept.begin(), kept.end(), [&item](const Value& other) { return equals(item, other).is_true(); }))
      kept.push_back(item);
  return Value::list(std::move(kept));
}

Value union_of(Arguments a, Evaluation& evaluation) {
  const Value all = concatenate_lists(a);
  return all.is_null() ? all : distinct(std::span(&all, 1), evaluation);
}

void flatten_into(const Value& value, ValueList& out) {
  if (value.kind() != Kind::list) return out.push_back(value);
  for (const Value& item : value.as_list()) flatten_into(item, out);
}

Value flatten(Arguments a) {
  ValueList flat;
  flatten_into(a[0], flat);
  return Value::list(std::move(flat));
}

constexpr Parameter kList{"list", Takes::list};

}  // namespace

std::span<const Builtin> list_functions() {
  static const std::vector<Builtin> functions = {
      {"list contains", Gives::boolean, 2, false, true, {{"list", Takes::list}, {"element"}}, list_contains},
      {"count", Gives::number, 1, false, false, {kList}, count},
      {"min", Gives::element, 1, true, false, {{"list"}}, minimum},
      {"max", Gives::element, 1, true, false, {{"list"}}, maximum},
      {"sum", Gives::element, 1, true, false, {{"list"}}, sum},
      {"product", Gives::number, 1, true, false, {{"list", Takes::number}}, product},
      {"mean", Gives::element, 1, true, false, {{"list"}}, mean},
      {"median", Gives::number, 1, true, false, {{"list", Takes::number}}, median},
      {"mode", Gives::list_of_any, 1, true, false, {{"list", Takes::number}}, mode},
      {"stddev", Gives::number, 1, true, false, {{"list", Takes::number}}, deviation},
      {"all", Gives::boolean, 1, true, true, {{"list"}}, all_of},
      {"any", Gives::boolean, 1, true, true, {{"list"}}, any_of},
      {"sublist",
       Gives::first,
       2,
       false,
       false,
       {kList, {"start position", Takes::number}, {"length", Takes::number}},
       sublist},
      {"append", Gives::list_of_any, 1, true, true, {{"list"}, {"item"}}, append},
      {"concatenate", Gives::list_of_any, 1, true, true, {{"list"}, {"list"}}, concatenate_lists},
      {"insert before",
       Gives::list_of_any,
       3,
       false,
       true,
       {kList, {"position", Takes::number}, {"newItem"}},
       insert_before},
      {"remove", Gives::first, 2, false, false, {kList, {"position", Takes::number}}, remove_at},
      {"reverse", Gives::first, 1, false, false, {kList}, reversed},
      {"index of", Gives::list_of_any, 2, false, true, {{"list", Takes::list}, {"match"}}, index_of},
      {"union", Gives::list_of_any, 1, true, true, {{"list"}, {"list"}}, nullptr, union_of},
      {"distinct values", Gives::first, 1, false, false, {kList}, nullptr, distinct},
      {"flatten", Gives::list_of_any, 1, false, false, {kList}, flatten},
  };
  return functions;
}

}  // namespace staysail::decision
