#include <doctest/doctest.h>

#include <map>

#include "main/scenario.hpp"
#include "staysail/strategy/guard_note.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

// "other@2025-06-01:sms:opted_out", with "!" at the end for an open task.
PastContact past_contact(std::string text) {
  PastContact contact;
  contact.customer_id = "C1";
  contact.open = text.back() == '!';
  if (contact.open) text.pop_back();
  const auto at = text.find('@');
  contact.strategy_id = text.substr(0, at);
  const auto parts = split(text.substr(at + 1), ':');
  contact.day = day(parts.at(0));
  contact.channel = parts.at(1);
  if (parts.size() > 2) contact.result = parts[2];
  return contact;
}

// "sms=granted@2025-01-01,app=refused@2025-02-01"
ConsentLookup consents(const std::string& text) {
  std::map<std::string, ChannelConsent> answers;
  for (const std::string& item : split(text, ',')) {
    const auto equals = item.find('='), at = item.find('@');
    const bool granted = item.substr(equals + 1, at - equals - 1) == "granted";
    answers[item.substr(0, equals)] = {granted ? ConsentState::granted : ConsentState::refused,
                                       day(item.substr(at + 1))};
  }
  return [answers](std::string_view, std::string_view channel, std::string_view) {
    const auto found = answers.find(std::string(channel));
    return found == answers.end() ? ChannelConsent{} : found->second;
  };
}

ContactPolicy policy() {
  ContactPolicy policy;
  policy.prohibitions = ContactPolicy::default_prohibitions();
  policy.suppressions = {{"refused", 60, SuppressionScope::group}};
  policy.caps = {{30, 3, ""}, {7, 1, "sms"}};
  return policy;
}

PlanCase plan_case(const scenario::Scenario& row) {
  PlanCase scene;
  Strategy asked = strategy_of("asked", "true", strategy_kind_of(row.given.at("kind")).value());
  Strategy other = strategy_of("other", "false"), third = strategy_of("third", "false");
  asked.channels = split(row.given.at("channels"), ',');
  asked.cool_down_days = other.cool_down_days = 30;
  asked.exclusion_group = other.exclusion_group = "offers";
  scene.strategies = {asked, other, third};
  scene.frame = frame_of({"subscription_id", "customer_id", "stage"}, {{"S1", "C1", row.given.at("stage")}});
  scene.policy = policy();
  std::vector<PastContact> past;
  for (const std::string& item : split(row.given.at("past"), ';')) past.push_back(past_contact(item));
  scene.history = ContactHistory::of(std::move(past), scene.as_of);
  scene.consent = consents(row.given.at("consent"));
  return scene;
}

}  // namespace

TEST_CASE("what guards note reads in Chinese with its codes, days and ids; a BOSS's own reason stays") {
  CHECK(chinese_guard_note("no consent to marketing by sms") == "未同意以sms方式接收marketing");
  CHECK(chinese_guard_note("held out on 2026-01-01, until 2026-01-31") == "2026-01-01列入对照组，至2026-01-31");
  CHECK(chinese_guard_note("other held out on 2026-01-01, until 2026-01-31") ==
        "other，2026-01-01列入对照组，至2026-01-31");
  CHECK(chinese_guard_note("3 in 30 days") == "30天内已联系3次");
  CHECK(chinese_guard_note("valid 2026-02-01..") == "有效期2026-02-01..");
  CHECK(chinese_guard_note("LINE_BARRED: call the desk") == "LINE_BARRED: call the desk");
}

