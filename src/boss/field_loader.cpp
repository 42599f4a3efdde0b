// One field of a mapping: where an attribute's values come from and how they are read.
#include <algorithm>
#include <array>

#include "boss/mapping_context.hpp"
#include "boss/value_reader.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::boss {
namespace {

// What a unit of the file is worth in the unit of the attribute: multiplier / (divisor * 10^shift).
struct Unit {
  std::string_view name, of;  // `of`: the attribute's unit; "money" for amounts
  std::int64_t multiplier = 1, divisor = 1;
  int shift = 0;
};

constexpr std::array kUnits = {
    Unit{"major", "money", 1, 1, 0},   Unit{"yuan", "money", 1, 1, 0},     Unit{"jiao", "money", 1, 1, 1},
    Unit{"fen", "money", 1, 1, 2},     Unit{"cent", "money", 1, 1, 2},     Unit{"li", "money", 1, 1, 3},
    Unit{"s", "s", 1, 1, 0},           Unit{"min", "s", 60, 1, 0},         Unit{"h", "s", 3600, 1, 0},
    Unit{"ms", "s", 1, 1000, 0},       Unit{"MB", "MB", 1, 1, 0},          Unit{"GB", "MB", 1024, 1, 0},
    Unit{"KB", "MB", 1, 1024, 0},      Unit{"B", "MB", 1, 1024 * 1024, 0}, Unit{"months", "months", 1, 1, 0},
    Unit{"years", "months", 12, 1, 0},
};

std::string_view measure_of(const Attribute& attribute) {
  return attribute.type == AttributeType::money ? "money" : std::string_view(attribute.unit);
}

Status read_sign(const TomlTable& table, std::string_view key, char& sign) {
  const auto value = table.find(key);
  if (!value) return ok();
  STAYSAIL_TRY(const auto text, value->text());
  if (text.size() != 1) return mapping_error(*value, "one character was expected");
  sign = text.front();
  return ok();
}

Status read_number(const TomlTable& table, const MappingContext& context, FieldMapping& field) {
  if (const auto unit = table.find("unit")) STAYSAIL_CHECK(read_unit(*unit, field.attribute, context, field.number));
  STAYSAIL_TRY(field.number.multiplier, table.integer_or("multiply", field.number.multiplier));
  STAYSAIL_TRY(field.number.divisor, table.integer_or("divide", field.number.divisor));
  STAYSAIL_TRY(field.number.round, table.boolean_or("round", false));
  STAYSAIL_CHECK(read_sign(table, "decimal_point", field.number.decimal_point));
  STAYSAIL_CHECK(read_sign(table, "grouping", field.number.grouping));
  if (const auto valid = field.number.validate(); !valid) return mapping_error(table, valid.error().message());
  return ok();
}

// A code table of this field alone leads to values of its attribute only; one that fields share may hold more, but
// nothing that looks like a slip of the pen.
Status check_codes(const TomlValue& where, const CodeTable& codes, const Attribute& attribute, bool shared) {
  if (written_as(attribute.type) != AttributeType::symbol) return ok();
  for (const auto& [label, canonical] : codes) {
    const auto& symbols = attribute.symbols;
    if (canonical.empty() || std::find(symbols.begin(), symbols.end(), canonical) != symbols.end()) continue;
    const std::string hint = did_you_mean(canonical, symbols);
    if (shared && hint.empty()) continue;
    return mapping_error(where, "the code table leads from '" + label + "' to '" + canonical +
                                    "', which is no value of '" + attribute.name + "'" + hint);
  }
  return ok();
}

Status read_codes(const TomlTable& table, const MappingContext& context, FieldMapping& field) {
  const auto value = table.find("codes");
  if (!value) return ok();
  if (value->kind() == TomlKind::table) {
    STAYSAIL_TRY(const auto own, value->table());
    STAYSAIL_TRY(auto codes, read_code_table(own));
    STAYSAIL_CHECK(check_codes(*value, codes, field.attribute, false));
    field.codes = std::make_shared<const CodeTable>(std::move(codes));
    return ok();
  }
  STAYSAIL_TRY(const auto name, value->text());
  const auto found = context.codes.find(name);
  if (found == context.codes.end()) {
    std::vector<std::string> known;
    for (const auto& entry : context.codes) known.push_back(entry.first);
    return mapping_error(*value, "no code table of this name" + did_you_mean(name, known));
  }
  field.codes = found->second;
  return check_codes(*value, *field.codes, field.attribute, true);
}

Status read_truth(const TomlTable& table, FieldMapping& field) {
  if (table.has("yes")) {
    STAYSAIL_TRY(field.truth.yes, table.texts("yes"));
  }
  if (table.has("no")) {
    STAYSAIL_TRY(field.truth.no, table.texts("no"));
  }
  return ok();
}

Status read_derivation(const TomlTable& table, const MappingContext& context, FieldMapping& field) {
  const auto value = table.find("derive");
  if (!value) return ok();
  STAYSAIL_TRY(const auto name, value->text());
  const std::vector<std::string> known = {"days_before_as_of", "months_before_as_of", "years_before_as_of"};
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end()) return mapping_error(*value, "no such derivation" + did_you_mean(name, known));
  if (written_as(field.attribute.type) != AttributeType::day)
    return mapping_error(*value, "only a day can be derived so");
  if (!context.as_of) return mapping_error(*value, "a derivation needs as_of = YYYY-MM-DD at the top of the mapping");
  field.derive = static_cast<Derivation>(found - known.begin() + 1);
  return ok();
}

