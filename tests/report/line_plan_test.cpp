#include "report/line_plan.hpp"

#include <doctest/doctest.h>

#include "report/sample_pages.hpp"

using namespace staysail;
using sample::bare_night, sample::in, sample::page_of, sample::parsed;

namespace {

// Ten lines to call first; what is matched for them is for the test to say.
NightRecord warned_night(const sample::Rows& matches) {
  NightRecord night = bare_night();
  sample::Rows lines;
  for (const char* id : {"L1", "L2", "L3", "L4"})
    lines.push_back({id, std::string("C") + id, "decline", "high", "SILENT", id + 1});
  night.decision = sample::batch_of("subscription_id customer_id stage warning_level reason_1 warning_rank:0", lines);
  night.matches = sample::batch_of(
      "subscription_id strategy_id verdict channel winner_strategy winner_subscription detail", matches);
  return night;
}

Batch one_task(const std::string& subscription, const std::string& strategy) {
  return sample::batch_of("task_id period subscription_id strategy_id state",
                          {{"T1", "2026-01", subscription, strategy, "assigned"}});
}

const sample::Rows kMatches = {{"L1", "bundle", "stage_forbidden", "", "", "", "not for stage decline"},
                               {"L1", "renewal", "cool_down", "", "", "", "until 2026-04-01"},
                               {"L1", "wake_up", "exclusion_group", "", "", "", "renewal until 2026-04-01"},
                               {"L2", "early_call", "outranked", "", "renewal", "L9", ""},
                               {"L3", "early_call", "held_out", "", "", "", ""},
                               {"L3", "fit", "outranked", "", "early_call", "L3", ""}};

}  // namespace

TEST_CASE("a line to call first without a task says what stopped its strategies") {
  const auto page = parsed(page_of({warned_night(kMatches)}, Batch()));
  CHECK(
      page.says("wake_up: Another of its group (renewal until 2026-04-01) · renewal: Cooling down (until 2026-04-01)"));
  CHECK_FALSE(page.says("bundle"));
  CHECK(page.says("early_call: Outranked (by renewal for subscription "));
  CHECK(page.says(
      "early_call: Held out (left alone on purpose, to compare with those who are contacted) · fit: Outranked "
      "(by early_call)"));
  CHECK(page.says("no strategy matches this line"));
}

TEST_CASE("what stopped them stands in Chinese in the Chinese page") {
  const auto page = parsed(page_of({warned_night(kMatches)}, Batch(), in("zh")));
  CHECK(page.says("wake_up：同组互斥（renewal，至2026-04-01） · renewal：冷却期内（至2026-04-01）"));
  CHECK(page.says("early_call：对照组（特意不接触，用于对比效果） · fit：让位于优先策略（early_call）"));
  CHECK(page.says("没有符合条件的策略"));
}

TEST_CASE("a line with a task names it; what its stage forbids is told where nothing else is") {
  const auto page = parsed(page_of({warned_night(kMatches)}, one_task("L1", "plan_fit")));
  CHECK(page.says("plan_fit"));
  CHECK_FALSE(page.says("wake_up: "));
  const auto forbidden = parsed(page_of({warned_night({kMatches[0]})}, Batch(), in("zh")));
  CHECK(forbidden.says("bundle：本阶段禁止（不用于衰退期）"));
  CHECK_FALSE(parsed(page_of({warned_night({})}, Batch())).says("no strategy matches"));
}
