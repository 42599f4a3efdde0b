#include "simulator/billing.hpp"

#include <algorithm>
#include <array>

#include "simulator/leaving.hpp"

namespace staysail::simulator {
namespace {

constexpr int kDaysToPay = 15;
constexpr std::uint8_t kUnpaidToBar = 2;
constexpr std::uint8_t kUnpaidToEnd = 5;
constexpr std::array kHandChannels = {"app", "bank", "outlet"};

DayNumber issued_on(const MonthContext& month, std::int32_t number) {
  return number_of((month.month - (month.number - number)).last_day());
}

std::int32_t cost_of(const LineStep& step, std::int32_t amount_li) {
  return 3'000 + static_cast<std::int32_t>(amount_li * (0.28 + 0.12 * step.dice.unit(Roll::cost)));
}

std::int32_t in_tens(double li) { return static_cast<std::int32_t>(li / 10.0) * 10; }

std::int32_t overage_li(const LineStep& step) {
  if (!has_calls(step.line.product) || !step.dice.chance(Roll::overage, 0.22)) return 0;
  return in_tens(step.line.traits.spend_yuan * (30.0 + 300.0 * step.dice.unit(Roll::overage, 1)));
}

std::int32_t services_li(const LineState& line) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < kServiceCount; ++i)
    if (line.service_start[i] != 0) sum += service_offers()[i].price_li;
  return sum;
}

// What an action's discount takes off this bill.
std::int32_t take_campaign_discount(LineState& line, std::int32_t plan_li) {
  if (line.campaign_months == 0) return 0;
  --line.campaign_months;
  return in_tens(plan_li / 100.0 * line.campaign_percent);
}

void bar(LineStep& step) {
  if (step.line.status != LineStatus::active) return;
  step.line.status = LineStatus::suspended;
  step.out.changed = true;
  step.out.statuses.push_back({day_of_event(step, 19), "suspended", "arrears"});
}

void unbar(LineStep& step, DayNumber day) {
  if (step.line.status != LineStatus::suspended) return;
  step.line.status = LineStatus::active;
  step.out.changed = true;
  step.out.statuses.push_back({day, "active", "paid"});
}

double probability_of_paying(const LineState& line) {
  const double p = line.traits.poor_payer ? 0.62 : 0.975;
  return line.unpaid >= kUnpaidToBar ? 0.6 * p : p;
}

void pay_all(LineStep& step) {
  LineState& line = step.line;
  const std::uint32_t spread = line.traits.poor_payer ? 27 : 18;
  const DayNumber day = day_of_event(step, step.dice.pick(Roll::pay_day, spread));
  const char* channel = kHandChannels[step.dice.pick(Roll::pay_day, 3, 1)];
  for (std::uint8_t i = 0; i < line.unpaid; ++i) {
    const std::int32_t number = line.first_unpaid + i;
    const DayNumber issued = issued_on(step.month, number);
    const DayNumber due = issued + kDaysToPay;
    const UnpaidBill& bill = line.unpaid_bills[i];
    step.out.bills.push_back({number, bill.amount_li, 0, bill.cost_li, bill.discount_li, issued, due, day});
    step.out.payments.push_back(
        {static_cast<std::uint8_t>(i + 1), day, bill.amount_li, channel, std::max(day - due, 0)});
  }
  line.unpaid = 0;
  unbar(step, day);
}

// One payment a month: a top-up before the need, or the debit on the day of issue.
void pay_at_once(LineStep& step, const BillRow& bill) {
  if (!step.line.traits.prepaid) {
    step.out.payments.push_back({9, bill.issued, bill.amount_li, "automatic", 0});
    return;
  }
  const std::int32_t top_up = (bill.amount_li / 10'000 + 1) * 10'000;
  const DayNumber day = std::max(day_of_event(step, step.dice.pick(Roll::top_up, 25)), step.line.activated);
  step.out.payments.push_back(
      {9, std::min(day, bill.issued), top_up, step.dice.chance(Roll::top_up, 0.7, 1) ? "app" : "outlet", 0});
}

}  // namespace

void settle_bills(LineStep& step) {
  LineState& line = step.line;
  if (line.unpaid == 0) return;
  if (step.dice.chance(Roll::pay, probability_of_paying(line))) return pay_all(step);
  if (line.unpaid >= kUnpaidToEnd)
    return end_line(step, std::max(day_of_event(step, 9), step.latest), Cause::arrears, true);
  if (line.unpaid >= kUnpaidToBar) bar(step);
}

void issue_bill(LineStep& step) {
  LineState& line = step.line;
  const double share = share_of_month(step);
  const bool barred = line.status == LineStatus::suspended;
  const std::int32_t full = in_tens(plan_price_li(line) * share);
  const std::int32_t campaign = take_campaign_discount(line, full);
  const std::int32_t extras = barred ? 0 : in_tens((services_li(line) + overage_li(step)) * share);
  BillRow bill{};
  bill.month_number = step.month.number;
  bill.amount_li = full - campaign + extras;
  bill.cost_li = cost_of(step, bill.amount_li);
  bill.discount_li = in_tens(list_price_li(line) * share) - full + campaign;
  bill.issued = step.out.terminated != 0 ? step.out.terminated : number_of(step.month.last);
  bill.due = bill.issued + kDaysToPay;
  const bool at_once = line.traits.prepaid || line.traits.automatic_payer || line.status == LineStatus::terminated;
  bill.paid = at_once && !step.out.by_operator ? bill.issued : 0;
  bill.remaining_li = bill.paid != 0 ? 0 : bill.amount_li;
  step.out.bills.push_back(bill);
  if (bill.paid != 0) return pay_at_once(step, bill);
  if (line.status == LineStatus::terminated) return;
  if (line.unpaid == 0) line.first_unpaid = static_cast<std::int16_t>(step.month.number);
  line.unpaid_bills[line.unpaid++] = {bill.amount_li, bill.cost_li, bill.discount_li};
}

}  // namespace staysail::simulator
