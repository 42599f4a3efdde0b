#include "staysail/work/portfolio.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

HandOver given(const char* from, const char* to, const char* since, std::vector<const char*> customers = {}) {
  HandOver given{StaffId::of(from), StaffId::of(to), day(since), {}, Instant::at_start_of(day("2026-01-12")), "m1",
                 "leaves us"};
  for (const char* customer : customers) given.customers.push_back(CustomerId::of(customer));
  return given;
}

std::string manager(const std::vector<HandOver>& hand_overs, const char* customer, const char* of_boss,
                    const char* on) {
  return Portfolios(hand_overs).manager_of(CustomerId::of(customer), StaffId::of(of_boss), day(on)).text();
}

Roster east() {
  return Roster::of(staff_of({{"a1", "east", "", "account_manager", "left", "9"},
                              {"a2", "east", "", "account_manager", "active", "9"},
                              {"t1", "east", "", "technical", "active", "9"}}),
                    units_of({{"east", "", ""}}), {})
      .value();
}

std::string holder(TaskDesk& desk, const char* customer) {
  return desk.find(task_of(customer).id).value().assignee.text();
}

}  // namespace

TEST_CASE("a hand-over holds from its day on, for all customers or for those it names") {
  const std::vector<HandOver> all = {given("a1", "a2", "2026-02-01")}, one = {given("a1", "a2", "2026-02-01", {"C1"})};
  CHECK(manager(all, "C1", "a1", "2026-01-31") == "a1");
  CHECK(manager(all, "C1", "a1", "2026-02-01") == "a2");
  CHECK(manager(one, "C1", "a1", "2026-02-01") == "a2");
  CHECK(manager(one, "C2", "a1", "2026-02-01") == "a1");
  CHECK(manager(all, "C1", "a3", "2026-02-01") == "a3");  // the BOSS has named somebody else
  CHECK(manager(all, "C1", "", "2026-02-01").empty());
}

TEST_CASE("who took over may hand on, and back; the order of writing does not count") {
  std::vector<HandOver> chain = {given("a2", "a3", "2026-03-01"), given("a1", "a2", "2026-02-01"),
                                 given("a3", "a1", "2026-04-01")};
  for (int i = 0; i < 6; ++i) {
    std::next_permutation(chain.begin(), chain.end(),
                          [](const HandOver& a, const HandOver& b) { return encode(a) < encode(b); });
    CHECK(manager(chain, "C1", "a1", "2026-02-15") == "a2");
    CHECK(manager(chain, "C1", "a1", "2026-03-15") == "a3");
    CHECK(manager(chain, "C1", "a1", "2026-04-15") == "a1");
  }
}

TEST_CASE("nobody's open tasks strand: they go along, once") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue({assigned_task("C1"), assigned_task("C2"), task_of("C3")}));
  const Roster roster = east();
  const auto asked = given("a1", "a2", "2026-01-12", {"C1", "C3"});
  const HandOverReport first = hand_over(desk, asked, roster).value();
  CHECK_FALSE(first.repeated);
  CHECK(first.tasks == 1);
  CHECK(holder(desk, "C1") == "a2");
  CHECK(holder(desk, "C2") == "a1");
  CHECK(holder(desk, "C3").empty());
  const Task moved = desk.find(task_of("C1").id).value();
  CHECK(moved.history.back().actor == "m1");
  CHECK(moved.history.back().note == "hand-over: leaves us");
  const HandOverReport again = hand_over(desk, asked, roster).value();
  CHECK(again.repeated);
  CHECK(again.tasks == 0);
  CHECK(Portfolios::load(store->entities()).value().hand_overs().size() == 1);
}

TEST_CASE("a task that moved after the decision stays and is named") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue({assigned_task("C1")}));
  REQUIRE(desk.start(task_of("C1").id, QuietHours(), move_on("2026-01-13T10:00")));
  const HandOverReport report = hand_over(desk, given("a1", "a2", "2026-01-12"), east()).value();
  CHECK(report.tasks == 0);
  REQUIRE(report.stuck.size() == 1);
  CHECK(report.stuck.front() == task_of("C1").id);
}

TEST_CASE("who may not take tasks is given no portfolio, and a hand-over says who and why") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const auto code_of = [&](const HandOver& asked) { return hand_over(desk, asked, east()).error().code(); };
  CHECK(code_of(given("a2", "a1", "2026-01-12")) == Errc::no_assignee);  // has left
  CHECK(code_of(given("a2", "t1", "2026-01-12")) == Errc::no_assignee);
  CHECK(code_of(given("a2", "zz", "2026-01-12")) == Errc::no_assignee);
  CHECK(code_of(given("a2", "a2", "2026-01-12")) == Errc::invalid_argument);
  HandOver silent = given("a1", "a2", "2026-01-12");
  silent.reason.clear();
  CHECK(code_of(silent) == Errc::invalid_argument);
  CHECK(Portfolios::load(store->entities()).value().hand_overs().empty());
}

TEST_CASE("frames show the manager of the day; portfolios count customers and open tasks") {
  const Batch customers = frame_of({"customer_id", "manager_id"}, {{"C1", "a1"}, {"C2", "a1"}, {"C3", "a2"}});
  const Portfolios portfolios({given("a1", "a2", "2026-02-01", {"C1"})});
  CHECK(portfolios.with_managers(customers, day("2026-01-31")).value().find("manager_id")->text(0) == "a1");
  const Batch staff = staff_of({{"a1", "east", "", "account_manager", "left", "9"}});
  const Batch rows =
      portfolio_frame(portfolios, customers, staff, {assigned_task("C1"), assigned_task("C2")}, day("2026-02-01"))
          .value();
  REQUIRE(rows.rows() == 2);
  CHECK(rows.find("manager_id")->text(0) == "a1");
  CHECK(rows.find("status")->text(0) == "left");
  CHECK(rows.find("customers")->numbers()[0] == 1);
  CHECK(rows.find("open_tasks")->numbers()[0] == 2);
  CHECK(rows.find("status")->text(1) == "unknown");
  CHECK(rows.find("customers")->numbers()[1] == 2);
}

TEST_CASE("a hand-over is read as it was written") {
  CHECK(rc::check("bytes of a hand-over", [] {
    HandOver some = given("a1", "a2", "2026-02-01");
    some.reason = *rc::gen::string<std::string>();
    for (const auto& id : *rc::gen::container<std::vector<std::string>>(rc::gen::string<std::string>()))
      some.customers.push_back(CustomerId::of(id));
    RC_ASSERT(encode(decode_hand_over(encode(some)).value()) == encode(some));
  }));
}

}  // namespace staysail::test
