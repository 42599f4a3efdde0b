#include "decision/typing.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/regular_pattern.hpp"
#include "staysail/columns/schema.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;

constexpr int kMaxHeight = kMaxExpressionChain + kMaxExpressionNesting;

bool is_point(Kind kind) { return kind == Kind::date || kind == Kind::date_time; }
bool is_duration(Kind kind) { return kind == Kind::days_duration || kind == Kind::months_duration; }
bool has_order(Kind kind) {
  return kind != Kind::boolean && kind != Kind::list && kind != Kind::range && kind != Kind::context;
}

// A number that is written out can not be null. One that is computed can: null is no position but a condition that does
// not hold, which leaves an empty list where the element was expected.
bool is_sure_position(const Node& node) {
  const Node& digits = node.kind == NodeKind::negate ? node.child(0) : node;
  return digits.kind == NodeKind::literal && digits.literal.kind() == ValueKind::number;
}

bool is_text(const Node& node) { return node.kind == NodeKind::literal && node.literal.kind() == ValueKind::text; }

// What a point or a time becomes when a duration is added or taken away.
std::optional<Kind> shifted(Kind point, Kind duration) {
  if (is_point(point) && is_duration(duration)) return point;
  if (point == Kind::time && duration == Kind::days_duration) return point;
  return std::nullopt;
}

std::optional<Kind> sum_kind(Kind a, Kind b) {
  if (a == b && (a == Kind::number || a == Kind::text || is_duration(a))) return a;
  const auto forward = shifted(a, b);
  return forward ? forward : shifted(b, a);
}

std::optional<Kind> difference_kind(Kind a, Kind b) {
  if (a == b && (a == Kind::number || is_duration(a))) return a;
  if ((is_point(a) && is_point(b)) || (a == Kind::time && b == Kind::time)) return Kind::days_duration;
  return shifted(a, b);
}

std::optional<Kind> product_kind(Kind a, Kind b) {
  if (a == Kind::number && b == Kind::number) return a;
  if (is_duration(a) && b == Kind::number) return a;
  return a == Kind::number && is_duration(b) ? std::optional(b) : std::nullopt;
}

std::optional<Kind> quotient_kind(Kind a, Kind b) {
  if (b == Kind::number && (a == Kind::number || is_duration(a))) return a;
  return a == b && is_duration(a) ? std::optional(Kind::number) : std::nullopt;
}

std::optional<Kind> arithmetic_kind(NodeKind operation, Kind a, Kind b) {
  switch (operation) {
    case NodeKind::add: return sum_kind(a, b);
    case NodeKind::subtract: return difference_kind(a, b);
    case NodeKind::multiply: return product_kind(a, b);
    case NodeKind::divide: return quotient_kind(a, b);
    default: return a == Kind::number && b == Kind::number ? std::optional(a) : std::nullopt;
  }
}

bool unknown(const FeelType& type) { return type.is_any() || type.is(Kind::null); }

bool is_own_local(const Node& node, const Dependence& depends) {
  return depends.on == Dependence::On::one && depends.local &&
         std::find(node.slots.begin(), node.slots.end(), depends.slot) != node.slots.end();
}

FeelType context_type(const Node& node) {
  FeelType::Members members;
  for (std::size_t i = 0; i < node.words.size(); ++i) members.emplace_back(node.words[i], node.child(i).type);
  return FeelType::context_of(std::move(members));
}

FeelType list_type(const Node& node) {
  if (node.children.empty()) return FeelType::list_of(FeelType());
  FeelType joined = node.child(0).type;
  for (const NodePtr& child : node.children) joined = FeelType::join(joined, child->type);
  return FeelType::list_of(std::move(joined));
}

FeelType temporal_member_type(std::string_view name) {
  if (name == "time offset") return FeelType::of(Kind::days_duration);
  return name == "timezone" ? FeelType::text() : FeelType::number();
}

