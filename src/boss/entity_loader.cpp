// What a feed says about one table, and the fact tables that a mapping declares itself.
#include <algorithm>

#include "boss/mapping_context.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::boss {
namespace {

std::vector<std::string> names_of(const TableDescription& table) {
  std::vector<std::string> names;
  for (const auto& attribute : table.attributes) names.push_back(attribute.name);
  return names;
}

Result<const TableDescription*> find_table(const TomlTable& entity, const ModelCatalog& catalog) {
  STAYSAIL_TRY(const auto value, entity.require("table"));
  STAYSAIL_TRY(const auto name, value.text());
  if (const auto* table = catalog.find(name)) return table;
  std::vector<std::string> known;
  for (const auto& table : catalog.tables()) known.push_back(table.name);
  return mapping_error(value, "no table of this name" + did_you_mean(name, known));
}

Status check_complete(const TomlTable& fields, const TableDescription& table, const EntityMapping& entity) {
  const auto is_mapped = [&](std::string_view name) {
    return std::any_of(entity.fields.begin(), entity.fields.end(),
                       [&](const auto& field) { return field.attribute.name == name; });
  };
  for (const auto& attribute : table.attributes)
    if (attribute.required && !is_mapped(attribute.name))
      return mapping_error(fields, "table '" + table.name + "' needs the attribute '" + attribute.name + "'");
  if (!table.dated_by.empty() && !is_mapped(table.dated_by))
    return mapping_error(fields, "facts need their date: '" + table.dated_by + "'");
  if (table.owners.empty() || std::any_of(table.owners.begin(), table.owners.end(), is_mapped)) return ok();
  return mapping_error(fields, "a fact needs its owner: one of the identifiers of '" + table.name +
                                   "' must be mapped: " + table.owners.front());
}

Result<std::vector<FieldMapping>> read_fields(const TomlTable& fields, const TableDescription& table,
                                              const FeedDefaults& defaults, const MappingContext& context) {
  for (const auto& key : fields.keys())
    if (table.find(key) == nullptr)
      return mapping_error(*fields.find(key),
                           "table '" + table.name + "' has no such attribute" + did_you_mean(key, names_of(table)));
  std::vector<FieldMapping> mapped;
  for (const auto& attribute : table.attributes) {
    const auto value = fields.find(attribute.name);
    if (!value) continue;
    STAYSAIL_TRY(auto field, read_field(attribute, *value, defaults, context));
    mapped.push_back(std::move(field));
  }
  return mapped;
}

Result<VersionMapping> read_version(const TomlValue& value) {
  VersionMapping version;
  if (value.kind() != TomlKind::table) {
    STAYSAIL_TRY(version.column, read_column(value));
    return version;
  }
  STAYSAIL_TRY(const auto table, value.table());
  STAYSAIL_CHECK(table.only({"column", "pattern"}));
  STAYSAIL_TRY(const auto column, table.require("column"));
  STAYSAIL_TRY(version.column, read_column(column));
  if (const auto pattern = table.find("pattern")) {
    STAYSAIL_TRY(version.time, read_pattern(*pattern));
  }
  return version;
}

// deleted = { column = "OP", texts = ["D"] }
Result<DeletionMapping> read_deletion(const TomlValue& value) {
  STAYSAIL_TRY(const auto table, value.table());
  STAYSAIL_CHECK(table.only({"column", "texts"}));
  DeletionMapping deletion;
  STAYSAIL_TRY(const auto column, table.require("column"));
  STAYSAIL_TRY(deletion.column, read_column(column));
  STAYSAIL_TRY(deletion.texts, table.texts("texts"));
  if (deletion.texts.empty()) return mapping_error(value, "texts lists what stands there for a deletion: [\"D\"]");
  return deletion;
}

Result<Attribute> read_attribute(const std::string& name, const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"type", "scale", "unit", "required", "symbols", "refers_to"}));
  Attribute attribute;
  attribute.name = name;
  STAYSAIL_TRY(const auto type_value, table.require("type"));
  STAYSAIL_TRY(const auto type_name, type_value.text());
  const auto type = attribute_type_of(type_name);
  if (!type) return mapping_error(type_value, type.error().message());
  attribute.type = *type;
  STAYSAIL_TRY(const auto scale, table.integer_or("scale", *type == AttributeType::money ? 3 : 0));
  if (scale < 0 || scale > 9) return mapping_error(table, "a scale of 0 to 9 decimals was expected");
  attribute.scale = static_cast<std::uint8_t>(scale);
  STAYSAIL_TRY(attribute.unit, table.text_or("unit", ""));
  STAYSAIL_TRY(attribute.required, table.boolean_or("required", false));
  STAYSAIL_TRY(attribute.symbols, table.texts("symbols"));
  STAYSAIL_TRY(attribute.refers_to, table.text_or("refers_to", ""));
  if (written_as(*type) == AttributeType::symbol && attribute.symbols.empty())
    return mapping_error(table, "a symbol lists its values: symbols = [...]");
  return attribute;
}

}  // namespace

