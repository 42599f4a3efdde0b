#include "simulator/operator.hpp"

#include <algorithm>

#include "simulator/life.hpp"
#include "simulator/line_step.hpp"
#include "simulator/names.hpp"

namespace staysail::simulator {
namespace {

constexpr double kMonthlyOptOuts = 0.002;

std::int64_t owed_by(const LineState& line) {
  std::int64_t sum = 0;
  for (std::uint8_t i = 0; i < line.unpaid; ++i) sum += line.unpaid_bills[i].amount_li;
  return sum;
}

AccountBalance& balance_of(CustomerMonth& events, const LineState& line) {
  if (events.balances.size() <= line.account) events.balances.resize(line.account + 1u);
  return events.balances[line.account];
}

// Bills of the month itself are not due yet.
std::int64_t overdue_of(const LineState& line, std::int32_t month_number) {
  std::int64_t sum = 0;
  for (std::uint8_t i = 0; i < line.unpaid; ++i)
    if (line.first_unpaid + i < month_number) sum += line.unpaid_bills[i].amount_li;
  return sum;
}

void add_debt(CustomerMonth& events, const MonthContext& month, const LineState& line) {
  if (line.unpaid == 0) return;
  AccountBalance& balance = balance_of(events, line);
  balance.owed_li += owed_by(line);
  balance.overdue_li += overdue_of(line, month.number);
  if (line.first_unpaid >= month.number) return;
  const DayNumber due = number_of((month.month - (month.number - line.first_unpaid)).last_day()) + 15;
  balance.oldest_due = balance.oldest_due == 0 ? due : std::min(balance.oldest_due, due);
}

bool enters_in(const Customer& customer, std::int32_t month) {
  return month == 0 ? customer.entry == kBeforeHistory : customer.entry == month;
}

void describe(CustomerMonth& events, const MonthContext& month, const Customer& customer, const LineState& first_line) {
  events.enters = enters_in(customer, month.number);
  events.since = first_line.activated;
  events.prepaid = first_line.traits.prepaid;
  events.automatic = first_line.traits.automatic_payer;
  events.spend_yuan = first_line.traits.spend_yuan;
  const Dice dice(month.seed, Thing::customer, customer.number, month.number);
  if (first_line.status != LineStatus::terminated && first_line.status != LineStatus::absent &&
      dice.chance(Roll::opt_out, kMonthlyOptOuts))
    events.opt_out = number_of(month.day(dice.pick(Roll::opt_out, 28, 1)));
}

}  // namespace

Operator::Operator(const Options& options) : options_(options), population_(options_) {
  lines_.reserve(population_.line_count());
  found_new_lines();
}

void Operator::found_new_lines() {
  const MonthContext first_month = month_context(options_.seed, options_.first_month, 0);
  const std::vector<Customer>& customers = population_.customers();
  for (; founded_customers_ < customers.size(); ++founded_customers_)
    for (std::uint32_t i = 0; i < customers[founded_customers_].lines; ++i)
      lines_.push_back(found_line(population_, customers[founded_customers_], i, first_month));
}

void Operator::receive_joiners() {
  if (next_month_ < options_.months || population_.customers().back().entry == next_month_) return;
  population_.add_joiners(next_month_);
  found_new_lines();
}

Status Operator::check(const std::vector<Action>& actions) const {
  for (const Action& action : actions)
    if (action.line >= lines_.size() || lines_[action.line].status == LineStatus::absent)
      return Error(Errc::not_found, "action " + action.token + " names a subscription that is none of the export's: " +
                                        subscription_id(action.line));
  return ok();
}

Status Operator::live(std::vector<Action> actions, MonthExport* out) {
  STAYSAIL_CHECK(check(actions));
  receive_joiners();
  std::stable_sort(actions.begin(), actions.end(), [](const Action& a, const Action& b) { return a.line < b.line; });
  const MonthContext month = context();
  std::size_t next = 0;
  for (const Customer& customer : population_.customers()) live_customer(month, customer, actions, next, out);
  effects_.live_untouched(month);
  ++next_month_;
  return ok();
}

void Operator::live_customer(const MonthContext& month, const Customer& customer, const std::vector<Action>& actions,
                             std::size_t& next, MonthExport* out) {
  CustomerMonth customer_month;
  bool any_left = false, any_there = false;
  for (std::uint32_t number = customer.first_line; number < customer.first_line + customer.lines; ++number) {
    LineState& line = lines_[number];
    const std::size_t begin = next;
    while (next < actions.size() && actions[next].line == number) ++next;
    const std::span<const Action> met(actions.data() + begin, next - begin);
    effects_.before(month, line, met);
    if (line.unpaid > 0) balance_of(customer_month, line).overdue_before_li += overdue_of(line, month.number - 1);
    live_month(month, line, met, events_);
    effects_.after(month, line, events_);
    any_left = any_left || events_.terminated != 0;
    any_there = any_there || line.status != LineStatus::terminated;
    add_debt(customer_month, month, line);
    if (out != nullptr) out->write_line(customer, line, events_);
  }
  if (out == nullptr) return;
  describe(customer_month, month, customer, lines_[customer.first_line]);
  customer_month.ends = any_left && !any_there;
  out->write_customer(customer, customer_month);
}

}  // namespace staysail::simulator