Result<std::string> constant_text(const TomlValue& value) {
  switch (value.kind()) {
    case TomlKind::integer: return std::to_string(*value.integer());
    case TomlKind::boolean: return std::string(*value.boolean() ? "true" : "false");
    case TomlKind::day: return value.day()->to_string();
    default: return value.text();
  }
}

// Exactly one of column, constant, file_name, row_digest.
Status read_source(const TomlTable& table, FieldMapping& field) {
  int sources = 0;
  for (const char* key : {"column", "constant", "file_name", "row_digest"}) sources += table.has(key) ? 1 : 0;
  if (sources != 1) return mapping_error(table, "a field has exactly one of column, constant, file_name, row_digest");
  if (const auto column = table.find("column")) {
    STAYSAIL_TRY(field.column, read_column(*column));
  } else if (const auto constant = table.find("constant")) {
    field.source = FieldSource::constant;
    STAYSAIL_TRY(field.constant, constant_text(*constant));
  } else if (const auto pattern = table.find("file_name")) {
    field.source = FieldSource::file_name;
    STAYSAIL_TRY(field.time, read_pattern(*pattern));
  } else {
    field.source = FieldSource::row_digest;
    STAYSAIL_TRY(const bool on, table.boolean_or("row_digest", true));
    if (!on || field.attribute.type != AttributeType::identifier)
      return mapping_error(table, "row_digest = true is for identifiers");
  }
  return ok();
}

Status read_pattern_of(const TomlTable& table, FieldMapping& field) {
  const auto value = table.find("pattern");
  if (!value) return ok();
  STAYSAIL_TRY(field.time, read_pattern(*value));
  return ok();
}

// What can only be judged once all of the field is known.
Status check_field(const TomlValue& where, const FieldMapping& field, const MappingContext& context) {
  const auto type = written_as(field.attribute.type);
  const bool is_date = type == AttributeType::day || type == AttributeType::month || type == AttributeType::instant;
  if (field.time && !is_date) return mapping_error(where, "a date pattern is for days, months and instants");
  if (field.time && type != AttributeType::month && !field.time->has_day())
    return mapping_error(where, "the date pattern has no day (dd): " + field.time->text());
  if (field.attribute.required && field.optional)
    return mapping_error(where, "a required attribute cannot come from an optional column");
  if (field.source != FieldSource::constant) return ok();
  Cell cell;
  const std::string_view reason = ValueReader(field, context.as_of).read(field.constant, cell);
  if (!reason.empty())
    return mapping_error(where, "this constant is no " + std::string(name_of(type)) + " (" + std::string(reason) +
                                    "): '" + field.constant + "'");
  return ok();
}