TEST_CASE("guards stop a strategy for the first reason in their order") {
  for (const auto& row : scenario::read_scenarios("guards.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    const Plan plan = plan_case(row).plan().value();
    REQUIRE(plan.candidates.size() == 1);
    CHECK(name_of(plan.candidates[0].verdict) == row.expected.at("verdict"));
    CHECK(plan.details[0] == row.expected.at("detail"));
    if (!plan.details[0].empty()) CHECK(chinese_guard_note(plan.details[0]) != plan.details[0]);
  }
}

TEST_CASE("every guard that stops is known, the first decides, and the others are asked as if it had let pass") {
  for (const auto& row : scenario::read_scenarios("guards_together.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    const Plan plan = plan_case(row).plan().value();
    CHECK(name_of(plan.candidates[0].verdict) == row.expected.at("verdict"));
    CHECK(names_of_guards(plan.candidates[0].guards) == row.expected.at("guards"));
    const Column guards = matches_frame(plan).value().require("guards", ColumnType::text).value();
    CHECK(guards.text(0) == row.expected.at("guards"));
  }
}

TEST_CASE("masks of guards are kept by name, whatever place a guard has in them") {
  const std::uint32_t mask = guard_bit(Verdict::cool_down) | guard_bit(Verdict::consent_missing);
  CHECK(names_of_guards(mask) == "consent_missing+cool_down");
  CHECK(names_of_guards(0) == "");
  CHECK(guards_of("consent_missing+cool_down").value() ==
        std::vector<Verdict>{Verdict::consent_missing, Verdict::cool_down});
  CHECK(guards_of("").value().empty());
  CHECK(guards_of("consent_missing+bogus").error().code() == Errc::not_found);
}

TEST_CASE("a prohibition of a stage is lifted where the playbook says so") {
  PlanCase scene;
  scene.strategies = {strategy_of("phone", "true", StrategyKind::high_value_offer)};
  scene.frame = frame_of({"subscription_id", "customer_id", "stage", "#asked_3m"},
                         {{"S1", "C1", "growth", "0"}, {"S2", "C2", "growth", "1"}, {"S3", "C3", "growth", ""}});
  scene.policy.prohibitions = ContactPolicy::default_prohibitions();
  scene.policy.prohibitions[1].unless = "asked_3m > 0";
  const Plan plan = scene.plan().value();
  REQUIRE(plan.candidates.size() == 3);
  CHECK(plan.candidates[0].verdict == Verdict::stage_forbidden);
  CHECK(plan.candidates[1].verdict == Verdict::task);
  CHECK(plan.candidates[2].verdict == Verdict::stage_forbidden);
}

TEST_CASE("a strategy holds on its first and last day, and for its own stages only") {
  PlanCase scene;
  Strategy strategy = strategy_of("spring", "true");
  strategy.valid_from = day("2026-01-10");
  strategy.valid_to = day("2026-01-31");
  strategy.stages = {"decline"};
  scene.strategies = {strategy};
  scene.frame =
      frame_of({"subscription_id", "customer_id", "stage"}, {{"S1", "C1", "decline"}, {"S2", "C2", "maturity"}});
  const auto verdicts_on = [&scene](const char* iso) {
    scene.as_of = day(iso);
    const Plan plan = scene.plan().value();
    return std::pair(plan.candidates[0].verdict, plan.candidates[1].verdict);
  };
  CHECK(verdicts_on("2026-01-09") == std::pair(Verdict::not_valid, Verdict::not_valid));
  CHECK(verdicts_on("2026-01-10") == std::pair(Verdict::task, Verdict::stage_forbidden));
  CHECK(verdicts_on("2026-01-31") == std::pair(Verdict::task, Verdict::stage_forbidden));
  CHECK(verdicts_on("2026-02-01") == std::pair(Verdict::not_valid, Verdict::not_valid));
}

TEST_CASE("the customer's own channel goes before the strategy's first") {
  PlanCase scene;
  Strategy strategy = strategy_of("call", "true");
  strategy.channels = {"sms", "app", "call"};
  scene.strategies = {strategy};
  scene.frame = frame_of({"subscription_id", "customer_id", "preferred_channel"},
                         {{"S1", "C1", "call"}, {"S2", "C2", "visit"}, {"S3", "C3", ""}});
  scene.consent = [](std::string_view, std::string_view channel, std::string_view) {
    return ChannelConsent{channel == "sms" ? ConsentState::refused : ConsentState::granted, Day{}};
  };
  const Plan plan = scene.plan().value();
  CHECK(plan.channel_of(plan.candidates[0]) == "call");
  CHECK(plan.channel_of(plan.candidates[1]) == "app");
  CHECK(plan.channel_of(plan.candidates[2]) == "app");
}

TEST_CASE("who is contacted at once is asked for the quiet hours by the recipient's own clock") {
  PlanCase scene;
  Strategy call = strategy_of("call", "true"), note = strategy_of("note", "true");
  call.channels = {"call"};
  scene.strategies = {call, note};
  scene.frame = frame_of(
      {"subscription_id", "customer_id", "time_zone"},
      {{"S1", "C1", "Asia/Shanghai"}, {"S2", "C2", "Asia/Urumqi"}, {"S3", "C3", ""}, {"S4", "C4", "Asia/Nowhere"}});
  scene.policy.quiet_hours = {21 * 60, 8 * 60, "Asia/Shanghai", "time_zone"};
  scene.policy.marketing = ConsentRule::unless_refused;
  scene.policy.tasks_per_customer = 2;
  const auto verdicts_at = [&scene](const char* iso) {
    scene.moment = Instant::parse(iso).value();
    const Plan plan = scene.plan().value();
    std::string all;
    for (const Candidate& candidate : plan.candidates) {
      if (candidate.strategy == 0) all += candidate.verdict == Verdict::quiet_hours ? "quiet " : "called ";
      else CHECK(candidate.verdict == Verdict::task);  // what goes by no channel disturbs nobody
    }
    return all;
  };
  CHECK(verdicts_at("2026-01-10T09:00") == "called quiet called called ");
  CHECK(verdicts_at("2026-01-10T22:00") == "quiet called quiet quiet ");
  CHECK(verdicts_at("2026-01-10T12:00") == "called called called called ");
  scene.moment.reset();
  CHECK(scene.plan().value().candidates[0].verdict == Verdict::task);
}

TEST_CASE("an answer that comes after the day of the plan is not known yet") {
  PlanCase scene;
  Strategy strategy = strategy_of("call", "true");
  scene.strategies = {strategy};
  scene.frame = frame_of({"subscription_id", "customer_id"}, {{"S1", "C1"}});
  scene.policy.suppressions = {{"refused", 60, SuppressionScope::customer}};
  PastContact contact{"C1", day("2025-12-01"), "former", "sms", "refused", day("2026-01-11"), false};
  scene.history = ContactHistory::of({contact}, scene.as_of);
  CHECK(scene.plan().value().candidates[0].verdict == Verdict::task);
  contact.answered = day("2026-01-10");
  scene.history = ContactHistory::of({contact}, scene.as_of);
  CHECK(scene.plan().value().candidates[0].verdict == Verdict::suppressed);
}

}  // namespace staysail::test
