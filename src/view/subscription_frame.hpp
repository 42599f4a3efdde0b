// The wide frame: one row a subscription with what everything around it gives.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail::view {

// A frame to take columns from, and per subscription the row to take (kNoRow: null).
struct Joined {
  const Batch* frame;
  std::span<const std::uint32_t> row;
};

// A column brought along under another name.
struct Borrowed {
  std::string_view name, as;
};

// `borrowed` columns of `from`, gathered; a frame without such a column gives nulls of the model's type.
Result<std::vector<Column>> gather(const Joined& from, std::string_view table, std::span<const Borrowed> borrowed);

// member_of_group: the customer is a member of a group on as_of.
Column group_column(const Batch& group_members, const IdIndex& customers, std::span<const std::uint32_t> customer_of,
                    Day as_of);

// A text a line: `names` at what its customer has in `of_customer`; null for kNoRow.
Column name_column(std::string field, const std::vector<std::string_view>& names,
                   std::span<const std::uint32_t> of_customer, std::span<const std::uint32_t> customer_of);

std::span<const Borrowed> borrowed_from_customer();
std::span<const Borrowed> borrowed_from_account();
std::span<const Borrowed> borrowed_from_party();

}  // namespace staysail::view
