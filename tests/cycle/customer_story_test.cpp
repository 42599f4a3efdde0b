#include "staysail/cycle/customer_story.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "cycle/small_operator.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/work/matter_desk.hpp"
#include "view/told_feed.hpp"

using namespace staysail;

namespace {

// Beside the small export: facts that name a line, its account or its customer alone.
testing::ToldFeed facts_of(const std::string& line, const std::string& account, const std::string& customer) {
  testing::ToldFeed feed;
  const auto file = [&](const char* table, std::vector<std::string> records) {
    feed.files.push_back({std::string(table) + ".csv", "crm", {table}, std::move(records), 1});
  };
  file("accounts", {"account_id=" + account + ";customer_id=" + customer});
  file("tickets", {"ticket_id=T1;subscription_id=" + line + ";type=complaint;cause=billing;opened=2025-12-03",
                   "ticket_id=T2;customer_id=" + customer + ";type=fault;opened=2025-12-04",
                   "ticket_id=T3;subscription_id=S9999;customer_id=" + customer + ";type=fault;opened=2025-12-05"});
  file("payments", {"payment_id=P1;account_id=" + account + ";day=2025-12-06;amount=12000;days_late=3"});
  file("consent", {"customer_id=" + customer + ";channel=sms;purpose=marketing;day=2025-12-07;granted=false"});
  file("status_history", {"subscription_id=" + line + ";day=2025-12-08;status=suspended;reason=arrears"});
  return feed;
}

std::vector<std::string> told(const Batch& story, const std::string& kind) {
  std::vector<std::string> rows;
  for (std::size_t row = 0; row < story.rows(); ++row)
    if (story.find("kind")->text(row) == kind)
      rows.push_back(std::string(story.find("when")->text(row)) + " " + std::string(story.find("subject")->text(row)) +
                     ": " + std::string(story.find("text")->text(row)));
  return rows;
}

}  // namespace

TEST_CASE("the story tells of what names the customer, its account or its line alone, once each") {
  test::Host host;
  REQUIRE(host.night());
  const std::string customer = view_customer(host.store->entities(), "S1", {}).value().customer.text();
  auto feed = facts_of("S1", "A9", customer);
  REQUIRE(take_in(feed, *host.store, ModelCatalog(), {}));
  const CustomerView view = view_customer(host.store->entities(), "S1", {}).value();
  const Batch story = customer_story(*host.store, view, {6, "en"}).value();
  const auto tickets = told(story, "tickets");
  REQUIRE(tickets.size() == 2);
  CHECK(tickets[0].rfind("2025-12-03 S1: ", 0) == 0);
  CHECK(tickets[1].rfind("2025-12-04 " + customer + ": ", 0) == 0);
  REQUIRE(told(story, "payments").size() == 1);
  CHECK(told(story, "payments")[0].find("A9: ") != std::string::npos);
  CHECK(told(story, "consent").size() == 1);
  REQUIRE(told(story, "status_history").size() == 1);
  CHECK(told(story, "status_history")[0].find("suspended") != std::string::npos);
}

TEST_CASE("what is open with a customer stands in the story: kind, state, whose it is") {
  test::Host host;
  REQUIRE(host.night());
  const CustomerView view = view_customer(host.store->entities(), "S1", {}).value();
  Matter ticket;
  ticket.kind = MatterKind::ticket;
  ticket.subject = "complaint";
  ticket.occasion = "T77";
  ticket.customer = view.customer;
  MatterDesk desk(host.store->entities(), Access());
  const MatterMove now{Instant::parse("2026-01-02T09:00:00").value(), system_actor(), "called in"};
  REQUIRE(desk.open({ticket}, now));
  const auto matters = told(customer_story(*host.store, view, {6, "en"}).value(), "matter");
  REQUIRE(matters.size() == 1);
  CHECK(matters[0].rfind("2026-01-02 ", 0) == 0);
  CHECK(matters[0].find(": ticket, about ") != std::string::npos);
  CHECK(matters[0].find("Complaint") != std::string::npos);
  CHECK(told(customer_story(*host.store, view, {6, "zh"}).value(), "matter")[0].find("工单受理") != std::string::npos);
}
