// Offerings: what an operator sells and what it costs, as a playbook's offerings.toml declares it.
//
//   cycles = 3                                # closed cycles that are re-rated, 1 to 12
//   [[offering]]
//   id = "M099"                               # as plan instances name it
//   product_type = "mobile"                   # left out: any
//   monthly_fee = 99
//   minutes = 500                             # included; left out: none; "unlimited"
//   data_mb = 20480
//   sms = 100
//   minute_price = 0.15                       # of each begun minute, megabyte and message beyond; left out: nothing
//   mb_price = 0.0003
//   sms_price = 0.1
//   valid_from = 2026-01-01                   # on sale from that day to the other; left out: always
//   valid_to = 2026-12-31
//   when = 'customer_type = "individual"'     # FEEL over the decision frame; left out: anybody
//
// Offerings no longer sold belong in it too, with the last day of their sale: what a line has now is rated by them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail {

// Use of one line in one cycle.
struct CycleUse {
  std::int64_t seconds_out = 0, data = 0, sms = 0;  // data in thousandths of a megabyte
};

// What is included and what each unit beyond it costs, in millionths of the currency's unit.
struct Allowance {
  std::int64_t included = 0;  // in the unit of the use
  bool unlimited = false;
  std::int64_t price = 0;
};

struct Offering {
  std::string id, product_type;
  std::int64_t monthly_fee = 0;     // thousandths
  Allowance minutes, data_mb, sms;  // included data in thousandths of a megabyte
  std::optional<Day> valid_from, valid_to;
  std::optional<Expression> when;

  bool is_on_sale(Day day) const { return !(valid_from && day < *valid_from) && !(valid_to && *valid_to < day); }
  // What the cycle would have cost with this fee, in thousandths, rounded half to even once. `amount_overflow`.
  Result<std::int64_t> rated(const CycleUse& use, std::int64_t fee) const;
};

struct Offerings {
  int cycles = 3;
  std::vector<Offering> all;  // by id

  // `name` stands for the file in errors; `scope`: what `when` may name. Errors: malformed_file, those of expressions;
  // `playbook_invalid` for two offerings of one id, an amount below 0, an unknown product type, and days out of order.
  static Result<Offerings> parse(std::string_view text, const std::string& name, const Scope& scope);
};

}  // namespace staysail
