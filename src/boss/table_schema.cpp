#include "staysail/boss/table_schema.hpp"

namespace staysail {
namespace {

ColumnType column_type_of(AttributeType type) {
  switch (written_as(type)) {
    case AttributeType::number:
    case AttributeType::money:
    case AttributeType::month: return ColumnType::number;
    case AttributeType::boolean: return ColumnType::boolean;
    case AttributeType::day: return ColumnType::day;
    case AttributeType::instant: return ColumnType::instant;
    default: return ColumnType::text;
  }
}

}  // namespace

Field field_of(const Attribute& attribute) {
  Field field;
  field.name = attribute.name;
  field.type = column_type_of(attribute.type);
  field.scale = field.type == ColumnType::number ? attribute.scale : std::uint8_t{0};
  field.unit = attribute.unit;
  return field;
}

Schema schema_of(const TableDescription& table) {
  std::vector<Field> fields;
  for (const auto& attribute : table.attributes) fields.push_back(field_of(attribute));
  return *Schema::of(std::move(fields));  // the model's attribute names are unique: a test holds this
}

}  // namespace staysail
