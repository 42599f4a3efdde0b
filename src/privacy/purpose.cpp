#include "staysail/privacy/purpose.hpp"

#include <algorithm>

#include "staysail/base/secret.hpp"

namespace staysail {
namespace {

// A masked copy; each distinct string is masked once.
Column masked_column(const Column& column, AttributeType type) {
  std::vector<std::string> masks;
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code) masks.push_back(masked_text(type, column.dictionary().at(code)));
  ColumnBuilder builder(column.field());
  builder.reserve(column.size());
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) builder.append_null();
    else builder.append_text(masks[static_cast<std::size_t>(column.codes()[row])]);
  }
  return builder.finish();
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
  return Error(Errc::purpose_required, "say why you read about a person; one of " + known + " was expected: " + std::string(name));
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
      Purpose::declare("identity_check", {AttributeType::person_name, AttributeType::identity_number}),
  };
  return purposes;
}

std::string masked_text(AttributeType type, std::string_view text) {
  switch (type) {
    case AttributeType::person_name: return mask(text, PersonNameTag::head, PersonNameTag::tail);
    case AttributeType::phone: return mask(text, PhoneTag::head, PhoneTag::tail);
    case AttributeType::identity_number: return mask(text, IdentityNumberTag::head, IdentityNumberTag::tail);
    case AttributeType::address: return mask(text, AddressTag::head, AddressTag::tail);
    default: return std::string(text);
  }
}

std::string shown_text(AttributeType type, std::string_view text, const Purpose& purpose) {
  return purpose.opens(type) ? std::string(text) : masked_text(type, text);
}

Result<Batch> shown_rows(const Batch& rows, const TableDescription& table, const Purpose& purpose) {
  std::vector<Column> columns;
  for (const Column& column : rows.columns()) {
    const Attribute* attribute = table.find(column.field().name);
    const bool closed = attribute != nullptr && !purpose.opens(attribute->type) && column.type() == ColumnType::text;
    columns.push_back(closed ? masked_column(column, attribute->type) : column);
  }
  return Batch::of(std::move(columns));
}

}  // namespace staysail
