#include "staysail/view/households.hpp"

#include <doctest/doctest.h>

#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "told_feed.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

// A couple at one address of whom one pays for the other; their neighbour; a child on the couple's account; a firm.
std::vector<ToldFile> street() {
  return {
      {"parties.csv",
       "parties",
       {"parties"},
       {"party_id=P1;address=长虹路12号3层4室", "party_id=P2;address=长虹路12号三楼4房",
        "party_id=P3;address=长虹路12号3层5室", "party_id=P4;address=学府路1号",
        "party_id=P5;address=长虹路12号3层4室"},
       1},
      {"customers.csv",
       "customers",
       {"customers"},
       {"customer_id=C1;party_id=P1;customer_type=individual", "customer_id=C2;party_id=P2;customer_type=individual",
        "customer_id=C3;party_id=P3;customer_type=individual", "customer_id=C4;party_id=P4;customer_type=individual",
        "customer_id=C5;party_id=P5;customer_type=group"},
       1},
      {"accounts.csv",
       "accounts",
       {"accounts"},
       {"account_id=A1;customer_id=C1", "account_id=A3;customer_id=C3", "account_id=A5;customer_id=C5"},
       1},
      {"lines.csv",
       "lines",
       {"subscriptions"},
       {"subscription_id=S1;customer_id=C1;account_id=A1", "subscription_id=S2;customer_id=C2;account_id=A1",
        "subscription_id=S3;customer_id=C3;account_id=A3", "subscription_id=S4;customer_id=C4;account_id=A1",
        "subscription_id=S5;customer_id=C5;account_id=A1"},
       1}};
}

std::string told(const HouseholdRules& rules, bool reversed = false) {
  const auto store = make_memory_store();
  ToldFeed feed;
  feed.files = street();
  if (reversed)
    for (auto& file : feed.files) std::reverse(file.records.begin(), file.records.end());
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  const auto population = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
  const auto found = households_of(population, rules).value();
  std::string text;
  for (const auto& household : found.all) {
    text += household.id + ":";
    for (const auto& customer : household.customers) text += " " + customer;
    text += "; ";
  }
  return text;
}

}  // namespace

TEST_CASE("who shares enough is one household, and a firm is in none") {
  CHECK(told({}) == "C1: C1 C2; ");
  HouseholdRules either;
  either.threshold = 60;
  CHECK(told(either) == "C1: C1 C2 C4; ");
  CHECK(told(either, true) == told(either));
  HouseholdRules nothing;
  nothing.threshold = 121;
  CHECK(told(nothing) == "");
}

TEST_CASE("what a crowd shares is no evidence") {
  HouseholdRules rules;
  rules.threshold = 60;
  rules.payment = 0;
  CHECK(told(rules) == "C1: C1 C2; ");
  rules.largest_block = 1;
  CHECK(told(rules) == "");
}

TEST_CASE("a device attribute that no line has is told") {
  const auto store = make_memory_store();
  ToldFeed feed;
  feed.files = street();
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  const auto population = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
  HouseholdRules rules;
  rules.device_attribute = "offerin";
  CHECK(households_of(population, rules).error().message().find("offering") != std::string::npos);
  rules.device_attribute = "offering";
  CHECK(households_of(population, rules));
}

TEST_CASE("declared in view.toml, each line knows the household of its customer") {
  const auto store = make_memory_store();
  const ViewRules rules =
      ViewRules::parse("[households]\nthreshold = 60\ndevice_attribute = \"IMEI\"\n", "view.toml").value();
  REQUIRE(rules.households());
  CHECK(rules.households()->threshold == 60);
  CHECK(rules.households()->address == HouseholdRules{}.address);
  REQUIRE(rules.save(store->entities()));
  ToldFeed feed;
  feed.files = street();
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  const auto population = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
  CHECK(population.subscriptions().schema() == subscription_schema({}, rules));
  const Column& ids = *population.subscriptions().find("household_id");
  std::string text;
  for (std::size_t line = 0; line < ids.size(); ++line) text += std::string(ids.text(line)) + ";";
  CHECK(text == "C1;C1;;C1;;");
  CHECK(population.missing_device_attribute() == "IMEI");
  REQUIRE(ViewRules().save(store->entities()));
  const auto undeclared = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
  CHECK(undeclared.subscriptions().find("household_id") == nullptr);
  CHECK(undeclared.households() == nullptr);
}

TEST_CASE("what is declared of households is told by its place where it is wrong") {
  const auto wrong = [](const std::string& toml) { return ViewRules::parse(toml, "view.toml").error().to_string(); };
  CHECK(wrong("[households]\nthreshhold = 60\n").find("threshold") != std::string::npos);
  CHECK(wrong("[households]\nthreshold = 0\n").find("between 1 and 1000") != std::string::npos);
  CHECK(wrong("[households]\nlargest_block = 1\n").find("view.toml:2") != std::string::npos);
}
