// The months of customers as codes: months with us and months to the contract's end, both of which move while all else
// about a customer is taken to stay.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "staysail/statistics/coded_rows.hpp"

namespace staysail {

// The code of a month with us (from 1 on): each of the first twelve has its own, later ones share it.
std::uint8_t tenure_code(std::uint32_t month);
inline constexpr std::size_t kTenureCodes = 127;
// A coarser one, of quarters and longer, which is what is learnt from; months of one tenure code share it. Within it
// all customers' hazards are in proportion.
std::uint8_t stretch_code(std::uint8_t tenure_code);
inline constexpr std::size_t kStretchCodes = 119;
// The code of so many months to the contract's end; the first one (0): no contract is known.
std::uint8_t contract_code(const std::optional<std::int32_t>& months);
inline constexpr std::size_t kContractCodes = 40;

// What is known of a customer's time with us.
struct CustomerMonths {
  std::uint32_t entry = 0;                   // months before we began to look
  std::uint32_t last = 0;                    // month in which he was last seen
  std::int32_t kind = -1;                    // in which he left; -1: he did not
  std::optional<std::int32_t> contract_end;  // months to it from the last month

  std::optional<std::int32_t> contract_at(std::uint32_t month) const;
};

// Months in a row that look alike, of one customer. `tenure`: its code, or that of its stretch.
struct MonthSpan {
  std::uint32_t customer = 0;
  std::uint8_t tenure = 0, contract = 0;
  std::uint8_t trials = 0;  // at most statistics::kMostTrials
  std::int32_t kind = -1;   // that ended the last of them
};

enum class MonthAxis : std::uint8_t { tenure, stretch };
// The months of all customers under observation, in their order.
std::vector<MonthSpan> spans_of(const std::vector<CustomerMonths>& customers, MonthAxis axis);

}  // namespace staysail
