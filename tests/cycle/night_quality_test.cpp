// What a night finds out about the data: contradicting groups, persons registered twice, and how good each source is
// from month to month.
#include "cycle/told_operator.hpp"
#include "staysail/cycle/customer_story.hpp"
#include "staysail/cycle/data_quality_trend.hpp"
#include "staysail/view/customer_view.hpp"
#include "staysail/view/identity_desk.hpp"

using namespace staysail;
using test::found;
using test::ToldOperator;
using test::value_of;

namespace {

// The person of P1 again, under customer C2: her line S1 has ended, S2 was opened five days later.
void tell_two_registrations(ToldOperator& told) {
  const std::string person = ";name=王小明;phone=13812345678;identity_number=11010519491231002X;birth_day=1949-12-31";
  told.tell("parties", {"party_id=P1" + person, "party_id=P2" + person, "party_id=P3;name=赵强;phone=13900000009"});
  told.tell("customers", {"customer_id=C1;party_id=P1", "customer_id=C2;party_id=P2", "customer_id=C3;party_id=P3"});
  const std::string line = ";status=active;product_type=mobile;activated=";
  told.tell("subscriptions",
            {"subscription_id=S1;customer_id=C1;status=terminated;product_type=mobile;activated=2020-01-01;terminated="
             "2025-12-10;terminated_by=customer;termination_cause=price",
             "subscription_id=S2;customer_id=C2" + line + "2025-12-15",
             "subscription_id=S3;customer_id=C3;status=terminated;product_type=mobile;activated=2020-01-01;terminated="
             "2025-12-10;terminated_by=customer;termination_cause=price"});
}

std::string percent(const Batch& rows, const std::string& attribute, const std::string& source,
                    const std::string& measure, const char* column = "percent") {
  for (std::size_t row = 0; row < rows.rows(); ++row)
    if (rows.find("attribute")->text(row) == attribute && rows.find("source")->text(row) == source &&
        rows.find("measure")->text(row) == measure)
      return rows.find(column)->value_text(row);
  return "none";
}

}  // namespace

TEST_CASE("whose other line opens is transferred, also where the BOSS registered the person twice") {
  ToldOperator told;
  tell_two_registrations(told);
  const NightResult bound = told.night("2026-01-01");
  CHECK(value_of(bound, "S1", "churn_kind") == "internal_transfer");
  CHECK(value_of(bound, "S3", "churn_kind") == "left_market");
  REQUIRE(IdentityDesk(told.store()).unmerge({"P1", "P2", "E1", "sisters", Instant()}));
  const NightResult parted = told.night("2026-01-01");
  CHECK(value_of(parted, "S1", "churn_kind") == "left_market");
  CHECK(parted.record.digest != bound.record.digest);
}

TEST_CASE("groups and households of a night: figures, faults and the customer's story") {
  ToldOperator told;
  told.tell("customers", {"customer_id=G1;customer_type=group", "customer_id=G2;customer_type=group",
                          "customer_id=C1;party_id=P1", "customer_id=C2;party_id=P2"});
  told.tell("parties", {"party_id=P1;address=长虹路12号3层4室", "party_id=P2;address=长虹路12号三楼4房"});
  told.tell("accounts", {"account_id=A1;customer_id=C1"});
  told.tell("subscriptions", {"subscription_id=S1;customer_id=C1;account_id=A1;status=active",
                              "subscription_id=S2;customer_id=C2;account_id=A1;status=active",
                              "subscription_id=S3;customer_id=G2;status=active"});
  told.tell("group_members", {"customer_id=G1;member_customer_id=C1", "customer_id=G1;member_customer_id=G2",
                              "customer_id=G2;member_customer_id=G1"});
  told.tell("bills", {"subscription_id=S1;month=2025-12;amount=100000", "subscription_id=S2;month=2025-12;amount=30000",
                      "subscription_id=S3;month=2025-12;amount=7000"});
  told.declare("view.toml", "[households]\n");
  told.declare("indicators.toml",
               "\n[group_revenue]\nroll_up_of = \"revenue_12m\"\ngrain = \"group\"\n"
               "[household_revenue]\nroll_up_of = \"revenue_12m\"\ngrain = \"household\"\n");
  ThreadPool threads(3);
  const NightResult night = told.night("2026-01-01", &threads);
  CHECK(value_of(night, "S1", "group_id") == "G1");
  CHECK(value_of(night, "S1", "group_revenue") == "100.000");
  CHECK(value_of(night, "S3", "group_revenue") == "");
  CHECK(value_of(night, "S1", "household_id") == "C1");
  CHECK(value_of(night, "S2", "household_revenue") == "130.000");
  CHECK(found(night, "group_fault", "G1 -> G2 -> G1").find("end one of these memberships") != std::string::npos);

  const CustomerView view = view_customer(told.store().entities(), "C2", {}).value();
  StoryRequest english;
  english.language = "en";
  const Batch story = customer_story(told.store(), view, english).value();
  std::string household;
  for (std::size_t row = 0; row < story.rows(); ++row)
    if (story.find("kind")->text(row) == "household") household += story.find("text")->text(row);
  CHECK(household == "C1: C1, C2");
  CHECK(told.night("2026-01-01").record.digest == night.record.digest);
}

