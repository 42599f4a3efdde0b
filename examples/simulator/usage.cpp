#include "simulator/usage.hpp"

#include <algorithm>
#include <array>

namespace staysail::simulator {
namespace {

// The nth uniform number of this month's usage.
double unit(const LineStep& step, std::uint32_t nth) { return step.dice.unit(Roll::usage, nth); }
std::int32_t rounded(double x) { return static_cast<std::int32_t>(x + 0.5); }

double interest(const LineState& line) {
  constexpr std::array kByMonthOfTurning = {1.0, 0.78, 0.50, 0.28, 0.15, 0.08, 0.05};
  return line.status == LineStatus::suspended ? 0.15 : kByMonthOfTurning[line.fade];
}

std::int32_t rival_calls(const LineStep& step) {
  const LineState& line = step.line;
  const double p = line.fade == 0 ? 0.008 : line.fade_cause == Cause::rival ? 0.55 : 0.20;
  if (!step.dice.chance(Roll::rival_calls, p)) return 0;
  return 1 + static_cast<std::int32_t>(step.dice.pick(Roll::rival_calls, 3, 1));
}

// Few calls leave long gaps before the end of the month; one who turns away falls silent.
DayNumber last_call(const LineStep& step, std::int32_t calls) {
  const DayNumber end = step.out.terminated != 0 ? step.out.terminated : number_of(step.month.last);
  double gap = 12.0 * unit(step, 10) * unit(step, 11) * 8.0 / (8.0 + calls);
  if (step.line.fade >= 2) gap += 6.0 + 14.0 * unit(step, 12);
  const DayNumber begin = std::max(step.line.activated, number_of(step.month.first));
  return std::max(end - rounded(gap), begin);
}

void make_calls(const LineStep& step, double share, UsageRow& row) {
  const Traits& traits = step.line.traits;
  // People keep their habits: a month is rarely more than a tenth away from the one before.
  const double noise = 0.94 + 0.12 * unit(step, 0);
  const double calls = traits.calls * step.month.call_season * interest(step.line) * share * noise;
  row.with_calls = true;
  row.calls_out = rounded(calls);
  row.calls_in = rounded(calls * (0.95 + 0.1 * unit(step, 1)));
  const double length = 66.0 + 8.0 * unit(step, 2);
  row.seconds_out = rounded(row.calls_out * length);
  row.seconds = row.seconds_out + rounded(row.calls_in * length * 0.9);
  row.sms_out = rounded(8.0 * unit(step, 3) * unit(step, 4) * interest(step.line) * share);
  row.contacts = row.calls_out == 0 ? 0 : 1 + rounded(row.calls_out * (0.2 + 0.15 * unit(step, 5)));
  row.failed_calls = rounded(row.calls_out * 0.03 * unit(step, 6));
  row.rival_calls = std::min(rival_calls(step), row.calls_out);
  if (row.calls_out > 0) row.last_outgoing_call = last_call(step, row.calls_out);
}

}  // namespace

void use_line(LineStep& step) {
  if (step.line.status == LineStatus::suspended && step.line.unpaid > 3) return;
  UsageRow row;
  const double share = share_of_month(step);
  if (has_calls(step.line.product)) make_calls(step, share, row);
  const double data = step.line.traits.data_mb * step.month.data_season * interest(step.line) * share;
  row.data_kb = static_cast<std::int64_t>(data * (0.92 + 0.16 * unit(step, 7)) * 1000.0);
  const double presence = has_calls(step.line.product) ? row.calls_out / (row.calls_out + 6.0) : interest(step.line);
  row.active_days =
      std::clamp(rounded(step.month.days * share * presence * (0.8 + 0.2 * unit(step, 8))), 0, step.month.days);
  if (row.with_calls && row.calls_out > 0) row.active_days = std::max(row.active_days, 1);
  step.out.usage = row;
}

}  // namespace staysail::simulator
