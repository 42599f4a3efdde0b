#include "simulator/response.hpp"

#include <algorithm>

#include "simulator/care.hpp"
#include "simulator/contracts.hpp"

namespace staysail::simulator {
namespace {

constexpr int kMonthsBeforeEnd = 4;  // how early an agreement can be renewed
constexpr int kOnboardingMonths = 3;

const std::string kNothing;

// How an accepted or refused action changes the probability of leaving, and whether the user stops turning away.
struct Effect {
  double multiplier = 1.0;
  double addition = 0.0;
  double stops_turning = 0.0;  // a probability
};

Effect effect_of_contact(const LineState& line, const MonthContext& month) {
  if (line.fade > 0) return {0.65, 0.0, 0.35};
  if (line.open_ticket != 0) return {0.80, 0.0, 0.0};
  if (tenure_months(line, month.first) < kOnboardingMonths) return {0.80, 0.0, 0.0};
  return {};
}

// Selling to somebody who has just come drives some away.
Effect effect_of_selling(const LineState& line, const MonthContext& month) {
  return tenure_months(line, month.first) < kOnboardingMonths ? Effect{1.0, 0.010, 0.0} : Effect{0.90, 0.0, 0.10};
}

Effect effect_of_yes(const LineState& line, const MonthContext& month, ActionVerb verb) {
  switch (verb) {
    case ActionVerb::renew: return {0.20, 0.0, 0.85};
    case ActionVerb::apply_discount:
      return {0.75 - 0.12 * std::clamp(line.traits.price_sensitivity, -1.0, 2.0), 0.0, 0.40};
    case ActionVerb::change_plan: return {0.75, 0.0, 0.35};
    case ActionVerb::open_service: return effect_of_selling(line, month);
    case ActionVerb::raise_fault: return line.open_ticket != 0 ? Effect{0.55, 0.0, 0.35} : Effect{};
    case ActionVerb::contact: return effect_of_contact(line, month);
    case ActionVerb::adjust_limit:
    case ActionVerb::close_service: break;
  }
  return {};
}

Effect effect_of_no(ActionVerb verb) { return verb == ActionVerb::contact ? Effect{} : Effect{1.08, 0.0, 0.0}; }

void feel(LineStep& step, const Effect& effect, std::uint32_t nth) {
  step.leave_multiplier *= effect.multiplier;
  step.leave_addition += effect.addition;
  LineState& line = step.line;
  if (line.fade == 0 || !step.dice.chance(Roll::recover, effect.stops_turning, nth + 1)) return;
  line.fade = 0;
  line.ports_out = false;
}

}  // namespace

bool is_possible(const LineState& line, const MonthContext& month, const Action& action) {
  if (line.status != LineStatus::active && line.status != LineStatus::suspended) return false;
  if (line.status == LineStatus::suspended)
    return action.verb != ActionVerb::renew && action.verb != ActionVerb::change_plan;
  if (action.verb == ActionVerb::renew) return may_renew(line, month, kMonthsBeforeEnd);
  if (action.verb == ActionVerb::open_service) return line.product == Product::mobile;
  return true;
}

namespace {

std::uint8_t service_for(const LineState& line, const Action& action) {
  const int named = service_of(action.parameter("service", action.parameter("offering", kNothing)));
  if (named >= 0) return static_cast<std::uint8_t>(named);
  for (std::uint8_t i = 0; i < kServiceCount; ++i)
    if (line.service_start[i] == 0) return i;
  return 0;
}

// The offering named, else the rung that fits what the user is ready to pay.
std::uint8_t rung_for_action(const LineState& line, const Action& action) {
  const int named = rung_of(line.product, action.parameter("offering", kNothing));
  return named >= 0 ? static_cast<std::uint8_t>(named) : rung_for(line.product, line.traits.spend_yuan);
}

void renew(LineStep& step, const Action& action, DayNumber day) {
  const auto months = static_cast<std::uint8_t>(action.number("months", 12, 6, 36));
  const auto discount = static_cast<std::uint8_t>(action.number("discount_percent", step.line.discount_percent, 0, 50));
  sign(step, {day, months, discount});
}

void discount(LineState& line, const Action& action) {
  line.campaign_percent = static_cast<std::uint8_t>(action.number("discount_percent", 10, 1, 50));
  line.campaign_months = static_cast<std::uint8_t>(action.number("months", 3, 1, 24));
}

// Carries out what was agreed; the word for it in the outcomes.
const char* carry_out(LineStep& step, const Action& action, DayNumber day) {
  LineState& line = step.line;
  switch (action.verb) {
    case ActionVerb::renew: renew(step, action, day); return "renewed";
    case ActionVerb::open_service: open_service(step, service_for(line, action), day); return "accepted";
    case ActionVerb::close_service: close_service(step, service_for(line, action), day); return "done";
    case ActionVerb::change_plan: {
      const std::uint8_t before = line.rung;
      move_to_rung(step, rung_for_action(line, action), day);
      return line.rung > before ? "upgraded" : "accepted";
    }
    case ActionVerb::apply_discount: discount(line, action); return "accepted";
    case ActionVerb::raise_fault: close_open_ticket(step, std::min(day + 1, number_of(step.month.last))); return "done";
    case ActionVerb::adjust_limit: return "done";
    case ActionVerb::contact: break;
  }
  return "answered";
}

// The channel of the conversation; a call where none is named.
const char* channel_of(const Action& action) {
  const std::string& named = action.parameter("channel", kNothing);
  for (const char* known : {"sms", "app", "email", "outlet", "visit"})
    if (named == known) return known;
  return "call";
}

void tell(LineStep& step, const Action& action, DayNumber day, const char* result, std::uint32_t nth) {
  step.out.outcomes.push_back({task_of(action), day, result, std::string(name_of(action.verb))});
  const std::string& reason = action.strategy_id.empty() ? action.token : action.strategy_id;
  const bool spoken = std::string_view(result) == "refused" || std::string_view(result) == "not_reached" ||
                      std::string_view(result) == "answered";
  step.out.interactions.push_back({static_cast<std::uint8_t>(10 + nth), day, channel_of(action), "outbound", reason,
                                   spoken ? result : "accepted", -1});
}

void opt_out_perhaps(LineStep& step, const Action& action, DayNumber day, std::uint32_t nth) {
  const double p = step.line.traits.do_not_disturb ? 0.12 : 0.015;
  if (step.dice.chance(Roll::opt_out_after, p, nth)) step.out.opt_outs.push_back({day, channel_of(action)});
}

void answer(LineStep& step, const Action& action, std::uint32_t nth) {
  const DayNumber asked =
      std::clamp(number_of(action.requested), number_of(step.month.first), number_of(step.month.last));
  const DayNumber day = std::max(
      std::min(asked + static_cast<DayNumber>(step.dice.pick(Roll::answer_day, 8, nth)), number_of(step.month.last)),
      step.line.activated);
  if (!step.dice.chance(Roll::answer, step.line.traits.reach, nth)) {
    step.out.receipts.push_back({action.token, "failed", "not_reached"});
    return tell(step, action, day, "not_reached", nth);
  }
  step.out.reached = true;
  step.latest = std::max(step.latest, day);
  if (step.line.traits.do_not_disturb) feel(step, {1.5, 0.03, 0.0}, nth);
  const bool possible = is_possible(step.line, step.month, action);
  const bool yes = step.dice.chance(Roll::accept, probability_of_accepting(step.line, step.month, action), nth);
  feel(step, yes ? effect_of_yes(step.line, step.month, action.verb) : effect_of_no(action.verb), 16 + nth);
  step.out.receipts.push_back({action.token, yes ? "done" : "refused",
                               yes        ? ""
                               : possible ? "user_refused"
                                          : "not_eligible"});
  if (!yes) opt_out_perhaps(step, action, day, nth);
  step.out.accepted = step.out.accepted || yes;
  tell(step, action, day, yes ? carry_out(step, action, day) : "refused", nth);
}

}  // namespace

double probability_of_accepting(const LineState& line, const MonthContext& month, const Action& action) {
  if (!is_possible(line, month, action)) return 0.0;
  const Traits& traits = line.traits;
  const double tired = line.since_contact < 2 ? 0.5 : 0.0;
  const double percent = action.number("discount_percent", 0, 0, 50);
  switch (action.verb) {
    case ActionVerb::renew:
      return logistic(-0.1 + 0.05 * percent * exponential(0.3 * traits.price_sensitivity) + 0.5 * traits.attachment -
                      0.5 * traits.rival_affinity - 0.25 * line.fade - tired);
    case ActionVerb::open_service: return logistic(-1.5 + 0.8 * traits.offer_affinity - tired);
    case ActionVerb::change_plan: return logistic(-0.8 + 0.6 * traits.offer_affinity - tired);
    case ActionVerb::apply_discount: return logistic(0.9 + 0.5 * traits.price_sensitivity);
    case ActionVerb::contact: return 0.75;
    case ActionVerb::close_service:
    case ActionVerb::adjust_limit:
    case ActionVerb::raise_fault: break;
  }
  return 0.9;
}

void respond(LineStep& step, std::span<const Action> actions) {
  std::uint32_t nth = 0;
  for (const Action& action : actions) answer(step, action, nth++);
  if (step.out.reached) step.line.since_contact = 0;
}

}  // namespace staysail::simulator
