#include "staysail/model/table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "model_tables.hpp"

namespace staysail {
namespace {

constexpr std::array<std::pair<AttributeType, std::string_view>, 15> kTypeNames = {{
    {AttributeType::identifier, "identifier"},
    {AttributeType::text, "text"},
    {AttributeType::symbol, "symbol"},
    {AttributeType::number, "number"},
    {AttributeType::money, "money"},
    {AttributeType::boolean, "boolean"},
    {AttributeType::day, "day"},
    {AttributeType::month, "month"},
    {AttributeType::instant, "instant"},
    {AttributeType::person_name, "person_name"},
    {AttributeType::phone, "phone"},
    {AttributeType::identity_number, "identity_number"},
    {AttributeType::address, "address"},
    {AttributeType::birth_day, "birth_day"},
    {AttributeType::gender, "gender"},
}};

constexpr std::array<std::pair<Grain, std::string_view>, 5> kGrainNames = {{
    {Grain::subscription, "subscription"},
    {Grain::account, "account"},
    {Grain::customer, "customer"},
    {Grain::party, "party"},
    {Grain::unit, "unit"},
}};

template <class Names>
std::string list_of(const Names& names) {
  std::string text;
  for (const auto& entry : names) text += (text.empty() ? "" : ", ") + std::string(entry.second);
  return text;
}

const TableDescription* find_in(const std::vector<TableDescription>& tables, std::string_view name) {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

Status check_member(const TableDescription& table, const std::string& attribute, std::string_view part) {
  if (table.find(attribute) != nullptr) return ok();
  return Error(Errc::invalid_argument,
               "the " + std::string(part) + " of table '" + table.name + "' names no attribute of it: " + attribute);
}

}  // namespace

bool is_personal(AttributeType type) noexcept { return type >= AttributeType::person_name; }

AttributeType written_as(AttributeType type) noexcept {
  if (type == AttributeType::birth_day) return AttributeType::day;
  if (type == AttributeType::gender) return AttributeType::symbol;
  return is_personal(type) ? AttributeType::text : type;
}

bool is_textual(AttributeType type) noexcept { return written_as(type) <= AttributeType::symbol; }

std::string_view name_of(AttributeType type) noexcept { return kTypeNames[static_cast<std::size_t>(type)].second; }

Result<AttributeType> attribute_type_of(std::string_view name) {
  for (const auto& [type, known] : kTypeNames)
    if (known == name) return type;
  return Error(Errc::not_found,
               "unknown attribute type; one of " + list_of(kTypeNames) + " was expected: " + std::string(name));
}

std::string_view name_of(Grain grain) noexcept { return kGrainNames[static_cast<std::size_t>(grain)].second; }

Result<Grain> grain_of(std::string_view name) {
  for (const auto& [grain, known] : kGrainNames)
    if (known == name) return grain;
  return Error(Errc::not_found,
               "unknown grain; one of " + list_of(kGrainNames) + " was expected: " + std::string(name));
}

Result<Grain> grain_of_identifier(std::string_view attribute) {
  for (const auto& [grain, known] : kGrainNames)
    if (attribute == std::string(known) + "_id") return grain;
  return Error(Errc::not_found, "this identifier belongs to no grain: " + std::string(attribute));
}

const Attribute* TableDescription::find(std::string_view attribute) const {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == attribute; });
  return found == attributes.end() ? nullptr : &*found;
}

std::size_t TableDescription::index_of(std::string_view attribute) const {
  return static_cast<std::size_t>(find(attribute) - attributes.data());
}

const std::vector<TableDescription>& model_tables() {
  static const std::vector<TableDescription> tables = model::describe_tables();
  return tables;
}

const TableDescription* find_model_table(std::string_view name) { return find_in(model_tables(), name); }

ModelCatalog::ModelCatalog() : tables_(model_tables()) {}

const TableDescription* ModelCatalog::find(std::string_view name) const { return find_in(tables_, name); }

Status ModelCatalog::add(TableDescription table) {
  if (find(table.name) != nullptr)
    return Error(Errc::conflict, "the model already has a table of this name: " + table.name);
  for (const auto& name : table.key) STAYSAIL_CHECK(check_member(table, name, "key"));
  for (const auto& name : table.owners) STAYSAIL_CHECK(check_member(table, name, "owner"));
  if (!table.dated_by.empty()) STAYSAIL_CHECK(check_member(table, table.dated_by, "date"));
  tables_.push_back(std::move(table));
  return ok();
}

}  // namespace staysail
