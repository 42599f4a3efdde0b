// What each kind of rule gives by nature, and whether its inputs suit it.
#include <algorithm>

#include "catalogue_reader.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/indicators/decision_scope.hpp"

namespace staysail::indicators {
namespace {

constexpr int kShareScale = 4, kFormulaScale = 4, kProbabilityScale = 9;

std::vector<std::string> field_names(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& field : schema.fields()) names.push_back(field.name);
  return names;
}

std::vector<std::string> attribute_names(const TableDescription& table) {
  std::vector<std::string> names;
  for (const auto& attribute : table.attributes) names.push_back(attribute.name);
  return names;
}

std::vector<std::string> fact_tables(const ModelCatalog& model) {
  std::vector<std::string> names;
  for (const auto& table : model.tables())
    if (table.kind == TableKind::fact) names.push_back(table.name);
  return names;
}

std::optional<ColumnType> column_type(const FeelType& type) {
  if (type.is(ValueKind::number)) return ColumnType::number;
  if (type.is(ValueKind::boolean)) return ColumnType::boolean;
  if (type.is(ValueKind::text)) return ColumnType::text;
  if (type.is(ValueKind::date)) return ColumnType::day;
  if (type.is(ValueKind::date_time)) return ColumnType::instant;
  return std::nullopt;
}

std::optional<ColumnType> column_type(std::string_view name) {
  for (const auto type :
       {ColumnType::number, ColumnType::boolean, ColumnType::text, ColumnType::day, ColumnType::instant})
    if (name_of(type) == name) return type;
  return std::nullopt;
}

}  // namespace

Result<const TableDescription*> CatalogueReader::table_of(std::size_t index, const FactMeasure& rule) const {
  const auto* table = model_.find(rule.table);
  if (table != nullptr && table->kind == TableKind::fact) return table;
  return error(index, Errc::unknown_name,
               "no fact table is called " + rule.table + did_you_mean(rule.table, fact_tables(model_)));
}

Result<Expression> CatalogueReader::compile(std::size_t index, std::string_view key, const std::string& text,
                                            const Scope& scope) const {
  return Expression::compile(text, scope, declarations_[index].table.find(key)->place());
}

Status CatalogueReader::check_ending(std::size_t index, const FactMeasure& rule) const {
  if (rule.ending.empty()) return ok();
  const auto ending = index_.find(rule.ending)->second;
  const auto* other = std::get_if<FactMeasure>(&declarations_[ending].indicator.rule);
  const bool fits = other != nullptr && other->table == rule.table && other->ending.empty() &&
                    fields_[ending]->type == ColumnType::day;
  return fits ? ok()
              : Status(error(index, Errc::catalogue_invalid,
                             "a window ends with a day taken from the same table; " + rule.ending + " is none"));
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, FactMeasure& rule) {
  STAYSAIL_TRY(const auto* table, table_of(index, rule));
  const auto find = [&](const std::string& name) -> Result<const Attribute*> {
    const auto* found = table->find(name);
    if (found != nullptr || name.empty()) return found;
    return error(index, Errc::unknown_name,
                 rule.table + " has no attribute " + name + did_you_mean(name, attribute_names(*table)));
  };
  STAYSAIL_TRY(const auto* attribute, find(rule.attribute));
  STAYSAIL_TRY(const auto* less, find(rule.less));
  if (less != nullptr && attribute != nullptr && (less->type != attribute->type || less->scale != attribute->scale))
    return error(
        index, Errc::catalogue_invalid,
        "a shortfall needs two attributes of one type and scale; " + rule.less + " is not like " + rule.attribute);
  STAYSAIL_CHECK(check_ending(index, rule));
  const auto* dated_by = table->find(table->dated_by);
  if (dated_by != nullptr && dated_by->type == AttributeType::month && rule.window.span == Window::Span::days)
    return error(index, Errc::catalogue_invalid, rule.table + " is dated by month; write its window in months");
  if (!rule.filter.empty()) {
    STAYSAIL_TRY(expressions_[index], compile(index, "filter", rule.filter, fact_scope(*table)));
  }
  auto field = natural_field(rule, attribute);
  return field ? field : error(index, field.error().code(), field.error().message());
}

