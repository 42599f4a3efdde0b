#include "staysail/view/customer_view.hpp"

#include <doctest/doctest.h>

#include "staysail/view/intake.hpp"
#include "told_feed.hpp"

using namespace staysail;

namespace {

std::unique_ptr<Store> one_customer() {
  auto store = make_memory_store();
  testing::ToldFeed feed;
  feed.files = {
      {"crm.csv", "crm", {"customers"}, {"customer_id=C1;party_id=P1;region=Wuhan"}, 3},
      {"web.csv", "web", {"customers"}, {"customer_id=C1;preferred_channel=app"}, 5},
      {"p.csv",
       "people",
       {"parties"},
       {"party_id=P1;name=张三丰;phone=13800138000;birth_day=1980-05-01;gender=female;age=45"},
       0},
      {"s.csv",
       "billing",
       {"subscriptions"},
       {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C1", "subscription_id=S9;customer_id=C9"},
       0},
      {"a.csv", "billing", {"agreements"}, {"agreement_id=G1;subscription_id=S2;end=2026-03-31"}, 0}};
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  return store;
}

}  // namespace

TEST_CASE("one customer from several feeds, each value with its source") {
  const auto store = one_customer();
  const auto view = view_customer(store->entities(), "C1", Purpose()).value();
  REQUIRE(view.of("customers").size() == 1);
  const ViewThing& customer = *view.of("customers").front();
  CHECK(customer.find("region")->source == "crm");
  CHECK(customer.find("region")->version == 3);
  CHECK(customer.find("region")->file == "crm.csv");
  CHECK(customer.find("preferred_channel")->file == "web.csv");
  CHECK(customer.find("preferred_channel")->source == "web");
  CHECK(customer.find("grade") == nullptr);
  CHECK(view.of("subscriptions").size() == 2);
  CHECK(view.of("agreements").front()->find("end")->text == "2026-03-31");
}

TEST_CASE("a customer is found by a subscription; a stranger is an error") {
  const auto store = one_customer();
  CHECK(view_customer(store->entities(), "S2", Purpose()).value().customer == CustomerId::of("C1"));
  CHECK(view_customer(store->entities(), "S9", Purpose()).value().customer == CustomerId::of("C9"));
  CHECK(view_customer(store->entities(), "nobody", Purpose()).error().code() == Errc::not_found);
}

TEST_CASE("what tells who a person is stays masked unless the purpose opens it") {
  const auto store = one_customer();
  const auto phone = [&](const Purpose& purpose) {
    return view_customer(store->entities(), "C1", purpose).value().of("parties").front()->find("phone")->text;
  };
  CHECK(phone(Purpose()) == "138****8000");
  CHECK(phone(Purpose::of("screen_pop").value()) == "138****8000");
  CHECK(phone(Purpose::of("contact").value()) == "13800138000");
  const auto party = [&](const char* attribute, const Purpose& purpose) {
    return view_customer(store->entities(), "C1", purpose).value().of("parties").front()->find(attribute)->text;
  };
  CHECK(party("birth_day", Purpose()) == "1980******");
  CHECK(party("gender", Purpose::of("visit").value()) == "***");
  CHECK(party("birth_day", Purpose::of("identity_check").value()) == "1980-05-01");
  CHECK(party("gender", Purpose::of("identity_check").value()) == "female");
  CHECK(party("age", Purpose()) == "45");
  CHECK(Purpose::of("curiosity").error().code() == Errc::purpose_required);
}
