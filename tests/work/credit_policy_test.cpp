#include "staysail/work/credit_policy.hpp"

#include <doctest/doctest.h>

#include <map>

#include "main/scenario.hpp"
#include "work/matter_fixture.hpp"

namespace staysail::test {
namespace {

CreditProfile profile_in(const scenario::Scenario& row) {
  return {std::stoll(row.given.at("tenure")), std::stoll(row.given.at("punctual")), std::stoll(row.given.at("spend")),
          row.given.at("identified") == "yes"};
}

Arrears owed_by(const char* customer, const CreditProfile& profile) {
  Arrears owed;
  owed.customer = CustomerId::of(customer);
  owed.account = AccountId::of(std::string("A-") + customer);
  owed.bill = "2026-01";
  owed.amount_minor = 12'305;
  owed.due = day("2026-02-01");
  owed.profile = profile;
  owed.unit = UnitId::of("east");
  return owed;
}

// One look a day; by customer, the day past due on which each rung came: "remind 7, call 15".
std::map<std::string, std::string> climb(Office& office, const std::vector<Arrears>& arrears, int days, int step = 1) {
  for (int d = 0; d <= days; d += step)
    REQUIRE(collect(office.desk, CreditPolicy::usual(), arrears, day("2026-02-01") + d));
  std::map<std::string, std::string> rungs;
  const auto debts = office.desk.list({}, system_actor()).value();
  for (const Matter& debt : debts)
    for (std::size_t i = 1; i < debt.history.size(); ++i)
      rungs[debt.customer.text()] += (i > 1 ? ", " : "") + debt.history[i].event + " " +
                                     std::to_string(debt.history[i].at.day() - day("2026-02-01"));
  return rungs;
}

Matter only_debt(Office& office) { return office.desk.list({}, system_actor()).value().at(0); }

const CreditProfile kGood = {60, 100, 20'000, true}, kUsual = {24, 90, 5'000, true}, kPoor = {};

}  // namespace

TEST_CASE("classes, limits and payment follow from the profile") {
  const CreditPolicy policy = CreditPolicy::usual();
  REQUIRE(policy.check());
  for (const auto& row : scenario::read_scenarios("credit.txt")) {
    CAPTURE(row.where);
    const CreditProfile profile = profile_in(row);
    CHECK(policy.class_of(profile).name == row.expected.at("class"));
    CHECK(std::to_string(policy.limit_minor(profile)) == row.expected.at("limit"));
    CHECK((policy.class_of(profile).pays_in_advance ? "in advance" : "by bill") == row.expected.at("pays"));
  }
}

TEST_CASE("each class climbs its own ladder; good classes are spared the first reminder") {
  Office office;
  const auto rungs = climb(office, {owed_by("C1", kGood), owed_by("C2", kUsual), owed_by("C3", kPoor)}, 100);
  CHECK(rungs.at("C1") == "call 20, warn 40, bar_outgoing 60, bar 90");
  CHECK(rungs.at("C2") == "remind 7, call 15, warn 25, bar_outgoing 40, bar 60");
  CHECK(rungs.at("C3") == "remind 1, warn 5, bar_outgoing 10, bar 20");
}

TEST_CASE("who looks seldom climbs one rung a look, and no rung twice") {
  Office office;
  const auto rungs = climb(office, {owed_by("C3", kPoor)}, 90, 30);
  CHECK(rungs.at("C3") == "remind 30, warn 60, bar_outgoing 90");
  for (int again = 0; again < 3; ++again) {
    const auto report = collect(office.desk, CreditPolicy::usual(), {owed_by("C3", kPoor)}, day("2026-05-02")).value();
    CHECK(report.climbed == 0);
    CHECK(report.repeated == 1);
  }
}

TEST_CASE("a bar says why and what lifts it; an appeal that is upheld ends it") {
  Office office;
  climb(office, {owed_by("C3", kPoor)}, 10);
  const Matter barred = only_debt(office);
  CHECK(barred.state == "barred_outgoing");
  CHECK(
      barred.history.back().note ==
      "123.05 unpaid, 10 days past due; lifted when it is paid, by a promise with a day, or when an appeal is upheld");
  office.move(barred, "appeal", "service", "2026-02-11T10:00", "the bill counts roaming twice");
  REQUIRE(collect(office.desk, CreditPolicy::usual(), {owed_by("C3", kPoor)}, day("2026-03-11")));
  CHECK(only_debt(office).state == "appealed");  // nothing climbs meanwhile
  CHECK_FALSE(office.desk.move(barred.id, "uphold", by("service", "2026-03-12", "right")));
  CHECK(office.move(barred, "uphold", "manager", "2026-03-12", "credited").state == "cancelled");
}

TEST_CASE("a promise holds until its day, and no longer; what is paid is settled") {
  Office office;
  climb(office, {owed_by("C3", kPoor)}, 6);
  MatterMove promise = by("service", "2026-02-07T10:00", "salary on the 15th");
  promise.attributes = {{"promised_until", "2026-02-15"}};
  REQUIRE(office.desk.move(only_debt(office).id, "promise", promise));
  const auto look = [&](const char* iso, std::vector<Arrears> arrears) {
    return collect(office.desk, CreditPolicy::usual(), arrears, day(iso)).value();
  };
  CHECK(look("2026-02-15", {owed_by("C3", kPoor)}).promises_broken == 0);
  CHECK(look("2026-02-16", {owed_by("C3", kPoor)}).promises_broken == 1);
  CHECK(only_debt(office).state == "warned");
  CHECK(look("2026-02-17", {owed_by("C3", kPoor)}).climbed == 1);
  CHECK(look("2026-02-18", {}).settled == 1);
  CHECK(only_debt(office).state == "settled");
  CHECK(look("2026-02-19", {}).settled == 0);
}

TEST_CASE("policies that make no sense are refused") {
  const auto fault = [](CreditPolicy policy) {
    const auto checked = policy.check();
    return checked ? std::string() : std::string(checked.error().message());
  };
  CHECK(fault({}).find("one class at least") != std::string::npos);
  CreditPolicy policy = CreditPolicy::usual();
  policy.classes.pop_back();
  CHECK(fault(policy).find("asks for nothing") != std::string::npos);
  policy = CreditPolicy::usual();
  policy.classes.back().ladder = {{"remind", 5}, {"warn", 3}};
  CHECK(fault(policy).find("goes back in days at warn") != std::string::npos);
  policy.classes.back().ladder = {{"warn", 3}, {"remind", 5}};
  CHECK(fault(policy).find("allows") != std::string::npos);
}

}  // namespace staysail::test
