#include "staysail/report/explanation_page.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "report/tag_checker.hpp"

using namespace staysail;

namespace {

Condition condition(std::string text, std::string actual, std::string bound, Value holds, std::uint64_t column) {
  return {std::move(text), std::move(actual), std::move(bound), std::move(holds), {"s.toml", 1, column}};
}

ExplainedStrategy told(const char* id, std::int64_t priority, Verdict verdict, std::vector<Verdict> guards) {
  ExplainedStrategy strategy{StrategyId::of(id), priority, {}};
  strategy.why.verdict = verdict;
  strategy.why.sentence = std::string("sentence of ") + id;
  strategy.why.chinese = std::string("句子 ") + id;
  strategy.why.every = {condition("arpu >= 50", "arpu = 80", "50", Value::boolean(true), 1)};
  strategy.why.conditions = strategy.why.every;
  strategy.why.guards = std::move(guards);
  return strategy;
}

ExplanationPage page(const std::string& language = "en") {
  ExplanationPage page;
  page.subscription = SubscriptionId::of("0000000017");
  page.as_of = Day::of(2026, 1, 1).value();
  page.playbook = "keep 1";
  page.language = language;
  page.names.add("renew", "到期前续约", "Renewal before expiry");
  auto silent = told("silent", 99, Verdict::no_match, {});
  silent.why.every = {condition("days_silent > 15", "days_silent = null", "15", Value(), 1),
                      condition("arpu >= 50", "arpu = 80", "50", Value::boolean(true), 30)};
  silent.why.conditions = {silent.why.every.front()};
  auto gift = told("gift", 10, Verdict::outranked, {Verdict::outranked});
  gift.why.winner = StrategyId::of("renew");
  gift.why.winner_subscription = SubscriptionId::of("0000000018");
  auto offer = told("offer", 20, Verdict::consent_missing, {Verdict::consent_missing, Verdict::contact_cap});
  offer.why.detail = "no consent to marketing by sms";
  page.strategies = {silent, gift, offer, told("renew", 90, Verdict::task, {})};
  return page;
}

sample::ParsedPage parsed(const ExplanationPage& page) {
  auto found = sample::TagChecker::parse(render_explanation(page).value());
  CHECK_MESSAGE(found.fault.empty(), found.fault);
  return found;
}

std::vector<std::string> texts(const sample::ParsedPage& page, const std::string& name) {
  std::vector<std::string> found;
  for (const auto& element : page.elements) {
    const auto named = element.attributes.find("class");
    if (named != element.attributes.end() && named->second == name) found.push_back(element.text);
  }
  return found;
}

std::vector<std::string> headings(const sample::ParsedPage& page) {
  std::vector<std::string> found;
  for (const auto* heading : page.all("h2")) found.push_back(heading->text);
  return found;
}

}  // namespace

TEST_CASE("what is done comes first, then what came furthest, then what does not match") {
  CHECK(headings(parsed(page())) ==
        std::vector<std::string>{"Renewal before expiry", "gift", "offer", "Conditions not met: 1 strategies"});
  ExplanationPage shuffled = page();
  std::reverse(shuffled.strategies.begin(), shuffled.strategies.end());
  CHECK(render_explanation(shuffled).value() == render_explanation(page()).value());
}

TEST_CASE("the guard that stopped it, those that would have as well, and those that let it pass") {
  const auto read = parsed(page());
  const auto stopped = texts(read, "chip stopped");
  CHECK(std::count(stopped.begin(), stopped.end(), "\xE2\x9C\x97 No consent") == 1);
  CHECK(texts(read, "chip also") ==
        std::vector<std::string>{"\xE2\x9C\x97 Contacted often enough: would stop it as well"});
  const auto passed = texts(read, "chip passed");
  CHECK(std::count(passed.begin(), passed.end(), "\xE2\x9C\x93 Stage") == 3);
  CHECK(texts(read, "chip unasked").size() == 4 + 11);  // of who is outranked, and of who did not agree
  CHECK(texts(read, "chip done").size() == 1);
}

TEST_CASE("conditions with value and bound, and who won instead, ids masked") {
  const auto read = parsed(page());
  CHECK(read.says("days_silent = null"));
  CHECK(texts(read, "unknown").empty());  // of what does not match only the failing ones are shown
  CHECK(read.says("Done instead: Renewal before expiry, for subscription ******0018."));
  CHECK_FALSE(read.says("0000000018"));
  ExplanationPage open = page();
  open.mask_ids = false;
  CHECK(parsed(open).says("Why: subscription 0000000017"));
}

TEST_CASE("in Chinese") {
  const auto read = parsed(page("zh"));
  CHECK(headings(read).front() == "到期前续约");
  CHECK(read.says("句子 offer"));
  CHECK(render_explanation(page("fr")).error().code() == Errc::invalid_argument);
}

TEST_CASE("no text leaves the place it is printed in") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::element<std::string>("<script>alert(1)</script>", "\"><img src=x>", "</td></table>",
                                                     "&lt;", "]]>", "' onload='x");
    ExplanationPage hostile = page();
    hostile.playbook = text;
    hostile.names.add("renew", text, text);
    hostile.strategies[2].why.sentence = text;
    hostile.strategies[1].why.every[0].text = hostile.strategies[1].why.every[0].actual = text;
    const auto read = sample::TagChecker::parse(render_explanation(hostile).value());
    RC_ASSERT(read.fault.empty());
    RC_ASSERT(read.all("script").empty());
    RC_ASSERT(read.all("img").empty());
  }));
}
