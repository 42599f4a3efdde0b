#include "staysail/view/identity_desk.hpp"

#include <doctest/doctest.h>

#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "told_feed.hpp"
#include "told_parties.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const Instant kNoon = Instant::from_micros(1'767'268'800'000'000);

IdentityAsk ask(const char* party, const char* other) { return {party, other, "E0007", "seen the papers", kNoon}; }

const std::vector<std::string> kPeople = {
    "P1|individual|王小明|11010519491231002X|13800001111|长虹路1号|1949-12-31",
    "P2|individual|王小明|11010519491231002X|13900002222|长虹路1号|1949-12-31",
    "P3|individual|王小明||13900002222|长虹路1号|",
    "P4|individual|李芳|110101199001011237|13700003333|和平街2号|1990-01-01",
    "P5|individual|李芳儿||13700003333||",
};

// The same parties in a store, as an intake leaves them.
void take_in_people(Store& store, const std::vector<std::string>& people) {
  const std::vector<std::string> names = {"party_id", "kind",    "name",     "identity_number",
                                          "phone",    "address", "birth_day"};
  ToldFile file{"parties_1.csv", "parties", {"parties"}, {}, 1};
  for (const auto& line : people) {
    std::string record;
    const auto cells = cells_of(line);
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (!cells[i].empty()) record += (record.empty() ? "" : ";") + names[i] + "=" + cells[i];
    file.records.push_back(record);
  }
  ToldFeed feed;
  feed.files.push_back(std::move(file));
  REQUIRE(take_in(feed, store, ModelCatalog(), {}));
}

std::string told(const PartyLinks& links) {
  std::string text;
  for (const auto& [party, survivor] : links) text += party + ">" + survivor + " ";
  return text;
}

struct Desk {
  std::unique_ptr<Store> store = make_memory_store();
  IdentityDesk desk{*store};
  Desk() {
    take_in_people(*store, kPeople);
    REQUIRE(desk.resolve(told_parties(kPeople), {}));
  }
  std::string links() { return told(desk.links().value()); }
};

std::string refusal(const Status& status) { return status ? std::string("accepted") : status.error().to_string(); }

}  // namespace

TEST_CASE("what is found is kept, and found again changes nothing") {
  Desk at;
  CHECK(at.links() == "P2>P1 P3>P1 ");
  const auto summary = at.desk.summary().value();
  CHECK(summary.same == 2);
  CHECK(summary.groups == 1);
  CHECK(summary.merged == 2);
  const auto before = at.store->verify().value();
  REQUIRE(at.desk.resolve(told_parties(kPeople), {}));
  CHECK(at.store->verify().value().lines == before.lines);
  CHECK(at.links() == "P2>P1 P3>P1 ");
}

TEST_CASE("parties that come by and by are linked as in one go") {
  auto store = make_memory_store();
  IdentityDesk desk(*store);
  for (std::size_t known = 1; known <= kPeople.size(); ++known) {
    const std::vector<std::string> so_far(kPeople.end() - static_cast<std::ptrdiff_t>(known), kPeople.end());
    REQUIRE(desk.resolve(told_parties(so_far), {}));
  }
  CHECK(told(desk.links().value()) == "P2>P1 P3>P1 ");
  // What goes is unlinked, and linked again when it comes back.
  REQUIRE(desk.resolve(told_parties({kPeople[0], kPeople[2]}), {}));
  CHECK(told(desk.links().value()) == "");
  REQUIRE(desk.resolve(told_parties(kPeople), {}));
  CHECK(told(desk.links().value()) == "P2>P1 P3>P1 ");
}

TEST_CASE("an unmerge leaves what was there before the merge, and both stay on record") {
  Desk at;
  const std::string before = at.links();
  REQUIRE(at.desk.merge(ask("P5", "P4")));
  CHECK(at.links() == "P2>P1 P3>P1 P5>P4 ");
  REQUIRE(at.desk.unmerge(ask("P4", "P5")));
  CHECK(at.links() == before);
  REQUIRE(at.desk.merge(ask("P5", "P4")));
  CHECK(at.links() == "P2>P1 P3>P1 P5>P4 ");
  const Batch rulings = at.desk.rulings_table().value();
  REQUIRE(rulings.rows() == 3);
  CHECK(rulings.find("ruling")->text(0) == "merge");
  CHECK(rulings.find("stands")->text(0) == "no");
  CHECK(rulings.find("ruling")->text(1) == "unmerge");
  CHECK(rulings.find("who")->text(2) == "E0007");
  CHECK(rulings.find("stands")->text(2) == "yes");
}

TEST_CASE("the points never overrule a person") {
  Desk at;
  REQUIRE(at.desk.unmerge(ask("P1", "P2")));
  // P3 goes with the one it has more in common with.
  CHECK(at.links() == "P3>P2 ");
  REQUIRE(at.desk.resolve(told_parties(kPeople), {}));
  CHECK(at.links() == "P3>P2 ");
  REQUIRE(at.desk.merge(ask("P1", "P2")));
  CHECK(at.links() == "P2>P1 P3>P1 ");
}

TEST_CASE("what cannot be is refused, with what stands in the way") {
  Desk at;
  CHECK(refusal(at.desk.merge(ask("P1", "P1"))).find("always one with itself") != std::string::npos);
  CHECK(refusal(at.desk.merge(ask("P1", "P99"))).find("no party has this id: P99") != std::string::npos);
  CHECK(refusal(at.desk.merge(ask("P1", "P2"))).find("one already") != std::string::npos);
  CHECK(refusal(at.desk.unmerge(ask("P1", "P4"))).find("not one") != std::string::npos);
  CHECK(refusal(at.desk.merge(ask("P1", "P4"))).find("two persons") != std::string::npos);
  CHECK(refusal(at.desk.merge({"P4", "P5", "", "why", kNoon})).find("who makes it") != std::string::npos);
  REQUIRE(at.desk.merge(ask("P5", "P3")));
  REQUIRE(at.desk.unmerge(ask("P1", "P5")));
  CHECK(at.links() == "P2>P1 P5>P3 ");
  // P1 and P3 would carry P5 along, which a person keeps apart from P1.
  CHECK(refusal(at.desk.merge(ask("P1", "P3"))).find("P1 and P5 by E0007") != std::string::npos);
  // P2 follows P1 by points alone, so P3 may leave P5 only by unmerging the two that were ruled together.
  REQUIRE(at.desk.merge(ask("P5", "P4")));
  CHECK(refusal(at.desk.unmerge(ask("P3", "P4"))).find("P3 and P5 by E0007") != std::string::npos);
}

TEST_CASE("all parties of a person are found from any of them") {
  Desk at;
  const std::vector<std::string> all = {"P1", "P2", "P3"};
  for (const char* party : {"P1", "P2", "P3"}) CHECK(parties_of_person(at.store->entities(), party).value() == all);
  CHECK(parties_of_person(at.store->entities(), "P4").value() == std::vector<std::string>{"P4"});
}

TEST_CASE("the queue holds what nobody has ruled on, the likeliest first") {
  Desk at;
  const Batch open = at.desk.review_table().value();
  REQUIRE(open.rows() >= 1);
  for (std::size_t row = 1; row < open.rows(); ++row)
    CHECK(open.find("points")->numbers()[row] <= open.find("points")->numbers()[row - 1]);
}
