#include "staysail/view/customer_view.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "staysail/store/sqlite_store.hpp"
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

// Passes everything on, and writes `change` before the read whose turn it is.
class Interrupted final : public EntityStore {
 public:
  Interrupted(EntityStore& store, EntityStore& written, ChangeSet change, int& reads)
      : store_(&store), written_(written), change_(std::move(change)), reads_(reads) {}

  Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) override {
    interrupt();
    return store_->get(keys);
  }
  Result<FindPage> find(const FindRequest& request) override {
    interrupt();
    return store_->find(request);
  }
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    return store_->apply(changes, token);
  }
  Result<bool> was_applied(const std::string& token) override { return store_->was_applied(token); }
  Result<std::unique_ptr<EntityStore>> snapshot() override {
    if (!has_snapshots) return std::unique_ptr<EntityStore>();
    auto moment = std::make_unique<Interrupted>(*store_, written_, change_, reads_);
    moment->held_ = store_->snapshot().value();
    moment->store_ = moment->held_.get();
    return std::unique_ptr<EntityStore>(std::move(moment));
  }

  bool has_snapshots = true;

 private:
  void interrupt() {
    if (reads_-- == 0) REQUIRE(written_.apply(change_, "the other writer"));
  }

  EntityStore* store_;
  EntityStore& written_;
  ChangeSet change_;
  int& reads_;  // before the change
  std::unique_ptr<EntityStore> held_;
};

// A store's file, in a folder that goes with this.
struct SqlitePlace {
  SqlitePlace() { REQUIRE(std::filesystem::create_directory(folder)); }
  ~SqlitePlace() { std::filesystem::remove_all(folder); }
  SqlitePlace(const SqlitePlace&) = delete;
  SqlitePlace& operator=(const SqlitePlace&) = delete;
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("staysail-view-" + std::to_string(::getpid()));
  std::string path = (folder / "view.db").string();
};

// A customer with two lines, both of one tariff.
testing::ToldFeed lines_of(const std::string& tariff) {
  testing::ToldFeed feed;
  feed.files = {{"c.csv", "crm", {"customers"}, {"customer_id=C1;region=" + tariff}, 0},
                {"s.csv",
                 "billing",
                 {"subscriptions"},
                 {"subscription_id=S1;customer_id=C1;offering=" + tariff, "subscription_id=S2;customer_id=C1"},
                 0},
                {"a.csv", "billing", {"agreements"}, {"agreement_id=G1;subscription_id=S2;kind=" + tariff}, 0}};
  return feed;
}

// What is shown, a word a value.
std::string words_of(const CustomerView& view) {
  std::string words;
  for (const auto& thing : view.things)
    for (const auto& value : thing.values) words += thing.id + "." + value.attribute + "=" + value.text + " ";
  return words;
}

// The views that are neither the one before nor the one behind a change of everything, whenever it comes.
int torn_views(bool with_snapshots) {
  const auto in_memory = [](const std::string& tariff) {
    auto store = make_memory_store();
    testing::ToldFeed feed = lines_of(tariff);
    REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
    return store;
  };
  const auto before = in_memory("4g"), after = in_memory("5g");
  const auto shown = [](Store& store) { return words_of(view_customer(store.entities(), "C1", Purpose()).value()); };
  REQUIRE(shown(*before) != shown(*after));
  ChangeSet change;
  for (const char* table : {"customers", "subscriptions", "agreements"}) {
    FindRequest all;
    all.kind = table;
    for (auto& record : after->entities().find(all).value().records) change.put(std::move(record), any_version);
  }
  int torn = 0, reads = 0;
  for (int turn = 0; reads >= turn; ++turn) {
    const SqlitePlace place;
    const auto store = open_sqlite_store({place.path}).value();
    testing::ToldFeed feed = lines_of("4g");
    REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
    int left = turn;
    Interrupted interrupted(store->entities(), store->entities(), change, left);
    interrupted.has_snapshots = with_snapshots;
    const std::string words = words_of(view_customer(interrupted, "C1", Purpose()).value());
    torn += words != shown(*before) && words != shown(*after) ? 1 : 0;
    reads = turn - left;
  }
  REQUIRE(reads > 4);
  return torn;
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

TEST_CASE("a writer between two reads does not tear a view, and would without a snapshot") {
  CHECK(torn_views(true) == 0);
  CHECK(torn_views(false) > 0);
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
