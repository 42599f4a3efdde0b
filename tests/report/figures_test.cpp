#include "report/figures.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "main/scenario.hpp"
#include "report/number_text.hpp"
#include "report/sample_nights.hpp"

using namespace staysail;
using namespace staysail::report;

namespace {

std::optional<double> real_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<double>(std::stod(text));
}

EffectRow programme(const std::string& period, const std::string& verdict) {
  EffectRow effect;
  effect.period = period;
  effect.verdict = verdict;
  return effect;
}

}  // namespace

TEST_CASE("a verdict is said in one sentence of either language") {
  for (const auto& each : scenario::read_scenarios("report_verdicts.txt")) {
    CAPTURE(each.where);
    EffectRow effect = programme("2026-01", each.given.at("verdict"));
    effect.difference = real_of(each.given.at("difference"));
    effect.low = real_of(each.given.at("low"));
    effect.high = real_of(each.given.at("high"));
    CHECK(verdict_sentence(Words(Language::english), effect) == each.expected.at("english"));
    CHECK(verdict_sentence(Words(Language::chinese), effect) == each.expected.at("chinese"));
  }
}

TEST_CASE("the effect in front is the programme's latest that allows a claim") {
  EffectRow of_strategy = programme("2026-05", "keeps");
  of_strategy.strategy = "renewal";
  const std::vector<EffectRow> effects = {programme("2026-01", "keeps"), programme("2026-02", "unclear"),
                                          programme("2026-03", "too_small"), of_strategy};
  REQUIRE(headline_effect(effects) != nullptr);
  CHECK(headline_effect(effects)->period == "2026-02");
  const std::vector<EffectRow> weak = {programme("2026-03", "no_hold_out"), programme("2026-02", "too_small")};
  CHECK(headline_effect(weak)->period == "2026-03");
  CHECK(headline_effect(std::vector<EffectRow>{of_strategy}) == nullptr);
}

TEST_CASE("retention counts the lines alive a month ago, not new ones") {
  NightRecord night;
  night.transitions = sample::batch_of("from_stage to_stage lines:0", {{"churned", "churned", "50"},
                                                                       {"decline", "churned", "7"},
                                                                       {"decline", "maturity", "3"},
                                                                       {"maturity", "gone", "2"},
                                                                       {"maturity", "maturity", "88"},
                                                                       {"new", "onboarding", "40"}});
  CHECK(retention_of(night).base == 100);
  CHECK(retention_of(night).kept == 91);
  CHECK(retention_of(NightRecord{}).base == 0);
}

TEST_CASE("lines that ended earlier do not end again") {
  NightRecord night;
  night.as_of = Day::of(2026, 3, 1).value();
  const std::string now = std::to_string(Month::of(2026, 3).index()),
                    before = std::to_string(Month::of(2026, 2).index());
  night.decision =
      sample::batch_of("subscription_id stage stage_since:0 churn_kind", {{"1", "churned", now, "defected"},
                                                                          {"2", "churned", before, "defected"},
                                                                          {"3", "maturity", now, ""},
                                                                          {"4", "churned", now, "passive"},
                                                                          {"5", "", "", ""}});
  const RowMask ended = ended_lines(night);
  CHECK(ended == RowMask{1, 0, 0, 1, 0});
  CHECK(count_by(night.decision, "churn_kind", &ended) == Counts{{"defected", 1}, {"passive", 1}});
  CHECK(count(alive_lines(night)) == 2);
}

TEST_CASE("a task is late while it is open and after its day") {
  const Batch tasks = sample::batch_of("due:day state", {{"2026-02-15", "assigned"},
                                                         {"2026-02-15", "closed"},
                                                         {"2026-03-01", "executing"},
                                                         {"", "planned"},
                                                         {"2026-02-28", "escalated"}});
  const Day as_of = Day::of(2026, 3, 1).value();
  const std::vector<int> late = {days_late(tasks, 0, as_of), days_late(tasks, 1, as_of), days_late(tasks, 2, as_of),
                                 days_late(tasks, 3, as_of), days_late(tasks, 4, as_of)};
  CHECK(late == std::vector<int>{14, 0, 0, 0, 1});
}

TEST_CASE("sums by text are exact past 64 bits") {
  const std::string big = "9000000000000000000";
  const Batch frame = sample::batch_of("segment value:0", {{"a", big}, {"b", "1"}, {"a", big}, {"a", ""}, {"", big}});
  const auto sums = sum_by(frame, "segment", "value");
  CHECK(amount_text(sums.at("a"), 2) == "180,000,000,000,000,000.00");
  CHECK(amount_text(sums.at("b"), 2) == "0.01");
  CHECK(sums.size() == 2);
}

TEST_CASE("numbers are written as people read them") {
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(-1234567) == "-1,234,567");
  CHECK(amount_text(std::numeric_limits<std::int64_t>::min(), 3, "CNY") == "-9,223,372,036,854,775.808 CNY");
  CHECK(amount_text(-5, 2) == "-0.05");
  CHECK(percent_text(1, 8) == "12.5%");
  CHECK(percent_text(1, 3) == "33.3%");
  CHECK(percent_text(1, 2000) == "<0.1%");
  CHECK(percent_text(0, 7) == "0.0%");
  CHECK(percent_text(3, 0) == kNoNumber);
  CHECK(points_text(-0.0001) == "+0.0");
  CHECK(points_text(0.0257) == "+2.6");
}

TEST_CASE("known texts come in their own order, others after them by text") {
  const Counts counts = {{"zeta", 1}, {"churned", 5}, {"alpha", 2}, {"onboarding", 3}};
  CHECK(in_order(counts, kStages) == Ordered{{"onboarding", 3}, {"churned", 5}, {"alpha", 2}, {"zeta", 1}});
  CHECK(by_count({{"b", 2}, {"a", 2}, {"c", 9}}) == Ordered{{"c", 9}, {"a", 2}, {"b", 2}});
}
