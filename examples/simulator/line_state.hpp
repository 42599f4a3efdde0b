// LineState: where one subscription stands at the end of a month. A plain value: a copy of it is a second world.
#pragma once

#include <array>
#include <cstdint>

#include "simulator/customer.hpp"
#include "staysail/base/calendar.hpp"

namespace staysail::simulator {

// Days are days since 1970-01-01; 0 means none.
using DayNumber = std::int32_t;

enum class LineStatus : std::uint8_t { absent, active, suspended, terminated };

// Why somebody leaves; the symbols of subscriptions.termination_cause.
enum class Cause : std::uint8_t {
  none,
  arrears,
  discount_ended,
  price,
  dissatisfaction,
  rival,
  moved,
  transfer,
  unknown
};
const char* symbol_of(Cause cause);

struct Agreement {
  std::uint8_t sequence = 0;  // 0: none
  std::uint8_t months = 0;
  std::uint8_t renews = 0;  // sequence of the agreement it renews; 0: none
  DayNumber start = 0;
  DayNumber end = 0;  // the last day it binds

  bool exists() const { return sequence != 0; }
};

struct UnpaidBill {
  std::int32_t amount_li, cost_li, discount_li;
};

inline constexpr std::uint8_t kLongAgo = 250;

struct LineState {
  std::uint32_t line = 0;
  std::uint32_t customer = 0;
  std::uint8_t position = 0;  // among the customer's lines
  std::uint8_t account = 0;   // among the customer's accounts
  Product product = Product::mobile;
  LineStatus status = LineStatus::absent;
  std::int16_t entry = kBeforeHistory;
  std::int16_t transfer = kNoTransfer;
  DayNumber activated = 0;
  Traits traits;

  Agreement agreement;       // the latest that has begun
  Agreement next_agreement;  // a renewal on file
  std::uint8_t last_agreement = 0;
  std::uint8_t next_discount = 0;     // what the renewal will take off
  std::uint8_t discount_percent = 0;  // what the agreement takes off the list price

  std::uint8_t rung = 0;
  std::uint16_t plan_sequence = 0;
  DayNumber plan_start = 0;
  std::uint8_t campaign_percent = 0;                     // a discount given by an action
  std::uint8_t campaign_months = 0;                      // bills it still lasts
  std::array<DayNumber, kServiceCount> service_start{};  // 0: not held

  std::uint8_t fade = 0;  // months since the user began to turn away; 0: has not
  Cause fade_cause = Cause::none;
  bool ports_out = false;  // a leaver of this kind takes the number along
  // Months since; kLongAgo when never or longer.
  std::uint8_t since_complaint = kLongAgo, since_price_rise = kLongAgo, since_downgrade = kLongAgo;
  std::uint8_t since_contract_end = kLongAgo, since_contact = kLongAgo;
  std::uint8_t open_ticket = 0;  // 0: none, else the nth ticket of `ticket_month`
  std::int16_t ticket_month = 0;
  DayNumber ticket_opened = 0;
  std::uint8_t ticket_cause = 0;

  std::uint8_t unpaid = 0;  // bills in a row
  std::int16_t first_unpaid = 0;
  std::array<UnpaidBill, 6> unpaid_bills{};
};

// The list price of the line's plan, and what it pays for it now.
std::int32_t list_price_li(const LineState& line);
std::int32_t plan_price_li(const LineState& line);
bool is_bound(const LineState& line, DayNumber day);
// Whole months since the line's activation.
int tenure_months(const LineState& line, const Day& day);

}  // namespace staysail::simulator
