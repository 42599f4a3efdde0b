#include "simulator/leaving.hpp"

#include <algorithm>
#include <array>

#include "simulator/contracts.hpp"

namespace staysail::simulator {
namespace {

constexpr std::uint32_t kRivals = 2;

bool ends_this_month(const LineState& line, const MonthContext& month) {
  return line.agreement.exists() && !line.next_agreement.exists() && is_within(month, line.agreement.end);
}

// The driver that weighs most now.
Cause cause_of_turning(const LineState& line) {
  if (line.open_ticket != 0 || line.since_complaint < 3) return Cause::dissatisfaction;
  if (line.since_price_rise < 4) return line.traits.price_sensitivity > 0.3 ? Cause::price : Cause::discount_ended;
  if (line.traits.rival_affinity > 0.4) return Cause::rival;
  return line.traits.price_sensitivity > 0.6 ? Cause::price : Cause::unknown;
}

void enquire_about_porting(LineStep& step) {
  if (!step.line.ports_out || !step.dice.chance(Roll::port_enquiry, 0.35)) return;
  const DayNumber day = day_of_event(step, step.dice.pick(Roll::port_enquiry_day, 20));
  step.out.port_outs.push_back({day, "enquiry", static_cast<std::uint8_t>(step.dice.pick(Roll::rival_name, kRivals))});
}

void begin_turning(LineStep& step) {
  LineState& line = step.line;
  line.fade = 1;
  line.fade_cause = cause_of_turning(line);
  const double porting = line.fade_cause == Cause::rival ? 0.8 : 0.2;
  line.ports_out = line.product == Product::mobile && step.dice.chance(Roll::port_enquiry, porting, 1);
}

void tell_port_out(LineStep& step, DayNumber day) {
  const auto rival = static_cast<std::uint8_t>(step.dice.pick(Roll::rival_name, kRivals));
  step.out.port_outs.push_back({std::max(day - 3, number_of(step.month.first)), "requested", rival});
  step.out.port_outs.push_back({day, "completed", rival});
}

Cause cause_of_leaving(LineStep& step) {
  const LineState& line = step.line;
  if (line.fade > 0) return line.ports_out ? Cause::rival : line.fade_cause;
  if (ends_this_month(line, step.month))
    return line.traits.price_sensitivity > 0.3 ? Cause::price : Cause::discount_ended;
  return step.dice.chance(Roll::moved, 0.6) ? Cause::moved : Cause::unknown;
}

DayNumber day_of_leaving(LineStep& step) {
  DayNumber day = std::max(number_of(step.month.day(step.dice.pick(Roll::leave_day, 28))), step.latest);
  if (ends_this_month(step.line, step.month)) day = std::max(day, step.line.agreement.end);
  return std::min(day, number_of(step.month.last));
}

}  // namespace

double probability_of_turning_away(const LineState& line, const MonthContext& month) {
  double x = -5.25;
  const DayNumber today = number_of(month.first);
  if (line.since_complaint < 3) x += 1.1;
  if (line.open_ticket != 0) x += 0.9;
  if (line.since_contract_end < 4) x += 1.3;
  if (may_renew(line, month, 3) && line.agreement.exists()) x += 1.3;
  if (line.since_price_rise < 3) x += 0.5 + 0.5 * std::clamp(line.traits.price_sensitivity, -1.0, 2.0);
  if (line.since_downgrade < 3) x += 0.5;
  if (line.unpaid > 0) x += 0.4;
  if (tenure_months(line, month.first) < 6) x += 0.5;
  x += 0.5 * line.traits.rival_affinity - 0.6 * line.traits.attachment;
  if (is_bound(line, today)) x -= 0.9;
  return logistic(x);
}

void turn_away(LineStep& step) {
  LineState& line = step.line;
  if (line.fade == 0) {
    if (step.dice.chance(Roll::fade, probability_of_turning_away(line, step.month))) begin_turning(step);
    return enquire_about_porting(step);
  }
  if (step.dice.chance(Roll::recover, 0.11)) {
    line.fade = 0;
    line.ports_out = false;
    return;
  }
  line.fade = static_cast<std::uint8_t>(std::min(line.fade + 1, 6));
  enquire_about_porting(step);
}

double probability_of_leaving(const LineState& line, const MonthContext& month) {
  constexpr std::array kByMonthOfTurning = {0.0015, 0.10, 0.33, 0.50, 0.60, 0.60, 0.60};
  double p = kByMonthOfTurning[line.fade];
  if (is_bound(line, number_of(month.last))) p *= 0.6;
  if (!ends_this_month(line, month)) return p;
  const Traits& traits = line.traits;
  return std::max(
      p, logistic(-1.75 + 0.4 * traits.price_sensitivity + 0.4 * traits.rival_affinity - 0.5 * traits.attachment));
}

void end_line(LineStep& step, DayNumber day, Cause cause, bool by_operator) {
  LineState& line = step.line;
  line.status = LineStatus::terminated;
  step.out.changed = true;
  step.out.terminated = day;
  step.out.cause = cause;
  step.out.by_operator = by_operator;
  step.out.statuses.push_back({day, "terminated", symbol_of(cause)});
  end_holdings(step, day);
}

void stay_or_leave(LineStep& step) {
  LineState& line = step.line;
  if (line.status == LineStatus::terminated) return;
  if (line.transfer == step.month.number)
    return end_line(step, std::max(day_of_event(step, 20), step.latest), Cause::transfer, false);
  const double p = probability_of_leaving(line, step.month) * step.leave_multiplier + step.leave_addition;
  step.out.leave_probability = std::clamp(p, 0.0, 1.0);
  if (!step.dice.chance(Roll::leave, step.out.leave_probability)) return;
  const Cause cause = cause_of_leaving(step);
  const DayNumber day = day_of_leaving(step);
  if (cause == Cause::rival && line.product == Product::mobile) tell_port_out(step, day);
  end_line(step, day, cause, false);
}

}  // namespace staysail::simulator