Status read_table_form(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context,
                       FieldMapping& field) {
  if (const auto known = table.only({"column", "constant", "file_name", "row_digest", "optional", "pattern", "unit",
                                     "multiply", "divide", "round", "decimal_point", "grouping", "codes", "yes", "no",
                                     "null_texts", "trim", "derive"});
      !known)
    return known.error();
  STAYSAIL_CHECK(read_source(table, field));
  STAYSAIL_CHECK(read_pattern_of(table, field));
  STAYSAIL_CHECK(read_number(table, context, field));
  STAYSAIL_CHECK(read_codes(table, context, field));
  STAYSAIL_CHECK(read_truth(table, field));
  STAYSAIL_CHECK(read_derivation(table, context, field));
  STAYSAIL_TRY(field.optional, table.boolean_or("optional", false));
  STAYSAIL_TRY(field.trim, table.boolean_or("trim", defaults.trim));
  if (table.has("null_texts")) {
    STAYSAIL_TRY(field.null_texts, table.texts("null_texts"));
  }
  return ok();
}

}  // namespace

Status read_unit(const TomlValue& value, const Attribute& attribute, const MappingContext& context,
                 NumberPattern& number) {
  STAYSAIL_TRY(const auto name, value.text());
  const bool is_minor = attribute.type == AttributeType::money && name == "minor";
  std::vector<std::string> known;
  for (const auto& unit : kUnits) {
    if (unit.of != measure_of(attribute)) continue;
    known.emplace_back(unit.name);
    if (unit.name != name) continue;
    number.multiplier = unit.multiplier;
    number.divisor = unit.divisor;
    number.shift = unit.shift;
    return ok();
  }
  if (is_minor) number.shift = context.currency.minor_digits();
  if (is_minor || (!attribute.unit.empty() && name == attribute.unit)) return ok();
  std::string list;
  for (const auto& unit : known) list += (list.empty() ? "" : ", ") + unit;
  return mapping_error(value, "no such unit for this attribute; " +
                                  (known.empty() ? "leave it out" : "one of " + list + " was expected") +
                                  did_you_mean(name, known));
}

Result<ColumnReference> read_column(const TomlValue& value) {
  ColumnReference column;
  column.place = value.place();
  if (value.kind() == TomlKind::integer) {
    const std::int64_t position = *value.integer();
    if (position < 1 || position > 65536) return mapping_error(value, "positions of columns start at 1");
    column.position = static_cast<std::size_t>(position);
    return column;
  }
  STAYSAIL_TRY(column.name, value.text());
  if (column.name.empty()) return mapping_error(value, "the name of a column was expected");
  return column;
}

Result<TimePattern> read_pattern(const TomlValue& value) {
  STAYSAIL_TRY(const auto text, value.text());
  auto pattern = TimePattern::of(text);
  if (!pattern) return mapping_error(value, pattern.error().message());
  return pattern;
}

Result<FieldMapping> read_field(const Attribute& attribute, const TomlValue& value, const FeedDefaults& defaults,
                                const MappingContext& context) {
  FieldMapping field;
  field.attribute = attribute;
  field.place = value.place();
  field.null_texts = defaults.null_texts;
  field.trim = defaults.trim;
  field.number.scale = attribute.scale;
  if (written_as(attribute.type) == AttributeType::day) field.time = defaults.date_pattern;
  if (value.kind() == TomlKind::table) {
    STAYSAIL_TRY(const auto table, value.table());
    // A constant is written in the canonical form, whatever the dates of the file look like.
    if (table.has("constant")) field.time.reset();
    STAYSAIL_CHECK(read_table_form(table, defaults, context, field));
  } else {
    STAYSAIL_TRY(field.column, read_column(value));
  }
  STAYSAIL_CHECK(check_field(value, field, context));
  return field;
}

}  // namespace staysail::boss
