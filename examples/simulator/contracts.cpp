#include "simulator/contracts.hpp"

#include <algorithm>

namespace staysail::simulator {
namespace {

double contract_share(Product product) {
  if (product == Product::mobile) return 0.62;
  return product == Product::broadband ? 0.78 : 0.40;
}

std::uint8_t draw_term(const Dice& dice, Roll roll) {
  const double u = dice.unit(roll);
  return u < 0.50 ? 12 : u < 0.88 ? 24 : 36;
}

// What a contract takes off without a campaign: less than a renewal is offered, so that those who take it pay less.
std::uint8_t draw_discount(const Dice& dice) {
  return static_cast<std::uint8_t>(4 + 2 * dice.pick(Roll::contract_discount, 3));
}

DayNumber end_of_term(DayNumber start, int months) {
  return number_of(Day::since_epoch(start).plus_months(months)) - 1;
}

PlanRow plan_row(const LineState& line, DayNumber end, const char* change) {
  return {line.plan_sequence, line.rung, line.plan_start, end, plan_price_li(line), change};
}

// Closes the plan as it was, lets `change` happen to the line, opens the plan as it is.
template <class Change>
void replace_plan(LineStep& step, DayNumber day, const char* kind, Change change) {
  LineState& line = step.line;
  day = std::max(day, line.plan_start + 1);
  const PlanRow before = plan_row(line, day - 1, "");
  change(line);
  if (plan_price_li(line) == before.price_li && line.rung == before.rung) return;
  step.out.plans.push_back(before);
  line.plan_start = day;
  ++line.plan_sequence;
  step.out.plans.push_back(plan_row(line, 0, kind));
}

void reprice(LineStep& step, DayNumber day, std::uint8_t discount_percent) {
  replace_plan(step, day, "", [&](LineState& line) { line.discount_percent = discount_percent; });
}

void expire_agreement(LineStep& step) {
  LineState& line = step.line;
  const DayNumber day = line.agreement.end + 1;
  step.out.agreements.push_back({line.agreement, "expired", ""});
  line.agreement = line.next_agreement;
  line.next_agreement = {};
  if (line.agreement.exists()) return reprice(step, day, line.next_discount);
  line.since_contract_end = 0;
  if (line.discount_percent > 0) line.since_price_rise = 0;
  reprice(step, day, 0);
}

double unasked_renewal(const LineState& line, const MonthContext& month) {
  if (line.fade > 0) return 0.0;
  if (may_renew(line, month, 3))
    return std::clamp((line.agreement.exists() ? 0.13 : 0.06) + 0.04 * line.traits.attachment, 0.01, 0.35);
  return line.agreement.exists() ? 0.0 : 0.004;
}

void draw_services(LineState& line, const Dice& dice) {
  if (line.product != Product::mobile) return;
  for (std::uint32_t i = 0; i < kServiceCount; ++i) {
    if (!dice.chance(Roll::services_held, 0.16, i)) continue;
    line.service_start[i] =
        line.activated + static_cast<DayNumber>(dice.pick(Roll::services_held, 20, kServiceCount + i));
  }
}

// An agreement somewhere in its term, or ended up to five months ago.
void draw_agreement(LineState& line, const Dice& dice, const MonthContext& first_month) {
  const std::uint8_t term = draw_term(dice, Roll::contract_term);
  const int age = 1 + static_cast<int>(dice.pick(Roll::contract_age, term + 5u));
  const Day start = (first_month.month - age).first_day() + static_cast<int>(dice.pick(Roll::contract_start, 28));
  Agreement agreement{1, term, 0, number_of(start), end_of_term(number_of(start), term)};
  line.activated = std::min(line.activated, agreement.start);
  line.discount_percent = draw_discount(dice);
  const bool long_enough = number_of(Day::since_epoch(line.activated).plus_months(term)) <= agreement.start;
  if (long_enough && dice.chance(Roll::renewed_before, 0.4)) agreement.sequence = 2, agreement.renews = 1;
  line.last_agreement = agreement.sequence;
  line.agreement = agreement;
  if (agreement.end >= number_of(first_month.first)) return;
  line.since_contract_end = static_cast<std::uint8_t>(first_month.month - Day::since_epoch(agreement.end).month_of());
  line.discount_percent = 0;
}

void renew_before_history(LineState& line, const Dice& dice, const MonthContext& first_month) {
  if (!may_renew(line, first_month, 3) || line.agreement.end < number_of(first_month.first)) return;
  if (!dice.chance(Roll::renewed_before, 0.35, 1)) return;
  const DayNumber start = line.agreement.end + 1;
  const std::uint8_t term = draw_term(dice, Roll::renew_term);
  line.next_agreement = {++line.last_agreement, term, line.agreement.sequence, start, end_of_term(start, term)};
  line.next_discount = line.discount_percent;
}

Agreement agreement_renewed_by(const Agreement& agreement) {
  const DayNumber start = number_of(Day::since_epoch(agreement.start).plus_months(-agreement.months));
  return {agreement.renews, agreement.months, 0, start, agreement.start - 1};
}

}  // namespace

void draw_standing(LineState& line, const MonthContext& first_month) {
  const Dice dice(first_month.seed, Thing::line, line.line, -1);
  const int age = 1 + static_cast<int>(180.0 * skewed(dice.unit(Roll::activation)));
  line.status = LineStatus::active;
  line.activated =
      number_of((first_month.month - age).first_day() + static_cast<int>(dice.pick(Roll::activation_day, 28)));
  line.rung = rung_for(line.product, line.traits.spend_yuan);
  if (dice.chance(Roll::contract, contract_share(line.product))) draw_agreement(line, dice, first_month);
  renew_before_history(line, dice, first_month);
  draw_services(line, dice);
  line.plan_sequence = 1;
  line.plan_start = line.agreement.exists() ? line.agreement.start : line.activated;
}

void report_standing(LineStep& step) {
  LineState& line = step.line;
  step.out.changed = true;
  step.out.plans.push_back(plan_row(line, 0, "new"));
  if (line.agreement.renews != 0) step.out.agreements.push_back({agreement_renewed_by(line.agreement), "expired", ""});
  const bool ended = line.agreement.exists() && line.agreement.end < number_of(step.month.first);
  if (line.agreement.exists()) step.out.agreements.push_back({line.agreement, ended ? "expired" : "approved", ""});
  if (line.next_agreement.exists()) step.out.agreements.push_back({line.next_agreement, "approved", "renewal"});
  if (ended) line.agreement = {};
  for (std::uint8_t i = 0; i < kServiceCount; ++i)
    if (line.service_start[i] != 0) step.out.services.push_back({i, line.service_start[i], 0});
}

void activate(LineStep& step) {
  LineState& line = step.line;
  const Day day = step.month.day(step.dice.pick(Roll::activation_day, 28));
  line.status = LineStatus::active;
  line.activated = line.plan_start = number_of(day);
  line.rung = rung_for(line.product, line.traits.spend_yuan);
  line.plan_sequence = 1;
  step.out.changed = true;
  step.out.statuses.push_back({line.activated, "active", "activation"});
  if (step.dice.chance(Roll::contract, contract_share(line.product))) {
    const std::uint8_t term = draw_term(step.dice, Roll::contract_term);
    line.discount_percent = draw_discount(step.dice);
    line.agreement = {++line.last_agreement, term, 0, line.activated, end_of_term(line.activated, term)};
    step.out.agreements.push_back({line.agreement, "approved", "first"});
  }
  step.out.plans.push_back(plan_row(line, 0, "new"));
}

bool may_renew(const LineState& line, const MonthContext& month, int months) {
  if (line.next_agreement.exists()) return false;
  if (!line.agreement.exists()) return line.since_contract_end < 6;
  return line.agreement.end <= number_of((month.month + (months - 1)).last_day());
}

void keep_agreement(LineStep& step) {
  LineState& line = step.line;
  if (line.agreement.exists() && line.agreement.end < number_of(step.month.first)) expire_agreement(step);
  if (!step.dice.chance(Roll::renew, unasked_renewal(line, step.month))) return;
  const DayNumber day = day_of_event(step, step.dice.pick(Roll::renew, 28, 1));
  sign(step, {day, draw_term(step.dice, Roll::renew_term), draw_discount(step.dice)});
}

void sign(LineStep& step, const Signature& signature) {
  LineState& line = step.line;
  const DayNumber start = line.agreement.exists() ? std::max(line.agreement.end + 1, signature.day) : signature.day;
  const bool renewal = line.last_agreement != 0;
  const Agreement agreement{static_cast<std::uint8_t>(line.last_agreement + 1), signature.months, line.last_agreement,
                            start, end_of_term(start, signature.months)};
  line.last_agreement = agreement.sequence;
  step.out.agreements.push_back({agreement, "approved", renewal ? "renewal" : "first"});
  if (line.agreement.exists()) {
    line.next_agreement = agreement;
    line.next_discount = signature.discount_percent;
    return;
  }
  line.agreement = agreement;
  line.since_contract_end = kLongAgo;
  reprice(step, start, signature.discount_percent);
}

void move_to_rung(LineStep& step, std::uint8_t rung, DayNumber day) {
  const bool up = rung > step.line.rung;
  if (rung == step.line.rung) return;
  replace_plan(step, day, up ? "upgrade" : "downgrade", [&](LineState& line) { line.rung = rung; });
  if (!up) step.line.since_downgrade = 0;
}

void change_plan_unasked(LineStep& step) {
  LineState& line = step.line;
  const double sensitivity = std::clamp(line.traits.price_sensitivity, -2.0, 2.0);
  const double down = 0.005 * exponential(0.5 * sensitivity) + (line.since_price_rise < 2 ? 0.03 : 0.0);
  const double u = step.dice.unit(Roll::change_plan);
  const bool top = line.rung + 1u >= ladder_of(line.product).size();
  const int rungs = u < down && line.rung > 0 ? -1 : u > 0.992 && !top && line.fade == 0 ? 1 : 0;
  if (rungs == 0) return;
  move_to_rung(step, static_cast<std::uint8_t>(line.rung + rungs),
               day_of_event(step, step.dice.pick(Roll::change_day, 28)));
}

void open_service(LineStep& step, std::uint8_t service, DayNumber day) {
  if (step.line.service_start[service] != 0) return;
  step.line.service_start[service] = day;
  step.out.services.push_back({service, day, 0});
}

void close_service(LineStep& step, std::uint8_t service, DayNumber day) {
  DayNumber& start = step.line.service_start[service];
  if (start == 0) return;
  step.out.services.push_back({service, start, std::max(day, start)});
  start = 0;
}

void change_services_unasked(LineStep& step) {
  if (step.line.product != Product::mobile) return;
  const std::uint32_t nth = step.dice.pick(Roll::adopt, 28, 1);
  if (step.line.fade == 0 && step.dice.chance(Roll::adopt, 0.015))
    open_service(step, static_cast<std::uint8_t>(step.dice.pick(Roll::adopt_which, kServiceCount)),
                 day_of_event(step, nth));
  if (step.dice.chance(Roll::drop_service, step.line.fade > 0 ? 0.10 : 0.02))
    close_service(step, static_cast<std::uint8_t>(step.dice.pick(Roll::drop_which, kServiceCount)),
                  day_of_event(step, nth));
}

void end_holdings(LineStep& step, DayNumber day) {
  LineState& line = step.line;
  step.out.plans.push_back(plan_row(line, std::max(day, line.plan_start), ""));
  for (std::uint8_t i = 0; i < kServiceCount; ++i) close_service(step, i, day);
  if (line.agreement.exists())
    step.out.agreements.push_back({line.agreement, line.agreement.end <= day ? "expired" : "terminated", ""});
  if (line.next_agreement.exists()) step.out.agreements.push_back({line.next_agreement, "terminated", ""});
  line.agreement = line.next_agreement = {};
}

}  // namespace staysail::simulator
