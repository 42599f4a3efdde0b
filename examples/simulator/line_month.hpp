// LineMonth: what happened to one subscription in one month, as rows that an export can show.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/line_state.hpp"

namespace staysail::simulator {

struct StatusRow {
  DayNumber day;
  const char* status;
  const char* reason;
};
struct AgreementRow {
  Agreement agreement;
  const char* status;
  const char* kind;
};
struct PlanRow {
  std::uint16_t sequence;
  std::uint8_t rung;
  DayNumber start, end;
  std::int32_t price_li;
  const char* change;
};
struct ServiceRow {
  std::uint8_t service;
  DayNumber start, end;
};
struct BillRow {
  std::int32_t month_number;
  std::int32_t amount_li, remaining_li, cost_li, discount_li;
  DayNumber issued, due, paid;
};
struct PaymentRow {
  std::uint8_t nth;
  DayNumber day;
  std::int32_t amount_li;
  const char* channel;
  std::int32_t days_late;
};
struct TicketRow {
  std::int32_t month_number;
  std::uint8_t nth;
  const char* type_label;
  const char* cause;
  const char* status;
  DayNumber opened, resolved;
  const char* severity;
};
struct InteractionRow {
  std::uint8_t nth;
  DayNumber day;
  const char* channel;
  const char* direction;
  std::string reason;
  const char* result;
  int satisfaction;
};
struct PortOutRow {
  DayNumber day;
  const char* status;
  std::uint8_t rival;
};
struct OutcomeRow {
  std::string task_id;
  DayNumber day;
  const char* result;
  std::string note;
};
struct ReceiptRow {
  std::string action_token;
  const char* status;
  const char* note;
};
struct OptOut {
  DayNumber day;
  const char* channel;
};

struct UsageRow {
  bool with_calls = false;
  std::int32_t calls_out = 0, calls_in = 0, seconds_out = 0, seconds = 0, sms_out = 0, contacts = 0, active_days = 0,
               rival_calls = 0, failed_calls = 0;
  std::int64_t data_kb = 0;  // thousandths of a MB
  DayNumber last_outgoing_call = 0;
};

struct LineMonth {
  bool changed = false;  // the subscription's own row is to be written
  DayNumber terminated = 0;
  Cause cause = Cause::none;
  bool by_operator = false;
  double leave_probability = 0;  // of this month, after what was done
  std::vector<StatusRow> statuses;
  std::vector<AgreementRow> agreements;
  std::vector<PlanRow> plans;
  std::vector<ServiceRow> services;
  std::vector<BillRow> bills;
  std::vector<PaymentRow> payments;
  std::vector<TicketRow> tickets;
  std::vector<InteractionRow> interactions;
  std::vector<PortOutRow> port_outs;
  std::vector<OutcomeRow> outcomes;
  std::vector<OptOut> opt_outs;
  std::vector<ReceiptRow> receipts;
  std::optional<UsageRow> usage;
  // What came of the actions, for truth/.
  bool reached = false;
  bool accepted = false;

  void clear();
};

}  // namespace staysail::simulator