std::vector<std::string> keys_of(const FeelType::Members& members) {
  std::vector<std::string> keys;
  for (const auto& member : members) keys.push_back(member.first);
  return keys;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? std::string() : "; did you mean " + nearest + "?";
}

std::string joined_symbols(const std::vector<std::string>& symbols) {
  std::string text;
  for (const std::string& symbol : symbols) text += (text.empty() ? "\"" : ", \"") + symbol + "\"";
  return text;
}

std::string arity_text(const Builtin& builtin) {
  const std::size_t most = builtin.parameters.size();
  if (builtin.variadic) return "at least " + std::to_string(builtin.required);
  return builtin.required == most ? std::to_string(most)
                                  : std::to_string(builtin.required) + " to " + std::to_string(most);
}

}  // namespace

Status Typing::settle(Node& node) const {
  for (const NodePtr& child : node.children) {
    node.height = std::max(node.height, static_cast<std::uint16_t>(child->height + 1));
    // Its own locals come from its other children, which are counted themselves.
    if (!is_own_local(node, child->depends)) node.depends = Dependence::joined(node.depends, child->depends);
  }
  if (node.height > kMaxHeight)
    return source_.error(
        node.begin, Errc::limit_exceeded,
        "more than " + std::to_string(kMaxExpressionChain) + " operators in one chain; split the expression");
  return settle_type(node);
}

Status Typing::refuse(const Node& node, Errc code, std::string message) const {
  if (profile_ == Profile::standard) return ok();
  return source_.error(node.begin, code, std::move(message));
}

Status Typing::settle_type(Node& node) const {
  switch (node.kind) {
    case NodeKind::literal: node.type = FeelType::of(node.literal); return ok();
    case NodeKind::name:
    case NodeKind::local: return ok();
    case NodeKind::negate: return settle_negation(node);
    case NodeKind::add:
    case NodeKind::subtract:
    case NodeKind::multiply:
    case NodeKind::divide:
    case NodeKind::power: return settle_arithmetic(node);
    case NodeKind::equal:
    case NodeKind::not_equal:
    case NodeKind::less:
    case NodeKind::less_equal:
    case NodeKind::greater:
    case NodeKind::greater_equal: return settle_comparison(node);
    case NodeKind::conjunction:
    case NodeKind::disjunction: return settle_logic(node);
    case NodeKind::bind: node.type = node.child(1).type; return ok();
    case NodeKind::membership: return settle_membership(node);
    case NodeKind::range: return settle_range(node);
    case NodeKind::list: node.type = list_type(node); return ok();
    case NodeKind::context: node.type = context_type(node); return ok();
    case NodeKind::path: return settle_path(node);
    case NodeKind::filter: return settle_filter(node);
    case NodeKind::call: return settle_call(node);
    case NodeKind::conditional: return settle_conditional(node);
    case NodeKind::each: node.type = FeelType::list_of(node.children.back()->type); return ok();
    case NodeKind::some:
    case NodeKind::every:
      node.type = FeelType::boolean();
      return require_boolean(*node.children.back(), "after `satisfies`");
    case NodeKind::instance_of: node.type = FeelType::boolean(); return ok();
    case NodeKind::invoke: return settle_invocation(node);
    case NodeKind::entry:
    case NodeKind::failure:
    case NodeKind::lambda: node.type = FeelType(); return ok();
  }
  return ok();
}

Status Typing::settle_negation(Node& node) const {
  const FeelType& type = node.child(0).type;
  node.type = type;
  if (unknown(type) || type.kind() == Kind::number || is_duration(type.kind())) return ok();
  return refuse(
      node, Errc::type_mismatch,
      "a number or a duration was expected after `-`, not a " + type.to_string() + ": " + text_of(node.child(0)));
}

