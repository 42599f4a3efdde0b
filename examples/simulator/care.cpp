#include "simulator/care.hpp"

#include <algorithm>
#include <array>

namespace staysail::simulator {
namespace {

constexpr std::array kCauses = {"coverage", "quality", "tariff", "attitude", "billing", "unordered_service", "delay"};
constexpr std::array<double, 7> kCauseShares = {0.22, 0.20, 0.20, 0.08, 0.17, 0.08, 0.05};
constexpr std::array kChannels = {"call", "app", "outlet"};

std::uint8_t draw_cause(const Dice& dice) {
  double u = dice.unit(Roll::complaint_cause);
  std::uint8_t cause = 0;
  while (cause + 1u < kCauses.size() && u >= kCauseShares[cause]) u -= kCauseShares[cause++];
  return cause;
}

const char* severity_of(const Dice& dice) { return dice.chance(Roll::severity, 0.2) ? "high" : "normal"; }

TicketRow open_row(const LineState& line, const char* status, DayNumber resolved) {
  return {line.ticket_month,  line.open_ticket, "投诉", kCauses[line.ticket_cause], status,
          line.ticket_opened, resolved,         ""};
}

}  // namespace

void close_open_ticket(LineStep& step, DayNumber day) {
  LineState& line = step.line;
  if (line.open_ticket == 0) return;
  step.out.tickets.push_back(open_row(line, "closed", std::max(day, line.ticket_opened)));
  line.open_ticket = 0;
}

void solve_ticket(LineStep& step) {
  if (step.line.open_ticket == 0 || !step.dice.chance(Roll::solve, 0.7, 1)) return;
  close_open_ticket(step, day_of_event(step, step.dice.pick(Roll::solve_days, 25, 1)));
}

void complain(LineStep& step) {
  LineState& line = step.line;
  const double raised = line.since_price_rise < 2 ? 1.8 : 1.0;
  if (line.open_ticket != 0 || !step.dice.chance(Roll::complain, 0.014 * raised)) return;
  line.since_complaint = 0;
  line.open_ticket = 1;
  line.ticket_month = static_cast<std::int16_t>(step.month.number);
  line.ticket_opened = day_of_event(step, step.dice.pick(Roll::complaint_day, 28));
  line.ticket_cause = draw_cause(step.dice);
  const DayNumber solved = line.ticket_opened + 1 + static_cast<DayNumber>(step.dice.pick(Roll::solve_days, 9));
  const bool quick = solved <= number_of(step.month.last) && step.dice.chance(Roll::solve, 0.75);
  TicketRow row = open_row(line, quick ? "closed" : "in_progress", quick ? solved : 0);
  row.severity = severity_of(step.dice);
  step.out.tickets.push_back(row);
  if (quick) line.open_ticket = 0;
}

void inquire(LineStep& step) {
  const double u = step.dice.unit(Roll::inquire);
  if (u >= 0.035) return;
  const DayNumber day = day_of_event(step, step.dice.pick(Roll::inquire_day, 28));
  const char* channel = kChannels[step.dice.pick(Roll::inquire_day, 3, 1)];
  step.out.interactions.push_back({1, day, channel, "inbound", u < 0.01 ? "fault" : "inquiry", "answered", -1});
  if (u >= 0.012) return;
  const DayNumber resolved = std::min(day + 2, number_of(step.month.last));
  step.out.tickets.push_back(
      {step.month.number, 5, u < 0.01 ? "故障" : "申请", "other", "closed", day, resolved, "normal"});
}

void answer_survey(LineStep& step) {
  if (!step.dice.chance(Roll::survey, 0.03)) return;
  const LineState& line = step.line;
  double score = 7.6 + 0.9 * line.traits.attachment + step.dice.normal(Roll::survey_score);
  if (line.since_complaint < 3) score -= 1.5;
  if (line.fade > 0) score -= 1.5;
  const DayNumber day = day_of_event(step, step.dice.pick(Roll::survey_day, 28));
  step.out.interactions.push_back(
      {2, day, "sms", "outbound", "survey", "answered", static_cast<int>(std::clamp(score, 0.0, 10.0))});
}

}  // namespace staysail::simulator
