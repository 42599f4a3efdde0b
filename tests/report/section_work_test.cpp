#include <doctest/doctest.h>

#include "report/sample_pages.hpp"

using namespace staysail;
using sample::bare_night, sample::in, sample::page_of, sample::parsed, sample::row_named;

namespace {

using Cells = std::vector<std::string>;

// Four tasks that offer a renewal, four of care; the system handled three of them.
Batch mixed_tasks() {
  const auto task = [](const char* id, const char* strategy, const char* action, const char* assignee,
                       const char* result) {
    return Cells{id,    "2026-01", "C1", "S1", strategy, action, assignee, "U1", *result == 0 ? "assigned" : "closed",
                 result};
  };
  return sample::batch_of(
      "task_id period customer_id subscription_id strategy_id action assignee unit state result",
      {task("1", "renewal", "renew", "ann", "renewed"), task("2", "renewal", "renew", "ann", "refused"),
       task("3", "renewal", "renew", "system", "refused"), task("4", "renewal", "renew", "ann", ""),
       task("5", "welcome", "", "system", "delivered"), task("6", "welcome", "", "system", "delivered"),
       task("7", "welcome", "", "ann", "answered"), task("8", "welcome", "", "ann", "answered")});
}

std::string last_of(const Cells& cells) { return cells.empty() ? "no such row" : cells.back(); }

}  // namespace

TEST_CASE("care that offers nothing to take has no share that took it, nor lowers that of the others") {
  const auto page = parsed(page_of({bare_night()}, mixed_tasks()));
  CHECK(last_of(row_named(page, "renewal")) == "33.3%");
  CHECK(last_of(row_named(page, "welcome")) == "\xE2\x80\x93");
  CHECK(last_of(row_named(page, "Total")) == "33.3%");
  CHECK(last_of(row_named(page, "2026-01")) == "33.3%");
  CHECK(page.says("stay out of that share in the totals: welcome."));
  CHECK(parsed(page_of({bare_night()}, mixed_tasks(), in("zh"))).says("也不计入合计的接受率：welcome。"));
}

TEST_CASE("an offer that the BOSS need not carry out counts as soon as somebody took it") {
  const Batch tasks = sample::batch_of("task_id period strategy_id action assignee state result",
                                       {{"1", "2026-01", "device", "", "ann", "closed", "accepted"},
                                        {"2", "2026-01", "device", "", "ann", "closed", "refused"}});
  const auto page = parsed(page_of({bare_night()}, tasks));
  CHECK(last_of(row_named(page, "device")) == "50.0%");
  CHECK_FALSE(page.says("stay out of that share"));
}

TEST_CASE("what the system handled is no account manager's load") {
  const auto page = parsed(page_of({bare_night()}, mixed_tasks()));
  CHECK(page.says("3 of 8 tasks were handled without a person"));
  CHECK(page.says("Account managers with the most tasks, of 1"));
  CHECK(row_named(page, "system").empty());
  CHECK(row_named(page, "ann") == Cells{"ann", "U1", "5", "4", "1", "0", "50.0%"});
  CHECK(parsed(page_of({bare_night()}, mixed_tasks(), in("zh"))).says("8张工单中有3张由系统自动处理"));
}