Status Typing::settle_arithmetic(Node& node) const {
  const FeelType &a = node.child(0).type, &b = node.child(1).type;
  node.type = FeelType();
  if (unknown(a) || unknown(b)) return ok();
  const auto kind = arithmetic_kind(node.kind, a.kind(), b.kind());
  if (kind) {
    node.type = FeelType::of(*kind);
    return ok();
  }
  const bool mixes_text = node.kind == NodeKind::add && (a.is(Kind::text) || b.is(Kind::text));
  return refuse(node, Errc::type_mismatch,
                "`" + std::string(sign_of(node.kind)) + "` has no meaning between a " + a.to_string() + " and a " +
                    b.to_string() + (mixes_text ? "; convert one with string(): " : ": ") + text_of(node));
}

Status Typing::check_comparable(const Node& node, const Node& a, const Node& b, const FeelType& b_type) const {
  STAYSAIL_CHECK(check_symbol(a, b));
  STAYSAIL_CHECK(check_symbol(b, a));
  if (unknown(a.type) || unknown(b_type) || a.type.kind() == b_type.kind()) return ok();
  const bool dates = is_point(a.type.kind()) && is_point(b_type.kind());
  return refuse(node, Errc::type_mismatch,
                "a " + a.type.to_string() + " is never comparable with a " + b_type.to_string() +
                    (dates ? "; bring both to one kind with date() or date and time(): " : ": ") + text_of(node));
}

Status Typing::settle_comparison(Node& node) const {
  const Node &a = node.child(0), &b = node.child(1);
  node.type = FeelType::boolean();
  STAYSAIL_CHECK(check_comparable(node, a, b, b.type));
  const bool ordering = node.kind != NodeKind::equal && node.kind != NodeKind::not_equal;
  for (const Node* side : {&a, &b}) {
    if (!ordering || unknown(side->type) || has_order(side->type.kind())) continue;
    return refuse(node, Errc::type_mismatch,
                  "a " + side->type.to_string() + " has no order; compare with = or !=: " + text_of(node));
  }
  return ok();
}

Status Typing::check_symbol(const Node& enumerated, const Node& literal) const {
  const auto* symbols = enumerated.type.symbols();
  if (symbols == nullptr || literal.kind != NodeKind::literal || !literal.type.is(Kind::text)) return ok();
  const std::string& text = literal.literal.as_text();
  if (std::find(symbols->begin(), symbols->end(), text) != symbols->end()) return ok();
  const std::string nearest = nearest_name(text, *symbols);
  const std::string hint =
      nearest.empty() ? "; it is one of " + joined_symbols(*symbols) : "; did you mean \"" + nearest + "\"?";
  return refuse(literal, Errc::unknown_name, text_of(enumerated) + " is never \"" + text + "\"" + hint);
}

Status Typing::require_boolean(const Node& node, std::string_view what) const {
  if (node.type.may_be(Kind::boolean)) return ok();
  return refuse(
      node, Errc::type_mismatch,
      "a condition was expected " + std::string(what) + ", not a " + node.type.to_string() + ": " + text_of(node));
}

Status Typing::settle_logic(Node& node) const {
  node.type = FeelType::boolean();
  for (const NodePtr& child : node.children)
    STAYSAIL_CHECK(require_boolean(*child, node.kind == NodeKind::conjunction ? "beside `and`" : "beside `or`"));
  return ok();
}

Status Typing::settle_membership(Node& node) const {
  const Node &item = node.child(0), &container = node.child(1);
  node.type = FeelType::boolean();
  const bool holds_many = container.type.is(Kind::list) || container.type.is(Kind::range);
  return check_comparable(node, item, container, holds_many ? container.type.element() : container.type);
}

Status Typing::settle_range(Node& node) const {
  const Node &low = *node.children.front(), &high = *node.children.back();
  node.type = FeelType::range_of(FeelType::join(low.type, high.type));
  return check_comparable(node, low, high, high.type);
}