Result<Field> CatalogueReader::attribute(std::size_t index, const std::string& name) const {
  if (!is_open_to_rules(name))
    return error(index, Errc::catalogue_invalid,
                 "this attribute tells who a person is, and no indicator may be made of it: " + name);
  const auto found = frame_.find(name);
  if (found) return frame_.field(*found);
  return error(index, Errc::unknown_name,
               "no subscription attribute is called " + name + did_you_mean(name, field_names(frame_)));
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, AttributeMeasure& rule) {
  STAYSAIL_TRY(const auto field, attribute(index, rule.attribute));
  NaturalField result;
  if (rule.measure == AttributeMeasure::Measure::value) {
    result = unit_field(field.scale, field.unit);
    result.type = field.type;
    result.any_unit = field.unit.empty();
  } else {
    if (field.type != ColumnType::day)
      return error(index, Errc::catalogue_invalid,
                   rule.attribute + " is no day; days and months are counted from a day");
    const bool months = rule.measure == AttributeMeasure::Measure::months_since ||
                        rule.measure == AttributeMeasure::Measure::months_until;
    result = unit_field(0, months ? "months" : "days");
  }
  if (!rule.until.empty()) {
    STAYSAIL_TRY(const auto until, attribute(index, rule.until));
    if (until.type != ColumnType::day) return error(index, Errc::catalogue_invalid, rule.until + " is no day");
  }
  if (rule.otherwise.empty()) return result;
  STAYSAIL_TRY(const auto otherwise, attribute(index, rule.otherwise));
  if (otherwise.type == result.type && otherwise.scale == result.scale) return result;
  return error(index, Errc::catalogue_invalid,
               rule.otherwise + " is of another type or scale than what it stands in for");
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, Formula& rule) {
  STAYSAIL_TRY(expressions_[index], compile(index, "expression", rule.text, scope()));
  STAYSAIL_TRY(const auto declared, declarations_[index].table.text_or("type", ""));
  const auto type = declared.empty() ? column_type(expressions_[index]->type()) : column_type(declared);
  if (!type)
    return error(index, Errc::catalogue_invalid,
                 "an expression gives number, boolean, text, day or instant; declare type = \"number\" where it cannot "
                 "be seen; this one gives " +
                     expressions_[index]->type().to_string());
  NaturalField field;
  field.type = *type;
  field.scale = kFormulaScale;
  field.any_unit = true;
  return field;
}

Result<Field> CatalogueReader::input_of_type(std::size_t index, const std::string& input, ColumnType type) const {
  const auto& field = *fields_[index_.find(input)->second];
  if (field.type == type) return field;
  return error(index, Errc::catalogue_invalid,
               input + " is " + std::string(name_of(field.type)) + "; " + std::string(name_of(type)) + " was expected");
}

Result<Field> CatalogueReader::number_input(std::size_t index, const std::string& input) const {
  return input_of_type(index, input, ColumnType::number);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, PercentRank& rule) {
  STAYSAIL_CHECK(number_input(index, rule.of));
  return share_field(kShareScale);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, BandRule& rule) {
  STAYSAIL_TRY(const auto input, number_input(index, rule.of));
  STAYSAIL_CHECK(read_bounds(declarations_[index].table, input, rule));
  return unit_field(0, "band");
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, Scaling& rule) {
  STAYSAIL_TRY(const auto input, number_input(index, rule.of));
  STAYSAIL_CHECK(read_bounds(declarations_[index].table, input, rule));
  return share_field(kShareScale);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, Standardising& rule) {
  STAYSAIL_CHECK(number_input(index, rule.of));
  return unit_field(kShareScale, "deviations");
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, Clipping& rule) {
  STAYSAIL_TRY(const auto input, number_input(index, rule.of));
  STAYSAIL_CHECK(read_bounds(declarations_[index].table, input, rule));
  return unit_field(input.scale, input.unit);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, Clustering& rule) {
  for (const auto& input : rule.of) STAYSAIL_CHECK(number_input(index, input));
  return unit_field(0, "cluster");
}

Status CatalogueReader::check_share(std::size_t index, const std::string& input) const {
  STAYSAIL_TRY(const auto field, number_input(index, input));
  return field.unit == "share"
             ? ok()
             : Status(error(index, Errc::catalogue_invalid,
                            "a scorecard weighs shares between 0 and 1; bring " + input +
                                " there with scale_of, or declare its unit as share; it has the unit: " + field.unit));
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, Scorecard& rule) {
  for (const auto& weight : rule.weights) STAYSAIL_CHECK(check_share(index, weight.first));
  if (!rule.label.empty()) STAYSAIL_CHECK(input_of_type(index, rule.label, ColumnType::boolean));
  return share_field(kShareScale);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, RollUp& rule) {
  STAYSAIL_TRY(const auto input, number_input(index, rule.of));
  return unit_field(input.scale, input.unit);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, SilenceRule& rule) {
  STAYSAIL_CHECK(number_input(index, rule.silent_days));
  STAYSAIL_CHECK(number_input(index, rule.active_days));
  STAYSAIL_CHECK(input_of_type(index, rule.last_active, ColumnType::day));
  if (!rule.since.empty()) {
    STAYSAIL_TRY(const auto since, attribute(index, rule.since));
    if (since.type != ColumnType::day) return error(index, Errc::catalogue_invalid, rule.since + " is no day");
  }
  if (!rule.threshold) return share_field(kProbabilityScale);
  NaturalField field;
  field.type = ColumnType::boolean;
  return field;
}

}  // namespace staysail::indicators
