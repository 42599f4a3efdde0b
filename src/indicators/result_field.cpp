#include "result_field.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"
#include "staysail/boss/table_schema.hpp"

namespace staysail::indicators {
namespace {

constexpr int kQuotientScale = 4, kMeanScale = 2;
constexpr std::string_view kPerMonth = "/month", kFeedsCurrency = "money";

bool is_number(const Attribute* attribute) {
  return attribute != nullptr && (attribute->type == AttributeType::number || attribute->type == AttributeType::money);
}

Error wrong_type(const FactMeasure& rule, const Attribute* attribute, std::string_view wanted) {
  const auto given = attribute == nullptr ? "the rows of " + rule.table
                                          : attribute->name + ", which is " + std::string(name_of(attribute->type));
  return Error(Errc::catalogue_invalid,
               std::string(name_of(rule.aggregate)) + " is taken of " + std::string(wanted) + ", not of " + given);
}

NaturalField amount(const Attribute& attribute, int least_scale, bool per_month) {
  NaturalField field;
  field.scale = std::max<int>(attribute.scale, least_scale);
  field.unit = attribute.unit;
  field.money = attribute.type == AttributeType::money;
  field.per_month = per_month;
  return field;
}

Result<NaturalField> of_number(const FactMeasure& rule, const Attribute* attribute) {
  if (!is_number(attribute)) return wrong_type(rule, attribute, "a number or an amount of money");
  switch (rule.aggregate) {
    case Aggregate::mean: return amount(*attribute, kMeanScale, true);
    case Aggregate::slope: return amount(*attribute, kQuotientScale, true);
    case Aggregate::ratio:
    case Aggregate::amount_share: return share_field(kQuotientScale);
    case Aggregate::steady_cycles: return unit_field(0, "cycles");
    default: return amount(*attribute, 0, false);
  }
}

Result<NaturalField> of_any_value(const FactMeasure& rule, const Attribute* attribute) {
  if (attribute == nullptr || is_personal(attribute->type))
    return wrong_type(rule, attribute, "an attribute that is no text about a person");
  if (is_number(attribute)) return amount(*attribute, 0, false);
  NaturalField field;
  field.type = field_of(*attribute).type;
  return field;
}

bool unit_agrees(const std::string& unit, const NaturalField& natural) {
  const bool share = natural.unit == "share" && (unit.empty() || unit == "ratio");
  return unit == natural.unit || share;
}

std::string without_month(const std::string& unit, bool per_month) {
  const bool ends =
      unit.size() > kPerMonth.size() && unit.compare(unit.size() - kPerMonth.size(), kPerMonth.size(), kPerMonth) == 0;
  return per_month && ends ? unit.substr(0, unit.size() - kPerMonth.size()) : unit;
}

Status check_currency(const std::string& letters, std::optional<Currency>& currency) {
  STAYSAIL_TRY(const auto declared, Currency::of(letters));
  if (currency && *currency != declared)
    return Error(Errc::currency_mismatch, "amounts of one catalogue are in one currency; before it was " +
                                              std::string(currency->letters()) + ", here it is " + letters);
  currency = declared;
  return ok();
}

Status check_unit(const std::string& unit, const NaturalField& natural, std::optional<Currency>& currency) {
  if (natural.any_unit) return ok();
  const auto base = without_month(unit, natural.per_month);
  if (natural.money && base != kFeedsCurrency) return check_currency(base, currency);
  if (natural.money) return ok();
  if (unit_agrees(base, natural)) return ok();
  const auto wanted = natural.unit.empty() ? std::string("no unit") : "the unit " + natural.unit;
  return Error(Errc::catalogue_invalid, "what this is made of has " + wanted +
                                            "; convert it in an expression, or declare that instead of: " + unit);
}

}  // namespace

NaturalField unit_field(int scale, std::string unit) {
  NaturalField field;
  field.scale = scale;
  field.unit = std::move(unit);
  return field;
}

NaturalField share_field(int scale) { return unit_field(scale, "share"); }

Result<NaturalField> natural_field(const FactMeasure& rule, const Attribute* attribute) {
  switch (rule.aggregate) {
    case Aggregate::count:
    case Aggregate::count_distinct: {
      NaturalField field;
      field.any_unit = true;
      return field;
    }
    case Aggregate::share: return share_field(kQuotientScale);
    case Aggregate::days_since_max:
    case Aggregate::days_since_min:
      if (attribute == nullptr || attribute->type != AttributeType::day) return wrong_type(rule, attribute, "a day");
      return unit_field(0, "days");
    case Aggregate::min:
    case Aggregate::max:
    case Aggregate::first:
    case Aggregate::last: return of_any_value(rule, attribute);
    default: return of_number(rule, attribute);
  }
}

Result<Field> declared_field(const TomlTable& table, const std::string& name, const NaturalField& natural,
                             std::optional<Currency>& currency) {
  Field field{name, natural.type, 0, natural.unit};
  if (const auto unit = table.find("unit")) {
    STAYSAIL_TRY(field.unit, unit->text());
    const auto status = check_unit(field.unit, natural, currency);
    if (!status) return unit->error(status.error().code(), status.error().message());
  }
  STAYSAIL_TRY(const auto scale, table.integer_or("scale", natural.scale));
  if (scale < 0 || scale > kMaxScale)
    return table.error(Errc::catalogue_invalid,
                       "a scale of 0 to 9 decimals was expected, not: " + std::to_string(scale));
  if (natural.type == ColumnType::number) field.scale = static_cast<std::uint8_t>(scale);
  return field;
}

}  // namespace staysail::indicators
