#include "staysail/decision/feel_type.hpp"

#include <algorithm>

#include "decision/function.hpp"

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
    const auto same =
        std::find_if(members.begin(), members.end(), [&wanted](const auto& member) { return member.first == wanted; });
    if (same == members.end()) members.emplace_back(key, type);
    else same->second = FeelType::join(same->second, type);
  }
  return FeelType::context_of(std::move(members));
}

bool holds_members(const Value& value, const FeelType::Members& members) {
  return std::all_of(members.begin(), members.end(), [&value](const auto& member) {
    const Value* entry = value.entry(member.first);
    return entry != nullptr && member.second.admits(*entry);
  });
}

bool holds_only(const ValueList& items, const FeelType& element) {
  return std::all_of(items.begin(), items.end(), [&element](const Value& item) { return element.admits(item); });
}

bool admits_members(const FeelType& wide, const FeelType& narrow) {
  if (wide.members() == nullptr) return true;
  if (narrow.members() == nullptr) return false;
  return std::all_of(wide.members()->begin(), wide.members()->end(), [&narrow](const auto& wanted) {
    const FeelType* own = narrow.member(wanted.first);
    return own != nullptr && wanted.second.admits(*own);
  });
}

// A function stands for another when it takes all that the other takes and gives nothing else, as far as that is known.
bool admits_signature(const std::vector<FeelType>& wide, const std::vector<FeelType>& narrow) {
  if (wide.size() != narrow.size() || !(narrow.back().is_any() || wide.back().admits(narrow.back()))) return false;
  return std::equal(wide.begin(), wide.end() - 1, narrow.begin(),
                    [](const FeelType& wanted, const FeelType& own) { return own.admits(wanted); });
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

FeelType FeelType::function_of(std::vector<FeelType> parameters, FeelType result) {
  FeelType type = of(ValueKind::function);
  parameters.push_back(std::move(result));
  type.signature_ = std::make_shared<const std::vector<FeelType>>(std::move(parameters));
  return type;
}

FeelType FeelType::of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::function: return value.as_function()->type();
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

FeelType FeelType::of(const Field& field) {
  return field.type == ColumnType::number ? number(field.scale) : of(field.type);
}

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

bool FeelType::admits(const FeelType& narrow) const {
  if (any_ || narrow.is(ValueKind::null)) return true;
  if (narrow.any_ || kind_ != narrow.kind_) return false;
  if (kind_ == ValueKind::list || kind_ == ValueKind::range) return element().admits(narrow.element());
  if (kind_ == ValueKind::context) return admits_members(*this, narrow);
  if (kind_ != ValueKind::function || !signature_) return true;
  return narrow.signature_ && admits_signature(*signature_, *narrow.signature_);
}

bool FeelType::admits(const Value& value) const {
  if (any_ || value.is_null()) return true;
  if (kind_ != value.kind()) return false;
  switch (kind_) {
    case ValueKind::list: return !element_ || holds_only(value.as_list(), *element_);
    case ValueKind::range:
      return !element_ || (element_->admits(value.as_range().low) && element_->admits(value.as_range().high));
    case ValueKind::context: return !members_ || holds_members(value, *members_);
    case ValueKind::function: return admits(value.as_function()->type());
    default: return true;
  }
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
  if (a.kind_ == ValueKind::range) return range_of(join(a.element(), b.element()));
  if (a.kind_ == ValueKind::context || a.kind_ == ValueKind::function) return of(a.kind_);
  return a.symbols_ == b.symbols_ && a.decimals_ == b.decimals_ ? a : of(a.kind_);
}

}  // namespace staysail
