#include "staysail/privacy/purpose.hpp"

#include <algorithm>

#include "staysail/base/personal_number.hpp"
#include "staysail/base/secret.hpp"
#include "staysail/model/extension.hpp"

namespace staysail {
namespace {

// A copy as `shown` has it; each distinct string is looked at once.
template <class Shown>
Column shown_column(const Column& column, const Shown& shown) {
  std::vector<std::string> masks;
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code)
    masks.push_back(shown(column.dictionary().at(code)));
  ColumnBuilder builder(column.field());
  builder.reserve(column.size());
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) builder.append_null();
    else builder.append_text(masks[static_cast<std::size_t>(column.codes()[row])]);
  }
  return builder.finish();
}

Column null_column(const Column& column) {
  ColumnBuilder builder(column.field());
  builder.reserve(column.size());
  for (std::size_t row = 0; row < column.size(); ++row) builder.append_null();
  return builder.finish();
}

Column closed_column(const Column& column, AttributeType type) {
  if (column.type() != ColumnType::text) return null_column(column);
  return shown_column(column, [type](std::string_view text) { return masked_text(type, text); });
}

}  // namespace

Purpose Purpose::declare(std::string name, std::initializer_list<AttributeType> opened) {
  Purpose purpose;
  purpose.name_ = std::move(name);
  purpose.opened_ = opened;
  return purpose;
}

Result<Purpose> Purpose::of(std::string_view name) {
  std::string known;
  for (const Purpose& purpose : shipped_purposes()) {
    if (purpose.name() == name) return purpose;
    known += (known.empty() ? "" : ", ") + purpose.name();
  }
  return Error(Errc::purpose_required,
               "say why you read about a person; one of " + known + " was expected: " + std::string(name));
}

bool Purpose::opens(AttributeType type) const {
  return !is_personal(type) || std::find(opened_.begin(), opened_.end(), type) != opened_.end();
}

const std::vector<Purpose>& shipped_purposes() {
  static const std::vector<Purpose> purposes = {
      Purpose::declare("analysis", {}),
      Purpose::declare("screen_pop", {AttributeType::person_name}),
      Purpose::declare("contact", {AttributeType::person_name, AttributeType::phone}),
      Purpose::declare("visit", {AttributeType::person_name, AttributeType::phone, AttributeType::address}),
      Purpose::declare("identity_check", {AttributeType::person_name, AttributeType::identity_number,
                                          AttributeType::birth_day, AttributeType::gender}),
  };
  return purposes;
}

std::string masked_text(AttributeType type, std::string_view text) {
  switch (type) {
    case AttributeType::person_name: return masked_as<PersonNameTag>(text);
    case AttributeType::phone: return masked_as<PhoneTag>(text);
    case AttributeType::identity_number: return masked_as<IdentityNumberTag>(text);
    case AttributeType::address: return masked_as<AddressTag>(text);
    case AttributeType::birth_day: return masked_as<BirthDayTag>(text);
    case AttributeType::gender: return masked_as<GenderTag>(text);
    default: return std::string(text);
  }
}

std::string shown_text(AttributeType type, std::string_view text, const Purpose& purpose) {
  return purpose.opens(type) ? std::string(text) : masked_text(type, text);
}

std::string shown_extension(std::string_view name, std::string_view text, const Purpose& purpose) {
  const AttributeType type = type_of_extension(name);
  if (is_personal(type)) return shown_text(type, text, purpose);
  return with_numbers_masked(text,
                             {!purpose.opens(AttributeType::phone), !purpose.opens(AttributeType::identity_number)});
}

Result<Batch> shown_rows(const Batch& rows, const TableDescription& table, const Purpose& purpose) {
  std::vector<Column> columns;
  for (const Column& column : rows.columns()) {
    const Attribute* attribute = table.find(column.field().name);
    const auto as_extension = [&](std::string_view text) {
      return shown_extension(column.field().name, text, purpose);
    };
    if (attribute == nullptr && column.type() == ColumnType::text)
      columns.push_back(shown_column(column, as_extension));
    else if (attribute != nullptr && !purpose.opens(attribute->type))
      columns.push_back(closed_column(column, attribute->type));
    else columns.push_back(column);
  }
  return Batch::of(std::move(columns));
}

}  // namespace staysail
