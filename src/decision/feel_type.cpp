#include "staysail/decision/feel_type.hpp"

#include <algorithm>

namespace staysail {
namespace {

FeelType joined_elements(const ValueList& items) {
  if (items.empty()) return FeelType();
  FeelType type = FeelType::of(items.front());
  for (const Value& item : items) type = FeelType::join(type, FeelType::of(item));
  return type;
}

FeelType context_type(const ValueContext& entries) {
  FeelType::Members members;
  for (const auto& [key, value] : entries) members.emplace_back(key, FeelType::of(value));
  return FeelType::context_of(std::move(members));
}

// The entries of both; one that only one of them has is null in the other.
FeelType joined_contexts(const FeelType& a, const FeelType::Members& b) {
  FeelType::Members members = *a.members();
  for (const auto& [key, type] : b) {
    const std::string& wanted = key;
    const auto same = std::find_if(members.begin(), members.end(), [&wanted](const auto& member) { return member.first == wanted; });
    if (same == members.end()) members.emplace_back(key, type);
    else same->second = FeelType::join(same->second, type);
  }
  return FeelType::context_of(std::move(members));
}

}  // namespace

FeelType FeelType::of(ValueKind kind) {
  FeelType type;
  type.any_ = false;
  type.kind_ = kind;
  return type;
}

FeelType FeelType::list_of(FeelType element) {
  FeelType type = of(ValueKind::list);
  if (!element.is_any()) type.element_ = std::make_shared<const FeelType>(std::move(element));
  return type;
}

FeelType FeelType::range_of(FeelType element) {
  FeelType type = list_of(std::move(element));
  type.kind_ = ValueKind::range;
  return type;
}

FeelType FeelType::context_of(Members members) {
  FeelType type = of(ValueKind::context);
  type.members_ = std::make_shared<const Members>(std::move(members));
  return type;
}

FeelType FeelType::of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::list: return list_of(joined_elements(value.as_list()));
    case ValueKind::range: return range_of(join(of(value.as_range().low), of(value.as_range().high)));
    case ValueKind::context: return context_type(value.as_context());
    default: return of(value.kind());
  }
}

FeelType FeelType::of(ColumnType type) {
  switch (type) {
    case ColumnType::number:
    case ColumnType::real: return number();
    case ColumnType::boolean: return boolean();
    case ColumnType::day: return date();
    case ColumnType::instant: return of(ValueKind::date_time);
    case ColumnType::text: return text();
  }
  return any();
}

FeelType FeelType::of(const Field& field) { return field.type == ColumnType::number ? number(field.scale) : of(field.type); }

FeelType FeelType::number(int decimals) {
  FeelType type = number();
  type.decimals_ = static_cast<std::int8_t>(decimals);
  return type;
}

FeelType FeelType::symbol(std::vector<std::string> symbols) {
  FeelType type = text();
  type.symbols_ = std::make_shared<const std::vector<std::string>>(std::move(symbols));
  return type;
}

const FeelType* FeelType::member(std::string_view name) const {
  if (!members_) return nullptr;
  for (const auto& [key, type] : *members_)
    if (key == name) return &type;
  return nullptr;
}

std::string FeelType::to_string() const {
  if (any_) return "any";
  const std::string name(name_of(kind_));
  return element_ ? name + " of " + element_->to_string() : name;
}

FeelType FeelType::join(const FeelType& a, const FeelType& b) {
  if (a.is(ValueKind::null)) return b;
  if (b.is(ValueKind::null)) return a;
  if (a.any_ || b.any_ || a.kind_ != b.kind_) return FeelType();
  if (a.kind_ == ValueKind::list) return list_of(join(a.element(), b.element()));
  if (a.kind_ == ValueKind::context && a.members_ && b.members_) return joined_contexts(a, *b.members_);
  if (a.kind_ == ValueKind::context || a.kind_ == ValueKind::range) return of(a.kind_);
  return a.symbols_ == b.symbols_ && a.decimals_ == b.decimals_ ? a : of(a.kind_);
}

}  // namespace staysail