TEST_CASE("the second month's quality stands beside the first's, of entities, facts and records") {
  ToldOperator told;
  told.tell("parties", {"party_id=P1;phone=13800000001", "party_id=P2;phone=13800000002"}, 20251201);
  told.tell("customers", {"customer_id=C1;party_id=P1", "customer_id=C2;party_id=P2"});
  told.tell("accounts", {"account_id=A1;customer_id=C1", "account_id=A2;customer_id=C2"});
  told.tell("subscriptions", {"subscription_id=S1;customer_id=C1;account_id=A1;status=active",
                              "subscription_id=S2;customer_id=C2;account_id=A2;status=active"});
  told.tell("bills", {"subscription_id=S1;account_id=A1;bill_id=B1;month=2025-12;amount=1000;cost=1",
                      "subscription_id=S2;account_id=A2;bill_id=B2;month=2025-12;amount=1000;cost=1"});
  const NightResult first = told.night("2026-01-05");
  CHECK(found(first, "source_completeness", "bills.cost by bills") == "100.00");
  CHECK(found(first, "consistency", "bills.account_id by bills") == "100.00");
  CHECK(found(first, "uniqueness", "bills.row by bills") == "100.00");
  CHECK(found(first, "timeliness", "bills.month by bills") == "100.00");
  CHECK(found(first, "validity", "records.all by bills") == "100.00");
  CHECK(found(first, "trend", "consistency of bills.account_id by bills") == "");

  // In January one bill has no cost, one names another's account, one stands twice under two numbers, one is nobody's
  // and one cannot be read; a party without a phone has come.
  told.tell("parties", {"party_id=P3"}, 20260105);
  told.tell("bills", {"subscription_id=S1;account_id=A1;bill_id=B3;month=2026-01;amount=1000",
                      "subscription_id=S1;account_id=A2;bill_id=B4;month=2026-01;amount=3000;cost=1",
                      "subscription_id=S2;account_id=A2;bill_id=B5;month=2026-01;amount=1000;cost=1",
                      "subscription_id=S2;account_id=A2;bill_id=B6;month=2026-01;amount=1000;cost=1",
                      "subscription_id=S9;account_id=A2;bill_id=B7;month=2026-01;amount=1000;cost=1", "bad=1"});
  const NightResult second = told.night("2026-02-05");
  CHECK(found(second, "source_completeness", "bills.cost by bills") == "75.00");
  CHECK(found(second, "trend", "source_completeness of bills.cost by bills") == "-25.00");
  CHECK(found(second, "trend", "consistency of bills.account_id by bills") == "-25.00");
  CHECK(found(second, "trend", "consistency of bills.owner by bills") == "-20.00");
  CHECK(found(second, "trend", "uniqueness of bills.row by bills") == "-25.00");
  CHECK(found(second, "trend", "source_completeness of parties.phone by parties") == "-33.33");
  CHECK(found(second, "validity", "records.all by bills") == "75.00");
  CHECK(found(second, "validity", "records.bad_number by bills") == "87.50");
  CHECK(found(second, "trend", "validity of records.all by bills") == "-25.00");

  QualityRequest request;
  request.tables = {"bills", "records"};
  const Batch asked = quality_with_trend(told.store(), request).value();
  CHECK(percent(asked, "cost", "bills", "completeness") == "75.00");
  CHECK(percent(asked, "cost", "bills", "completeness", "before") == "100.00");
  CHECK(percent(asked, "cost", "bills", "completeness", "trend") == "-25.00");
  CHECK(percent(asked, "all", "bills", "validity", "trend") == "-25.00");

  // In March nothing has come for February.
  const NightResult third = told.night("2026-03-05");
  CHECK(found(third, "timeliness", "bills.month by bills") == "66.67");
  const NightResult sixth = told.night("2026-06-05");
  CHECK(found(sixth, "timeliness", "bills.month by all sources") == "0.00");
}

TEST_CASE("quality is asked of tables that there are") {
  QualityRequest request;
  request.tables = {"bill"};
  request.as_of = Day::of(2026, 1, 1).value();
  const auto store = make_memory_store();
  const auto asked = quality_with_trend(*store, request);
  REQUIRE_FALSE(asked);
  CHECK(asked.error().message().find("bills") != std::string::npos);
}