Result<CodeTable> read_code_table(const TomlTable& table) {
  CodeTable codes;
  for (const auto& key : table.keys()) {
    STAYSAIL_TRY(codes[key], table.text(key));
  }
  return codes;
}

Result<TableDescription> read_custom_table(const std::string& name, const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"key", "owners", "dated_by", "attributes"}));
  TableDescription result;
  result.name = name;
  result.kind = TableKind::fact;
  STAYSAIL_TRY(result.key, table.texts("key"));
  STAYSAIL_TRY(result.owners, table.texts("owners"));
  STAYSAIL_TRY(result.dated_by, table.text("dated_by"));
  STAYSAIL_TRY(const auto attributes, table.table("attributes"));
  for (const auto& key : attributes.keys()) {
    STAYSAIL_TRY(const auto description, attributes.table(key));
    STAYSAIL_TRY(auto attribute, read_attribute(key, description));
    result.attributes.push_back(std::move(attribute));
  }
  const auto* date = result.find(result.dated_by);
  const bool is_dated = date != nullptr && (date->type == AttributeType::day || date->type == AttributeType::month);
  if (!is_dated) return mapping_error(table, "dated_by names a day or month attribute of the table");
  if (result.key.empty() || result.owners.empty())
    return mapping_error(table, "a fact table has a key and at least one owner");
  for (const auto& owner : result.owners)
    if (const auto grain = grain_of_identifier(owner); !grain)
      return mapping_error(table,
                           "an owner is one of subscription_id, account_id, customer_id, party_id, unit_id: " + owner);
  return result;
}

Result<EntityMapping> read_entity(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context) {
  STAYSAIL_CHECK(table.only({"table", "fields", "skip_when_null", "version", "deleted"}));
  STAYSAIL_TRY(const auto* described, find_table(table, *context.catalog));
  EntityMapping entity;
  entity.table = described->name;
  entity.place = table.place();
  entity.null_texts = defaults.null_texts;
  STAYSAIL_TRY(const auto fields, table.table("fields"));
  STAYSAIL_TRY(entity.fields, read_fields(fields, *described, defaults, context));
  STAYSAIL_CHECK(check_complete(fields, *described, entity));
  if (const auto skip = table.find("skip_when_null")) {
    STAYSAIL_TRY(const auto columns, skip->items());
    for (const auto& column : columns) {
      STAYSAIL_TRY(entity.skip_when_null.emplace_back(), read_column(column));
    }
  }
  if (const auto version = table.find("version")) {
    STAYSAIL_TRY(entity.version, read_version(*version));
  }
  if (const auto deleted = table.find("deleted")) {
    STAYSAIL_TRY(entity.deleted, read_deletion(*deleted));
  }
  return entity;
}

}  // namespace staysail::boss
