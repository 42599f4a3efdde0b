#include "staysail/view/view_rules.hpp"

#include <doctest/doctest.h>

#include "staysail/store/store.hpp"
#include "staysail/view/customer_view.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/population.hpp"
#include "staysail/view/told_day.hpp"
#include "told_feed.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

constexpr const char* kRules = R"([confidence]
crm = 90
billing = 60
[parties.phone]
sources = ["crm", "billing"]
stale_after_days = 365
[parties.address]
stale_after_days = 30
[customers.POINTS]
type = "number"
scale = 1
)";

// What three systems say of one person: the least trusted last.
std::unique_ptr<Store> store_of_three(const char* rules) {
  auto store = make_memory_store();
  if (*rules != '\0') REQUIRE(ViewRules::parse(rules, "view.toml").value().save(store->entities()));
  ToldFeed feed;
  feed.files = {
      {"crm_20250310.csv", "crm/people", {"parties"}, {"party_id=P1;phone=13800000001;address=Old Road 1"}, 20250310},
      {"bills_202512.csv", "billing/people", {"parties"}, {"party_id=P1;phone=13800000002;address=Old Road 1"}, 202512},
      {"shop.csv", "shop", {"parties"}, {"party_id=P1;phone=13800000003"}, 9},
      {"customers.csv", "crm/customers", {"customers"}, {"customer_id=C1;party_id=P1"}, 1}};
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  return store;
}

ViewValue value_of(const CustomerView& view, const char* table, const char* attribute) {
  return *view.of(table).front()->find(attribute);
}

}  // namespace

TEST_CASE("the latest of the most trusted source stands, and what others say stays visible") {
  const auto store = store_of_three(kRules);
  const Purpose contact = Purpose::of("contact").value();
  const auto view = view_customer(store->entities(), "C1", contact, Day::of(2026, 1, 1).value()).value();
  const ViewValue phone = value_of(view, "parties", "phone");
  CHECK(phone.text == "13800000001");
  CHECK(phone.source == "crm/people");
  CHECK(phone.told == Day::of(2025, 3, 10).value());
  CHECK(phone.age_days == 297);
  // Nothing is younger than new: what an API told today is looked at as of an earlier day.
  const auto earlier = view_customer(store->entities(), "C1", contact, Day::of(2025, 3, 1).value()).value();
  CHECK(value_of(earlier, "parties", "phone").age_days == 0);
  CHECK(phone.audit_due == Day::of(2026, 3, 10).value());
  CHECK_FALSE(phone.stale);
  REQUIRE(phone.rivals.size() == 2);
  CHECK(phone.rivals[0].text == "13800000002");
  CHECK(phone.rivals[1].source == "shop");
  CHECK(phone.confidence == 90 * 90 / (90 + 60 + 100));
  // Two agree, the later of them stands, and it is a year and more old.
  const ViewValue address = value_of(view, "parties", "address");
  CHECK(address.rivals.empty());
  CHECK(address.source == "crm/people");
  CHECK(address.stale);
  CHECK(address.confidence == 45);
  const auto frame = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value().entities("parties");
  CHECK(frame.find("phone")->text(0) == "13800000001");
}

TEST_CASE("without rules the latest stands, whoever said it") {
  const auto store = store_of_three("");
  const auto view = view_customer(store->entities(), "C1", Purpose::of("contact").value()).value();
  const ViewValue phone = value_of(view, "parties", "phone");
  CHECK(phone.text == "13800000001");  // 20250310 is the greatest version of the three
  CHECK(phone.rivals.size() == 2);
  CHECK_FALSE(phone.audit_due);
  CHECK_FALSE(phone.age_days);
}

TEST_CASE("rivals are masked as the value is") {
  const auto store = store_of_three(kRules);
  const auto view = view_customer(store->entities(), "C1", {}).value();
  for (const auto& rival : value_of(view, "parties", "phone").rivals) CHECK(rival.text.find("*") != std::string::npos);
}

TEST_CASE("extension attributes have the type that is declared for them") {
  const ViewRules rules = ViewRules::parse("[subscriptions.POINTS]\ntype = \"number\"\nscale = 1\n", "v").value();
  const Schema schema = subscription_schema({"POINTS", "NOTE"}, rules);
  CHECK(schema.fields()[*schema.find("POINTS")].type == ColumnType::number);
  CHECK(schema.fields()[*schema.find("POINTS")].scale == 1);
  CHECK(schema.fields()[*schema.find("NOTE")].type == ColumnType::text);
}

TEST_CASE("rules that do not hold are told with their place") {
  const auto message = [](const char* toml) {
    const auto read = ViewRules::parse(toml, "view.toml");
    return read ? std::string() : read.error().to_string();
  };
  CHECK(message("[partie.phone]\nsources = [\"a\"]\n").find("parties") != std::string::npos);
  CHECK(message("[customers.party_id]\nsources = [\"a\"]\n").find("refers to parties") != std::string::npos);
  CHECK(message("[parties.phone]\ntype = \"day\"\n").find("view.toml:2:") == 0);
  CHECK(message("[parties.X]\ntype = \"money\"\n").find("text, number, day or boolean") != std::string::npos);
  CHECK(message("[confidence]\ncrm = 101\n").find("between 1 and 100") != std::string::npos);
  CHECK(message("[parties.phone]\nstale_after_day = 3\n").find("stale_after_days") != std::string::npos);
}

TEST_CASE("a version tells its day where it is one") {
  CHECK(told_day(20250310) == Day::of(2025, 3, 10).value());
  CHECK(told_day(202502) == Day::of(2025, 2, 28).value());
  CHECK(told_day(1'735'689'600'000'000) == Day::of(2025, 1, 1).value());
  for (const std::int64_t version : {0, 7, 20251332, 202513, 99999999}) CHECK_FALSE(told_day(version));
}

TEST_CASE("a name of a system means all its feeds") {
  CHECK(is_source("crm/people", "crm"));
  CHECK(is_source("crm", "crm"));
  CHECK_FALSE(is_source("crm2", "crm"));
  AttributeRule rule;
  rule.sources = {"crm", "billing/lines"};
  CHECK(rule.rank_of("crm/people") == 0);
  CHECK(rule.rank_of("billing/lines") == 1);
  CHECK(rule.rank_of("billing/people") == 2);
}