Status Typing::settle_path(Node& node) const {
  const FeelType& whole = node.child(0).type;
  const FeelType owner = whole.is(Kind::list) ? whole.element() : whole;
  node.type = FeelType();
  if (unknown(owner) || owner.is(Kind::range)) return ok();
  const std::string& name = node.words.front();
  if (owner.is(Kind::context) && owner.members() == nullptr) return ok();
  const FeelType* member = owner.member(name);
  if (member != nullptr) node.type = *member;
  else if (is_point(owner.kind()) || is_duration(owner.kind()) || owner.is(Kind::time))
    node.type = temporal_member_type(name);
  else if (owner.is(Kind::context))
    return refuse(node, Errc::unknown_name,
                  "there is no entry of this name: " + name + did_you_mean(name, keys_of(*owner.members())));
  else return refuse(node, Errc::type_mismatch, "a " + owner.to_string() + " has no parts: " + text_of(node));
  if (whole.is(Kind::list)) node.type = FeelType::list_of(node.type);
  return ok();
}

Status Typing::settle_filter(Node& node) const {
  const FeelType &list = node.child(0).type, &condition = node.child(1).type;
  const FeelType element = list.is(Kind::list) ? list.element() : list;
  node.type = FeelType();
  if (condition.is(Kind::number) && is_sure_position(node.child(1))) node.type = element;
  if (condition.is(Kind::boolean)) node.type = FeelType::list_of(element);
  if (unknown(condition) || condition.is(Kind::number) || condition.is(Kind::boolean)) return ok();
  return refuse(node, Errc::type_mismatch,
                "a position or a condition was expected in the brackets, not a " + condition.to_string());
}

Status Typing::settle_call(Node& node) const {
  const Builtin& builtin = *node.builtin;
  std::vector<FeelType> types;
  for (const NodePtr& child : node.children) types.push_back(child->type);
  node.type = type_of_call(builtin, types);
  const std::string name = "function " + std::string(builtin.name);
  if (types.size() < builtin.required || (!builtin.variadic && types.size() > builtin.parameters.size()))
    return refuse(node, Errc::type_mismatch,
                  name + " takes " + arity_text(builtin) + " arguments, not " + std::to_string(types.size()));
  for (std::size_t i = 0; i < types.size() && !builtin.parameters.empty(); ++i) {
    const Takes wanted = builtin.parameters[std::min(i, builtin.parameters.size() - 1)].takes;
    if (unknown(types[i]) || wanted == Takes::list || (builtin.variadic && types[i].is(Kind::list)) ||
        takes(wanted, types[i].kind()))
      continue;
    return refuse(node.child(i), Errc::type_mismatch,
                  name + " takes " + std::string(name_of(wanted)) + " here, not a " + types[i].to_string() + ": " +
                      text_of(node.child(i)));
  }
  return check_pattern(node);
}

// A regular expression that is written out is known to be one, or not, before any customer comes.
Status Typing::check_pattern(const Node& call) const {
  const Builtin& builtin = *call.builtin;
  if (builtin.pattern == 0 || !is_text(call.child(builtin.pattern))) return ok();
  const bool flagged = builtin.parameters.size() == call.children.size() && builtin.parameters.back().name == "flags";
  if (flagged && !is_text(*call.children.back())) return ok();
  const Node& pattern = call.child(builtin.pattern);
  const auto compiled =
      compiled_pattern(pattern.literal.as_text(), flagged ? call.children.back()->literal.as_text() : "");
  return compiled ? ok() : refuse(pattern, Errc::syntax_error, std::string(compiled.error().message()));
}

Status Typing::settle_invocation(Node& node) const {
  const FeelType& function = node.child(0).type;
  node.depends = {Dependence::On::several, false, 0};  // of what the function closes over
  node.type =
      function.is(Kind::function) && function.signature() != nullptr ? function.signature()->back() : FeelType();
  if (unknown(function) || function.is(Kind::function)) return ok();
  return refuse(node, Errc::type_mismatch,
                "a function was expected before `(`, not a " + function.to_string() + ": " + text_of(node.child(0)));
}

Status Typing::settle_conditional(Node& node) const {
  node.type = FeelType::join(node.child(1).type, node.child(2).type);
  return require_boolean(node.child(0), "after `if`");
}

}  // namespace staysail::decision
