#include "subscription_frame.hpp"

#include <array>

#include "owned_rows.hpp"
#include "staysail/boss/table_schema.hpp"

namespace staysail::view {
namespace {

constexpr std::array kFromCustomer = {
    Borrowed{"customer_type", "customer_type"},
    Borrowed{"status", "customer_status"},
    Borrowed{"since", "customer_since"},
    Borrowed{"region", "region"},
    Borrowed{"manager_id", "manager_id"},
    Borrowed{"preferred_channel", "preferred_channel"},
    Borrowed{"grade", "grade"},
    Borrowed{"party_id", "party_id"},
};
constexpr std::array kFromAccount = {
    Borrowed{"payment_mode", "payment_mode"},
    Borrowed{"payment_method", "payment_method"},
    Borrowed{"credit_limit", "credit_limit"},
};
constexpr std::array kFromParty = {
    Borrowed{"kind", "party_kind"},
    Borrowed{"birth_day", "birth_day"},
    Borrowed{"age", "age"},
    Borrowed{"gender", "gender"},
};

Column gather_one(const Column* source, Field field, std::span<const std::uint32_t> rows) {
  ColumnBuilder builder(std::move(field));
  builder.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (row == kNoRow || source == nullptr) builder.append_null();
    else builder.append_from(*source, row);
  }
  return builder.finish();
}

}  // namespace

std::span<const Borrowed> borrowed_from_customer() { return kFromCustomer; }
std::span<const Borrowed> borrowed_from_account() { return kFromAccount; }
std::span<const Borrowed> borrowed_from_party() { return kFromParty; }

Result<std::vector<Column>> gather(const Joined& from, std::string_view table, std::span<const Borrowed> borrowed) {
  const TableDescription* description = find_model_table(table);
  std::vector<Column> columns;
  for (const auto& [name, as] : borrowed) {
    Field field = field_of(*description->find(name));
    field.name = as;
    columns.push_back(gather_one(from.frame->find(name), std::move(field), from.row));
  }
  return columns;
}

Column group_column(const Batch& group_members, const IdIndex& customers, std::span<const std::uint32_t> customer_of,
                    Day as_of) {
  std::vector<std::uint8_t> member(customers.size(), 0);
  const auto members = owners_of(group_members, "member_customer_id", customers);
  const DayReader start(group_members, "start"), end(group_members, "end");
  for (std::size_t row = 0; row < members.size(); ++row) {
    const bool in_force = start.at_or(row, as_of) <= as_of && end.at_or(row, as_of + 1) > as_of;
    if (members[row] != kNoRow && in_force) member[members[row]] = 1;
  }
  ColumnBuilder builder({"member_of_group", ColumnType::boolean, 0, {}});
  for (const std::uint32_t row : customer_of) builder.append_boolean(row != kNoRow && member[row] != 0);
  return builder.finish();
}

Column name_column(std::string field, const std::vector<std::string_view>& names,
                   std::span<const std::uint32_t> of_customer, std::span<const std::uint32_t> customer_of) {
  ColumnBuilder builder({std::move(field), ColumnType::text, 0, {}});
  for (const std::uint32_t row : customer_of) {
    if (row == kNoRow || of_customer[row] == kNoRow) builder.append_null();
    else builder.append_text(names[of_customer[row]]);
  }
  return builder.finish();
}

}  // namespace staysail::view
