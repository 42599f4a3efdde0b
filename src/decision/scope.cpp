#include "staysail/decision/scope.hpp"

#include <algorithm>

namespace staysail {

Scope Scope::of(const Schema& schema) {
  Scope scope;
  for (const Field& field : schema.fields()) scope.add(field.name, FeelType::of(field));
  return scope;
}

void Scope::put(std::vector<Entry>& entries, std::string name, FeelType type) {
  const auto same =
      std::find_if(entries.begin(), entries.end(), [&name](const Entry& entry) { return entry.name == name; });
  if (same != entries.end()) same->type = std::move(type);
  else entries.push_back(Entry{std::move(name), std::move(type)});
}

Scope& Scope::add(std::string name, FeelType type) {
  put(entries_, std::move(name), std::move(type));
  return *this;
}

Scope& Scope::add_type(std::string name, FeelType type) {
  put(types_, std::move(name), std::move(type));
  return *this;
}

Scope& Scope::add(std::string name, std::vector<std::string> symbols) {
  return add(std::move(name), FeelType::symbol(std::move(symbols)));
}

Scope& Scope::add(const Scope& other) {
  for (const Entry& entry : other.entries_) add(entry.name, entry.type);
  for (const Entry& entry : other.types_) add_type(entry.name, entry.type);
  return *this;
}

const FeelType* Scope::find(std::string_view name) const {
  for (const Entry& entry : entries_)
    if (entry.name == name) return &entry.type;
  return nullptr;
}

std::vector<std::string> Scope::names() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) names.push_back(entry.name);
  return names;
}

Status Scope::admits(const Inputs& inputs) const {
  for (const Entry& entry : entries_) {
    const Value* value = inputs.find(entry.name);
    if (value == nullptr || value->is_null() || entry.type.is_any() || entry.type.is(value->kind())) continue;
    return Error(Errc::type_mismatch, "a " + entry.type.to_string() + " was expected under the name " + entry.name +
                                          ", not " + value->to_feel().substr(0, 64));
  }
  return ok();
}

}  // namespace staysail
