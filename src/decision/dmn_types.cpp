#include "decision/dmn_types.hpp"

#include <algorithm>
#include <array>

#include "decision/function.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::decision {
namespace {

constexpr int kDeepestType = 16;

struct BuiltinType {
  std::string_view name;
  ValueKind kind;
};
constexpr BuiltinType kBuiltinTypes[] = {
    {"number", ValueKind::number},      {"string", ValueKind::text},
    {"boolean", ValueKind::boolean},    {"date", ValueKind::date},
    {"time", ValueKind::time},          {"date and time", ValueKind::date_time},
    {"dateTime", ValueKind::date_time}, {"days and time duration", ValueKind::days_duration},
    {"list", ValueKind::list},          {"years and months duration", ValueKind::months_duration},
    {"context", ValueKind::context},    {"dayTimeDuration", ValueKind::days_duration},
    {"function", ValueKind::function},  {"yearMonthDuration", ValueKind::months_duration},
    {"range", ValueKind::range},
};

const BuiltinType* builtin_type(std::string_view name) {
  if (name.starts_with("feel:")) name.remove_prefix(5);
  const auto found = std::find_if(std::begin(kBuiltinTypes), std::end(kBuiltinTypes),
                                  [name](const BuiltinType& each) { return each.name == name; });
  return found == std::end(kBuiltinTypes) ? nullptr : found;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view without_prefix(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  return colon == std::string_view::npos ? reference : reference.substr(colon + 1);
}

std::optional<Formula> tests_of(const XmlElement& item, std::string_view child, const FeelType& asked,
                                std::vector<Error>& faults) {
  const XmlElement* found = item.child(child);
  const XmlElement* text = found == nullptr ? nullptr : found->child("text");
  if (text == nullptr || trimmed(text->text).empty()) return std::nullopt;
  auto formula = Formula::compile_tests(text->text, asked, Scope(), text->text_place);
  if (formula) return *std::move(formula);
  faults.push_back(formula.error());
  return std::nullopt;
}

}  // namespace

DmnTypes DmnTypes::read(const XmlElement& definitions, std::vector<Error>& faults) {
  DmnTypes types;
  const auto items = definitions.all("itemDefinition");
  for (const XmlElement* item : items) types.sources_.emplace(item->attribute("name"), item);
  for (const XmlElement* item : items) types.types_.emplace(item->attribute("name"), types.item_type(*item, faults));
  types.sources_.clear();
  return types;
}

void DmnTypes::add(const std::string& alias, const DmnTypes& imported) {
  for (const auto& [name, type] : imported.types_)
    types_.emplace(alias.empty() ? name : alias + "." + name, alias.empty() ? type : imported.under(alias, *type));
}

// The type as one that is imported: what it refers to is called by the names it has there.
std::shared_ptr<const ItemType> DmnTypes::under(const std::string& alias, const ItemType& type) const {
  auto renamed = std::make_shared<ItemType>(type);
  if (types_.count(type.base) != 0) renamed->base = alias + "." + type.base;
  for (auto& [name, member] : renamed->members) member = under(alias, *member);
  return renamed;
}

FeelType DmnTypes::feel(std::string_view reference) const { return feel(trimmed(reference), 0); }

FeelType DmnTypes::feel(std::string_view reference, int depth) const {
  if (depth > kDeepestType) return FeelType();
  for (const std::string_view name : {reference, without_prefix(reference)}) {
    if (const auto known = types_.find(name); known != types_.end()) return known->second->feel;
    if (const auto source = sources_.find(name); source != sources_.end()) return feel_of(*source->second, depth + 1);
    if (const BuiltinType* builtin = builtin_type(name)) return FeelType::of(builtin->kind);
  }
  return FeelType();
}

FeelType DmnTypes::single_feel(const XmlElement& item, int depth) const {
  if (const XmlElement* function = item.child("functionItem")) {
    std::vector<FeelType> parameters;
    for (const XmlElement* parameter : function->all("parameters"))
      parameters.push_back(feel(parameter->attribute("typeRef"), depth));
    return FeelType::function_of(std::move(parameters), feel(function->attribute("outputTypeRef"), depth));
  }
  if (item.child("itemComponent") == nullptr) return feel(trimmed(item.text_of("typeRef")), depth);
  FeelType::Members members;
  for (const XmlElement* member : item.all("itemComponent"))
    members.emplace_back(member->attribute("name"), feel_of(*member, depth + 1));
  return FeelType::context_of(std::move(members));
}

FeelType DmnTypes::feel_of(const XmlElement& item, int depth) const {
  if (depth > kDeepestType) return FeelType();
  FeelType single = single_feel(item, depth);
  return item.attribute("isCollection") == "true" ? FeelType::list_of(std::move(single)) : single;
}

std::shared_ptr<const ItemType> DmnTypes::item_type(const XmlElement& item, std::vector<Error>& faults) const {
  auto type = std::make_shared<ItemType>();
  type->feel = feel_of(item, 0);
  type->base = std::string(trimmed(item.text_of("typeRef")));
  type->is_collection = item.attribute("isCollection") == "true";
  type->allowed = tests_of(item, "allowedValues", single_feel(item, 0), faults);
  if (const XmlElement* values = item.child("allowedValues"); values != nullptr && values->child("text") != nullptr) {
    type->listed = values->child("text")->text;
    type->listed_place = values->child("text")->text_place;
  }
  type->constraint = tests_of(item, "typeConstraint", type->feel, faults);
  for (const XmlElement* member : item.all("itemComponent"))
    type->members.emplace_back(member->attribute("name"), item_type(*member, faults));
  return type;
}

bool DmnTypes::allows(const Value& value, const ItemType& type, Evaluation& evaluation, int depth) const {
  if (value.is_null() || depth > kDeepestType) return true;
  if (type.constraint && !type.constraint->holds(value, Environment(), evaluation)) return false;
  if (!type.is_collection || value.kind() != ValueKind::list) return allows_one(value, type, evaluation, depth);
  const ValueList& items = value.as_list();
  return std::all_of(items.begin(), items.end(),
                     [&](const Value& item) { return allows_one(item, type, evaluation, depth); });
}

bool DmnTypes::allows_one(const Value& value, const ItemType& type, Evaluation& evaluation, int depth) const {
  if (type.allowed && !type.allowed->holds(value, Environment(), evaluation)) return false;
  const auto base = types_.find(type.base);
  if (base != types_.end() && !allows(value, *base->second, evaluation, depth + 1)) return false;
  return std::all_of(type.members.begin(), type.members.end(), [&](const auto& member) {
    const Value* entry = value.entry(member.first);
    return entry == nullptr || allows(*entry, *member.second, evaluation, depth + 1);
  });
}

const ItemType* DmnTypes::find(std::string_view reference) const {
  reference = trimmed(reference);
  auto known = types_.find(reference);
  if (known == types_.end()) known = types_.find(without_prefix(reference));
  return known == types_.end() ? nullptr : known->second.get();
}

// No type at all stands for any.
bool DmnTypes::knows(std::string_view reference) const {
  reference = trimmed(reference);
  const std::string_view name = reference.starts_with("feel:") ? without_prefix(reference) : reference;
  return name.empty() || name == "Any" || name.find(':') != std::string_view::npos || builtin_type(name) != nullptr ||
         types_.find(name) != types_.end();
}

std::optional<Error> DmnTypes::unknown(std::string_view reference, const Place& place) const {
  if (knows(reference)) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& [name, type] : types_) names.push_back(name);
  for (const BuiltinType& each : kBuiltinTypes) names.emplace_back(each.name);
  const std::string wanted(trimmed(reference));
  return Error::at(place, Errc::unknown_name,
                   "there is no type " + wanted + ": a built-in type or an item definition was expected" +
                       did_you_mean(wanted, names));
}

Value DmnTypes::admitted(const Value& value, std::string_view reference, std::string_view what,
                         Evaluation& evaluation) const {
  if (!knows(reference)) {
    evaluation.note(std::string(what) + " has a type that is not there: " + std::string(trimmed(reference)));
    return Value();
  }
  const FeelType type = feel(reference);
  const auto suited = coerced(value, type);
  if (!suited) {
    evaluation.note(std::string(what) + " is a " + type.to_string() + ", not " + value.to_feel().substr(0, 64));
    return Value();
  }
  const ItemType* known = find(reference);
  if (known == nullptr || allows(*suited, *known, evaluation, 0)) return *suited;
  evaluation.note(std::string(what) + " has a value that its type does not allow: " + value.to_feel().substr(0, 64));
  return Value();
}

void DmnTypes::name_in(Scope& scope) const {
  for (const auto& [name, type] : types_) scope.add_type(name, type->feel);
}

}  // namespace staysail::decision
