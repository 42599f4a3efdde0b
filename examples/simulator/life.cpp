#include "simulator/life.hpp"

#include <algorithm>

#include "simulator/billing.hpp"
#include "simulator/care.hpp"
#include "simulator/contracts.hpp"
#include "simulator/leaving.hpp"
#include "simulator/response.hpp"
#include "simulator/usage.hpp"

namespace staysail::simulator {
namespace {

void grow_older(LineState& line) {
  for (std::uint8_t* since : {&line.since_complaint, &line.since_price_rise, &line.since_downgrade,
                              &line.since_contract_end, &line.since_contact})
    if (*since < kLongAgo) ++*since;
}

// Once for a task, however many of its actions there are.
void tell_left(LineMonth& out, const Action& action, DayNumber day, const char* note) {
  const auto told = [&](const OutcomeRow& row) {
    return row.task_id == task_of(action) && std::string_view(row.result) == "left";
  };
  if (std::none_of(out.outcomes.begin(), out.outcomes.end(), told))
    out.outcomes.push_back({task_of(action), day, "left", note});
}

// An order that came for a line which is not there any more.
void answer_for_the_gone(const MonthContext& month, std::span<const Action> actions, LineMonth& out) {
  for (const Action& action : actions) {
    tell_left(out, action, number_of(month.first), "gone before");
    out.receipts.push_back({action.token, "failed", "line_gone"});
  }
}

void tell_of_leaving(LineStep& step, std::span<const Action> actions) {
  if (step.out.terminated == 0) return;
  for (const Action& action : actions) tell_left(step.out, action, step.out.terminated, symbol_of(step.out.cause));
}

void live(LineStep& step, std::span<const Action> actions) {
  grow_older(step.line);
  keep_agreement(step);
  solve_ticket(step);
  complain(step);
  inquire(step);
  answer_survey(step);
  change_plan_unasked(step);
  change_services_unasked(step);
  turn_away(step);
  respond(step, actions);
  settle_bills(step);
  stay_or_leave(step);
  use_line(step);
  issue_bill(step);
  tell_of_leaving(step, actions);
}

}  // namespace

LineState found_line(const Population& population, const Customer& customer, std::uint32_t position,
                     const MonthContext& first_month) {
  LineState line;
  line.line = customer.first_line + position;
  line.customer = customer.number;
  line.position = static_cast<std::uint8_t>(position);
  line.account = static_cast<std::uint8_t>(account_of(customer, position, population.seed()));
  line.product = product_of(customer, position, population.seed());
  line.entry = population.entry_of_line(customer, position);
  line.transfer = population.transfer_of_line(customer, position);
  line.traits = traits_of(customer, line.line, line.product, population.seed());
  if (line.entry == kBeforeHistory) draw_standing(line, first_month);
  return line;
}

void live_month(const MonthContext& month, LineState& line, std::span<const Action> actions, LineMonth& out) {
  out.clear();
  if (line.status == LineStatus::terminated) return answer_for_the_gone(month, actions, out);
  LineStep step = step_of(month, line, out);
  if (line.status == LineStatus::absent) {
    if (line.entry != month.number) return;
    activate(step);
  } else if (month.number == 0) {
    report_standing(step);
  }
  live(step, actions);
}

}  // namespace staysail::simulator
