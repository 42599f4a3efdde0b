// Functions of ranges: how two points or ranges lie to each other (DMN 1.5, table 78). A point is a range that begins
// and ends with it.
#include "decision/builtin.hpp"
#include "decision/interpreter.hpp"
#include "decision/parser.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

// One end. A null value is open: below everything at the low end, above everything at the high end.
struct End {
  Value value;
  bool included;
};

struct Span {
  End low, high;
};

Span span_of(const Value& value) {
  if (value.kind() != Kind::range) return {{value, true}, {value, true}};
  const ValueRange& range = value.as_range();
  return {{range.low, range.low_closed}, {range.high, range.high_closed}};
}

// The order of the ends' values; 2 where they have none. `a_open` and `b_open` are the signs of an open end.
int order(const End& a, int a_open, const End& b, int b_open) {
  const int left = a.value.is_null() ? a_open : 0, right = b.value.is_null() ? b_open : 0;
  if (left != right) return left < right ? -1 : 1;
  return left != 0 ? 0 : compare(a.value, b.value).value_or(2);
}

int low_low(const Span& a, const Span& b) { return order(a.low, -1, b.low, -1); }
int high_high(const Span& a, const Span& b) { return order(a.high, 1, b.high, 1); }
int high_low(const Span& a, const Span& b) { return order(a.high, 1, b.low, -1); }

bool is_before(const Span& a, const Span& b) {
  const int sign = high_low(a, b);
  return sign < 0 || (sign == 0 && !(a.high.included && b.low.included));
}

bool meets(const Span& a, const Span& b) { return high_low(a, b) == 0 && a.high.included && b.low.included; }
bool overlap(const Span& a, const Span& b) { return !is_before(a, b) && !is_before(b, a); }

// a begins earlier than b; or not later.
bool begins_before(const Span& a, const Span& b) {
  const int sign = low_low(a, b);
  return sign < 0 || (sign == 0 && a.low.included && !b.low.included);
}
bool begins_within(const Span& a, const Span& b) {
  const int sign = low_low(a, b);
  return sign > 0 || (sign == 0 && (!a.low.included || b.low.included));
}
bool ends_within(const Span& a, const Span& b) {
  const int sign = high_high(a, b);
  return sign < 0 || (sign == 0 && (!a.high.included || b.high.included));
}

bool overlaps_before(const Span& a, const Span& b) {
  return begins_before(a, b) && !is_before(a, b) && ends_within(a, b);
}
bool is_during(const Span& a, const Span& b) { return begins_within(a, b) && ends_within(a, b); }
bool starts(const Span& a, const Span& b) {
  return low_low(a, b) == 0 && a.low.included == b.low.included && ends_within(a, b);
}
bool finishes(const Span& a, const Span& b) {
  return high_high(a, b) == 0 && a.high.included == b.high.included && begins_within(a, b);
}
bool coincides(const Span& a, const Span& b) {
  return low_low(a, b) == 0 && high_high(a, b) == 0 && a.low.included == b.low.included &&
         a.high.included == b.high.included;
}

using Relation = bool (*)(const Span&, const Span&);
bool are_comparable(const Span& a, const Span& b) {
  return low_low(a, b) != 2 && high_high(a, b) != 2 && high_low(a, b) != 2 && high_low(b, a) != 2;
}

template <Relation kRelation, bool kSwapped>
Value relation(Arguments a) {
  const Span left = span_of(a[kSwapped ? 1 : 0]), right = span_of(a[kSwapped ? 0 : 1]);
  return are_comparable(left, right) ? Value::boolean(kRelation(left, right)) : Value();
}

template <Relation kRelation>
Value relation_of_alike(Arguments a) {
  return (a[0].kind() == Kind::range) == (a[1].kind() == Kind::range) ? relation<kRelation, false>(a) : Value();
}

Builtin of_ranges(std::string_view name, Value (*call)(Arguments)) {
  return {name, Gives::boolean, 2, false, false, {{"range1", Takes::range}, {"range2", Takes::range}}, call};
}

Builtin of_points_and_ranges(std::string_view name, Value (*call)(Arguments)) {
  return {name,  Gives::boolean, 2,
          false, false,          {{"range1", Takes::single}, {"range2", Takes::single}},
          call,  nullptr,        {{"point1", "point2"}, {"point", "range"}, {"range", "point"}}};
}

Builtin within_range(std::string_view name, Value (*call)(Arguments)) {
  return {name,    Gives::boolean,      2, false, false, {{"range1", Takes::single}, {"range2", Takes::range}}, call,
          nullptr, {{"point", "range"}}};
}

Builtin of_range_and_any(std::string_view name, Value (*call)(Arguments)) {
  return {name,    Gives::boolean,      2, false, false, {{"range1", Takes::range}, {"range2", Takes::single}}, call,
          nullptr, {{"range", "point"}}};
}

// The ends of a range in text: literals, or dates and times made of literals.
bool is_fixed(const Node& node) {
  if (node.kind == NodeKind::literal) return true;
  if (node.kind == NodeKind::negate) return is_fixed(node.child(0));
  const bool makes =
      node.kind == NodeKind::call && (node.builtin->gives == Gives::date || node.builtin->gives == Gives::date_time ||
                                      node.builtin->gives == Gives::time || node.builtin->name == "duration");
  return makes && node.children.size() == 1 && node.child(0).kind == NodeKind::literal;
}

// "[18..21)" in a text.
Value range_function(Arguments a) {
  if (a[0].kind() != Kind::text) return Value();
  const Source source{a[0].as_text(), {}};
  auto tokens = tokens_of(source);
  if (!tokens || source.text.size() > kMaxExpressionBytes) return Value();
  const Scope nothing;
  auto tree = Parser(source, nothing, Profile::standard, *std::move(tokens)).expression();
  if (!tree || tree->root->kind != NodeKind::range || tree->root->one_sided || !is_fixed(tree->root->child(0)) ||
      !is_fixed(tree->root->child(1)))
    return Value();
  const Value range = Interpreter(tree->locals).evaluate(*tree->root);
  if (range.is_null() || compare(range.as_range().low, range.as_range().high).value_or(1) > 0) return Value();
  return range;
}

}  // namespace

std::span<const Builtin> range_functions() {
  static const std::vector<Builtin> functions = {
      of_points_and_ranges("before", relation<is_before, false>),
      of_points_and_ranges("after", relation<is_before, true>),
      of_ranges("meets", relation<meets, false>),
      of_ranges("met by", relation<meets, true>),
      of_ranges("overlaps", relation<overlap, false>),
      of_ranges("overlaps before", relation<overlaps_before, false>),
      of_ranges("overlaps after", relation<overlaps_before, true>),
      within_range("finishes", relation<finishes, false>),
      of_range_and_any("finished by", relation<finishes, true>),
      of_range_and_any("includes", relation<is_during, true>),
      within_range("during", relation<is_during, false>),
      within_range("starts", relation<starts, false>),
      of_range_and_any("started by", relation<starts, true>),
      of_points_and_ranges("coincides", relation_of_alike<coincides>),
      {"range", Gives::any, 1, false, false, {{"from", Takes::text}}, range_function},
  };
  return functions;
}

}  // namespace staysail::decision
