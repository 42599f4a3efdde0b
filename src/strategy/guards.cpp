#include "guards.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace staysail::strategy {
namespace {

// One subscription and strategy on the way through the guards.
struct Pair {
  const GuardContext& context;
  const Strategy& strategy;
  std::uint32_t row;
  std::span<const PastContact> past;
  std::uint32_t channels;  // a bit for each of the strategy's channels that is still open

  Day as_of() const { return context.request().as_of; }
  const ContactPolicy& policy() const { return *context.request().policy; }
};

// Why the strategy is stopped, or nothing.
using Stop = std::optional<std::string>;

std::string until(Day day) { return "until " + day.to_string(); }

Stop outside_validity(Pair& pair) {
  if (pair.strategy.valid_on(pair.as_of())) return {};
  const auto& s = pair.strategy;
  return "valid " + (s.valid_from ? s.valid_from->to_string() : "") + ".." +
         (s.valid_to ? s.valid_to->to_string() : "");
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Stop forbidden_by_playbook(const Pair& pair, std::string_view stage) {
  const auto& prohibitions = pair.policy().prohibitions;
  for (std::size_t i = 0; i < prohibitions.size(); ++i) {
    const auto& kinds = prohibitions[i].kinds;
    if (prohibitions[i].stage != stage || std::find(kinds.begin(), kinds.end(), pair.strategy.kind) == kinds.end())
      continue;
    if (!pair.context.lifted(i, pair.row))
      return std::string(stage) + " forbids " + std::string(name_of(pair.strategy.kind));
  }
  return {};
}

Stop forbidden_stage(Pair& pair) {
  const std::string_view stage = pair.context.frame().stage(pair.row);
  if (!pair.strategy.stages.empty() && !has(pair.strategy.stages, stage)) return "not for stage " + std::string(stage);
  if (has(pair.strategy.forbidden_stages, stage)) return "forbidden in stage " + std::string(stage);
  return forbidden_by_playbook(pair, stage);
}

// Closes the channels for which `closed` holds; true when none is left although there was one.
template <class Closed>
bool close_channels(Pair& pair, Closed closed) {
  const std::uint32_t before = pair.channels;
  for (std::size_t i = 0; i < pair.strategy.channels.size(); ++i) {
    if ((pair.channels >> i & 1) != 0 && closed(pair.strategy.channels[i])) pair.channels &= ~(1u << i);
  }
  return before != 0 && pair.channels == 0;
}

ChannelConsent consent_to(const Pair& pair, std::string_view channel) {
  const ConsentLookup& lookup = pair.context.request().consent;
  if (!lookup) return {};
  return lookup(pair.context.frame().person(pair.row), channel, consent_purpose_of(pair.strategy.kind));
}

Stop without_consent(Pair& pair) {
  const ConsentRule rule = pair.policy().rule_for(pair.strategy.kind);
  const bool none_left = close_channels(pair, [&](const std::string& channel) {
    const ConsentState state = consent_to(pair, channel).state;
    return state == ConsentState::refused || (state == ConsentState::unknown && rule == ConsentRule::required);
  });
  if (!none_left) return {};
  return "no consent to " + std::string(consent_purpose_of(pair.strategy.kind)) + " by " +
         pair.strategy.channels.front();
}

// The last day the customer asked for silence on a channel.
std::optional<Day> opted_out_on(const Pair& pair, const std::string& channel) {
  std::optional<Day> day;
  for (const PastContact& contact : pair.past) {
    if (contact.result != "opted_out" || contact.channel != channel) continue;
    if (!day || *day < contact.answer_day()) day = contact.answer_day();
  }
  return day;
}

// A wish for silence holds until the customer agrees anew.
Stop opted_out(Pair& pair) {
  const bool none_left = close_channels(pair, [&](const std::string& channel) {
    const auto day = opted_out_on(pair, channel);
    if (!day) return false;
    const ChannelConsent consent = consent_to(pair, channel);
    return consent.state != ConsentState::granted || !consent.since || *consent.since <= *day;
  });
  return none_left ? Stop("asked for silence") : Stop{};
}

bool still_cooling(const PastContact& contact, const Strategy& strategy, Day as_of) {
  return contact.open || as_of < contact.day + strategy.cool_down_days;
}

std::string cooling_text(const PastContact& contact, const Strategy& strategy) {
  const std::string end = until(contact.day + strategy.cool_down_days);
  if (contact.held_out) return "held out on " + contact.day.to_string() + ", " + end;
  return contact.open ? "task open since " + contact.day.to_string() : end;
}

Stop cooling_down(Pair& pair) {
  for (const PastContact& contact : pair.past) {
    if (contact.strategy_id != pair.strategy.id.text()) continue;
    if (still_cooling(contact, pair.strategy, pair.as_of())) return cooling_text(contact, pair.strategy);
  }
  return {};
}

const Strategy* find_strategy(const GuardContext& context, std::string_view id) {
  for (const Strategy& strategy : *context.request().strategies) {
    if (strategy.id.text() == id) return &strategy;
  }
  return nullptr;
}

Stop excluded_by_group(Pair& pair) {
  if (pair.strategy.exclusion_group.empty()) return {};
  for (const PastContact& contact : pair.past) {
    if (contact.strategy_id == pair.strategy.id.text()) continue;
    const Strategy* other = find_strategy(pair.context, contact.strategy_id);
    if (other == nullptr || other->exclusion_group != pair.strategy.exclusion_group) continue;
    if (still_cooling(contact, *other, pair.as_of())) return other->id.text() + " " + cooling_text(contact, *other);
  }
  return {};
}

bool concerns(const Suppression& rule, const PastContact& contact, const Pair& pair) {
  if (rule.scope == SuppressionScope::customer || contact.strategy_id == pair.strategy.id.text()) return true;
  if (rule.scope == SuppressionScope::strategy || pair.strategy.exclusion_group.empty()) return false;
  const Strategy* other = find_strategy(pair.context, contact.strategy_id);
  return other != nullptr && other->exclusion_group == pair.strategy.exclusion_group;
}

Stop suppressed(Pair& pair) {
  for (const Suppression& rule : pair.policy().suppressions) {
    for (const PastContact& contact : pair.past) {
      if (contact.result != rule.result || pair.as_of() >= contact.answer_day() + rule.days) continue;
      if (concerns(rule, contact, pair)) return rule.result + " " + until(contact.answer_day() + rule.days);
    }
  }
  return {};
}

bool cap_reached(const Pair& pair, const ContactCap& cap) {
  const auto inside = std::count_if(pair.past.begin(), pair.past.end(), [&](const PastContact& contact) {
    return contact.day > pair.as_of() - cap.days && (cap.channel.empty() || contact.channel == cap.channel);
  });
  return static_cast<std::uint64_t>(inside) >= cap.contacts;
}

std::string cap_text(const ContactCap& cap) {
  return std::to_string(cap.contacts) + " in " + std::to_string(cap.days) + " days" +
         (cap.channel.empty() ? "" : " by " + cap.channel);
}

Stop contacted_enough(Pair& pair) {
  for (const ContactCap& cap : pair.policy().caps) {
    if (pair.strategy.channels.empty() || !cap_reached(pair, cap)) continue;
    if (cap.channel.empty()) return cap_text(cap);
    if (close_channels(pair, [&cap](const std::string& channel) { return channel == cap.channel; }))
      return cap_text(cap);
  }
  return {};
}

Stop in_quiet_hours(Pair& pair) {
  const auto& moment = pair.context.request().moment;
  if (!moment || pair.strategy.channels.empty()) return {};
  const QuietHours& quiet = pair.policy().quiet_hours;
  return quiet.covers(*moment, pair.context.zone(pair.row)) ? Stop("until " + quiet.end()) : Stop{};
}

struct Guard {
  Verdict verdict;
  Stop (*ask)(Pair&);
};

// The order is part of the contract (verdict.hpp): the first guard that stops a pair is its reason.
constexpr std::array kGuards = {
    Guard{Verdict::not_valid, outside_validity},      Guard{Verdict::stage_forbidden, forbidden_stage},
    Guard{Verdict::consent_missing, without_consent}, Guard{Verdict::opted_out, opted_out},
    Guard{Verdict::cool_down, cooling_down},          Guard{Verdict::exclusion_group, excluded_by_group},
    Guard{Verdict::suppressed, suppressed},           Guard{Verdict::contact_cap, contacted_enough},
    Guard{Verdict::quiet_hours, in_quiet_hours},
};

// The customer's own channel where it is open, else the strategy's first.
std::uint8_t choose_channel(const Pair& pair) {
  const std::string_view preferred = pair.context.frame().preferred_channel(pair.row);
  for (std::size_t i = 0; i < pair.strategy.channels.size(); ++i) {
    if ((pair.channels >> i & 1) != 0 && pair.strategy.channels[i] == preferred) return static_cast<std::uint8_t>(i);
  }
  return pair.channels == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(std::countr_zero(pair.channels));
}

// Where a prohibition's `unless` is true.
Result<std::vector<std::uint8_t>> lifted_rows(const StageProhibition& prohibition, const PlanRequest& request) {
  if (prohibition.unless.empty()) return std::vector<std::uint8_t>{};
  Scope scope = Scope::of(request.frame.schema());
  scope.add("as_of", FeelType::date());
  STAYSAIL_TRY(const Expression unless, Expression::compile(prohibition.unless, scope, prohibition.place));
  return unless.matches(request.frame, Inputs{{"as_of", Value::date(request.as_of)}});
}

}  // namespace

Result<GuardContext> GuardContext::of(const PlanRequest& request) {
  GuardContext context;
  context.request_ = &request;
  STAYSAIL_TRY(context.frame_, PlanFrame::of(request.frame));
  if (const std::string& zone = request.policy->quiet_hours.zone_column; !zone.empty()) {
    STAYSAIL_TRY(context.zones_, request.frame.require(zone, ColumnType::text));
  }
  for (const StageProhibition& prohibition : request.policy->prohibitions) {
    STAYSAIL_TRY(std::vector<std::uint8_t> rows, lifted_rows(prohibition, request));
    context.lifted_.push_back(std::move(rows));
  }
  return context;
}

std::span<const PastContact> GuardContext::past_of(std::uint32_t row) const {
  if (request_->history == nullptr) return {};
  return request_->history->of_customer(frame_.person(row));
}

Ruling ask_guards(const GuardContext& context, std::uint32_t row, std::uint32_t strategy) {
  const Strategy& asked = context.strategy(strategy);
  Pair pair{context, asked, row, context.past_of(row), (1u << asked.channels.size()) - 1};
  Ruling ruling;
  for (const Guard& guard : kGuards) {
    const std::uint32_t open = pair.channels;
    Stop stop = guard.ask(pair);
    if (!stop) continue;
    pair.channels = open;
    ruling.guards |= guard_bit(guard.verdict);
    if (ruling.verdict != Verdict::task) continue;
    ruling.verdict = guard.verdict;
    ruling.detail = std::move(*stop);
  }
  if (ruling.verdict == Verdict::task) ruling.channel = choose_channel(pair);
  return ruling;
}

}  // namespace staysail::strategy
