#include "staysail/work/matter_desk.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "work/matter_fixture.hpp"

namespace staysail::test {
namespace {

Matter complaint(const char* customer, const char* occasion = "bill 7") {
  Matter made = matter(MatterKind::ticket, customer, occasion);
  made.subject = "complaint";
  return made;
}

Errc code_of(const Result<MovedMatter>& moved) { return moved ? Errc::out_of_memory : moved.error().code(); }

}  // namespace

TEST_CASE("a matter is opened once, whatever has become of it") {
  Office office;
  const Matter first = office.open(matter(MatterKind::care, "C1"));
  CHECK(first.state == "initial");
  CHECK(first.opened_by == "top");
  office.move(first, "send", "service", "2026-01-06T09:00");
  const auto again = office.desk.open_one(matter(MatterKind::care, "C1"), by("top", "2026-01-07T09:00")).value();
  CHECK(again.repeated);
  CHECK(again.matter.state == "in_progress");
  CHECK(again.matter.id == first.id);
  const auto both = office.desk
                        .open({matter(MatterKind::care, "C1", "2026-02"), matter(MatterKind::care, "C1", "2026-02")},
                              by("top", "2026-02-01"))
                        .value();
  CHECK(both.opened == 1);
  CHECK(both.repeated == 1);
  CHECK(both.matters[0] == both.matters[1]);
}

TEST_CASE("what a matter lacks is told before anything is opened") {
  Office office;
  const auto fault = [&](Matter made) {
    const auto opened = office.desk.open_one(std::move(made), by("top", "2026-01-05"));
    return opened ? std::string() : std::string(opened.error().message());
  };
  CHECK(fault(matter(MatterKind::care, "")).find("name the customer") != std::string::npos);
  CHECK(fault(matter(MatterKind::care, "C1", "")).find("name the occasion") != std::string::npos);
  Matter wrong = matter(MatterKind::care, "C1");
  wrong.subject = "welcom";
  CHECK(fault(wrong).find("did you mean 'welcome'") != std::string::npos);
  CHECK(fault(matter(MatterKind::quote, "C1")).find("stands under opportunity") != std::string::npos);
  Matter order = matter(MatterKind::order, "C1");
  order.parent = office.open(matter(MatterKind::opportunity, "C1")).id;
  CHECK(fault(order).find("stands under quote:accepted") != std::string::npos);
  Matter others = matter(MatterKind::quote, "C2");
  others.parent = order.parent;
  CHECK(fault(others).find("another customer's") != std::string::npos);
  Matter nowhere = matter(MatterKind::quote, "C1");
  nowhere.parent = MatterId::of("none");
  CHECK(fault(nowhere).find("no matter of this id") != std::string::npos);
  CHECK(office.desk.list({}, system_actor())->size() == 1);
}

TEST_CASE("a move that is told again changes nothing; an earlier moment is refused") {
  Office office;
  const Matter ticket = office.open(complaint("C1"));
  office.move(ticket, "start", "service", "2026-01-06T10:00", "");
  const Matter before = office.find(ticket.id);
  const auto again = office.desk.move(ticket.id, "start", by("service", "2026-01-06T10:00"));
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(office.find(ticket.id) == before);
  CHECK(code_of(office.desk.move(ticket.id, "hold", by("service", "2026-01-06T09:00", "why"))) == Errc::conflict);
  CHECK(code_of(office.desk.move(ticket.id, "start", by("service", "2026-01-06T11:00"))) == Errc::illegal_transition);
}

TEST_CASE("guards hold until what they ask for is there") {
  Office office;
  const Matter ticket = office.open(complaint("C1"), "service");
  office.move(ticket, "start", "service", "2026-01-05T10:00");
  CHECK(fault_of(office.desk.move(ticket.id, "hold", by("service", "2026-01-05T11:00"))).find("say why") !=
        std::string::npos);
  MatterMove resolve = by("service", "2026-01-05T12:00", "refunded");
  CHECK(fault_of(office.desk.move(ticket.id, "resolve", resolve)).find("needs its cause") != std::string::npos);
  resolve.attributes = {{"cause", "weather"}};
  CHECK(code_of(office.desk.move(ticket.id, "resolve", resolve)) == Errc::invalid_argument);
  resolve.attributes = {{"cause", "billing"}};
  CHECK(office.desk.move(ticket.id, "resolve", resolve).value().matter.attribute("cause") == "billing");

  const Matter care = office.open(matter(MatterKind::care, "C1"));
  for (int i = 0; i < kMatterAttempts; ++i) {
    const std::string sent = "2026-01-0" + std::to_string(6 + i);
    office.move(care, "send", "service", (sent + "T09:00").c_str());
    office.move(care, "retry", "service", (sent + "T10:00").c_str());
  }
  office.move(care, "send", "service", "2026-01-10T09:00");
  CHECK(fault_of(office.desk.move(care.id, "retry", by("service", "2026-01-10T10:00"))).find("often enough") !=
        std::string::npos);

  Matter campaign = office.open(matter(MatterKind::campaign, "", "spring"), "manager");
  CHECK(fault_of(office.desk.move(campaign.id, "approve", by("manager", "2026-01-06"))).find("somebody else") !=
        std::string::npos);
  CHECK(office.move(campaign, "approve", "top", "2026-01-06").state == "approved");
}

TEST_CASE("a complaint is closed once what makes it good has come to its end") {
  Office office;
  const Matter ticket = office.open(complaint("C1"), "service");
  Matter recovery = matter(MatterKind::recovery, "C1", "voucher");
  recovery.parent = ticket.id;
  recovery = office.open(recovery, "service", "2026-01-05T10:00");
  office.move(ticket, "start", "service", "2026-01-05T11:00");
  MatterMove resolve = by("service", "2026-01-05T12:00");
  resolve.attributes = {{"cause", "billing"}};
  REQUIRE(office.desk.move(ticket.id, "resolve", resolve));
  CHECK(fault_of(office.desk.move(ticket.id, "accept", by("service", "2026-01-06"))).find("a part of it is open") !=
        std::string::npos);
  CHECK(code_of(office.desk.move(recovery.id, "approve", by("service", "2026-01-06"))) == Errc::purpose_required);
  office.move(recovery, "approve", "manager", "2026-01-06T09:00");
  office.move(recovery, "offer", "service", "2026-01-06T10:00");
  office.move(recovery, "accept", "service", "2026-01-06T11:00");
  CHECK(office.move(ticket, "accept", "service", "2026-01-06T12:00").state == "closed");
}

TEST_CASE("opportunity, quote and order are one flow") {
  Office office;
  const Matter chance = office.open(matter(MatterKind::opportunity, "G1", "200 lines"), "account_manager");
  office.move(chance, "qualify", "account_manager", "2026-01-06T09:00");
  CHECK(fault_of(office.desk.move(chance.id, "propose", by("account_manager", "2026-01-06T10:00"))).find("no quote") !=
        std::string::npos);
  Matter quote = matter(MatterKind::quote, "G1", "version 1");
  quote.parent = chance.id;
  quote = office.open(quote, "account_manager", "2026-01-06T11:00");
  office.move(chance, "propose", "account_manager", "2026-01-06T12:00");
  CHECK(fault_of(office.desk.move(quote.id, "approve", by("manager", "2026-01-07"))).find("total_minor") !=
        std::string::npos);
  MatterMove approve = by("manager", "2026-01-07T09:00");
  approve.attributes = {{"total_minor", "1200000"}};
  REQUIRE(office.desk.move(quote.id, "approve", approve));
  CHECK(fault_of(office.desk.move(chance.id, "win", by("account_manager", "2026-01-08"))).find("no quote of it was") !=
        std::string::npos);
  Matter order = matter(MatterKind::order, "G1", "order 1");
  order.parent = quote.id;
  CHECK_FALSE(office.desk.open_one(order, by("account_manager", "2026-01-08")));
  office.move(quote, "accept", "account_manager", "2026-01-08T09:00");
  order = office.open(order, "account_manager", "2026-01-08T10:00");
  CHECK(office.move(chance, "win", "account_manager", "2026-01-08T11:00").state == "won");
  office.move(order, "start", "sales", "2026-01-09T09:00");
  CHECK(office.move(order, "complete", "sales", "2026-01-12T09:00").state == "completed");
}

TEST_CASE("a whole that was split ends after its parts; merged matters are one") {
  Office office;
  const Matter debt = office.open(matter(MatterKind::collection, "C1", "2026-01"), "service");
  const auto split = office.desk.split(debt.id, {"line 1", "line 2"}, by("service", "2026-01-06", "two lines")).value();
  REQUIRE(split.matters.size() == 3);
  CHECK(split.opened == 2);
  CHECK(split.matters[1].parent == debt.id);
  CHECK(office.desk.split(debt.id, {"line 1", "line 2"}, by("service", "2026-01-06", "two lines")).value().opened == 0);
  CHECK(fault_of(office.desk.move(debt.id, "pay", by("service", "2026-01-07"))).find("ends after its parts") !=
        std::string::npos);
  for (std::size_t i : {1u, 2u}) office.move(split.matters[i], "pay", "service", "2026-01-07T09:00");
  CHECK(office.move(debt, "pay", "service", "2026-01-08").state == "settled");

  Matter one = complaint("C2", "bill 1"), two = complaint("C2", "bill 2");
  one.set_attribute("cause", "billing");
  one = office.open(one, "service");
  two = office.open(two, "service");
  Matter recovery = matter(MatterKind::recovery, "C2");
  recovery.parent = one.id;
  recovery = office.open(recovery, "service", "2026-01-05T10:00");
  const auto merged = office.desk.merge(one.id, two.id, by("service", "2026-01-06", "the same bill")).value();
  CHECK(merged.matter.attribute("cause") == "billing");
  CHECK(office.find(one.id).state == "cancelled");
  CHECK(office.find(recovery.id).parent == two.id);
  CHECK(office.desk.merge(one.id, two.id, by("service", "2026-01-06", "the same bill")).value().repeated);
  CHECK(code_of(office.desk.merge(two.id, two.id, by("service", "2026-01-07"))) == Errc::invalid_argument);
  CHECK(code_of(office.desk.merge(two.id, debt.id, by("service", "2026-01-07"))) == Errc::illegal_transition);
}

TEST_CASE("nobody's matters strand: assign, escalate, hand over, and who is gone") {
  Office office;
  const Matter visit = office.open(matter(MatterKind::visit, "C1"), "sales");
  CHECK(code_of(office.desk.assign(visit.id, StaffId::of("gone"), by("sales", "2026-01-06"))) == Errc::no_assignee);
  CHECK(code_of(office.desk.assign(visit.id, StaffId::of("ghost"), by("sales", "2026-01-06"))) == Errc::no_assignee);
  CHECK(office.desk.assign(visit.id, StaffId::of("sales"), by("sales", "2026-01-06")).value().matter.assignee.text() ==
        "sales");
  const Matter raised = office.desk.escalate(visit.id, by("sales", "2026-01-07", "no answer")).value().matter;
  CHECK(raised.assignee.text() == "manager");
  CHECK(raised.escalation_level == 1);
  CHECK(office.desk.hand_over(StaffId::of("manager"), StaffId::of("sales"), by("top", "2026-01-08", "moves")).value() ==
        1);
  CHECK(office.desk.hand_over(StaffId::of("manager"), StaffId::of("sales"), by("top", "2026-01-08", "moves")).value() ==
        0);

  Matter stray = matter(MatterKind::lead, "C2");
  stray.id = MatterId::of("stray");
  stray.state = "in_progress";
  stray.assignee = StaffId::of("gone");
  stray.history = {{at("2026-01-01"), "open", "gone", ""}};
  office.put(stray);
  Matter lost = stray;
  lost.id = MatterId::of("lost");
  lost.unit = UnitId::of("nowhere");
  office.put(lost);
  const TickReport report = office.desk.tick(at("2026-01-09")).value();
  CHECK(report.handed_on == 1);
  CHECK(report.stranded == 1);
  CHECK(office.find(stray.id).assignee.text() == "manager");
  CHECK(office.desk.tick(at("2026-01-09")).value().handed_on == 0);
}

TEST_CASE("lists give what the actor may read") {
  Office office;
  office.open(matter(MatterKind::lead, "C1"));
  Matter west = matter(MatterKind::lead, "C2");
  west.unit = UnitId::of("west");
  office.open(west);
  Matter county = matter(MatterKind::lead, "C3");
  county.unit = UnitId::of("e1");
  office.open(county);
  office.open(matter(MatterKind::collection, "C4"));
  const auto seen = [&](const char* who) {
    std::set<std::string> customers;
    const auto listed = office.desk.list({}, actor(who)).value();
    for (const Matter& each : listed) customers.insert(each.customer.text());
    return customers;
  };
  CHECK(seen("top") == std::set<std::string>{"C1", "C2", "C3", "C4"});
  CHECK(seen("manager") == std::set<std::string>{"C1", "C3", "C4"});
  CHECK(seen("sales") == std::set<std::string>{"C1"});
  CHECK(seen("w_sales") == std::set<std::string>{"C2"});
  CHECK(seen("service") == std::set<std::string>{"C4"});
  CHECK(seen("administrator").empty());
  MatterFilter open;
  open.kind = "lead";
  open.limit = 2;
  CHECK(office.desk.list(open, actor("top")).value().size() == 2);
}

TEST_CASE("a year of moves in any order, told twice, leaves what they left when told once") {
  CHECK(rc::check("replays are harmless", [] {
    Office once, twice;
    const auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, int(kMatterKinds)), rc::gen::inRange(0, 13)));
    std::map<MatterKind, Matter> matters;
    for (const MatterKind kind : {MatterKind::care, MatterKind::collection, MatterKind::ticket, MatterKind::win_back,
                                  MatterKind::campaign, MatterKind::lead, MatterKind::renewal, MatterKind::visit}) {
      matters[kind] = once.open(matter(kind, "C1"));
      twice.open(matter(kind, "C1"));
    }
    std::int64_t minute = 0;
    for (const auto& [number, event] : moves) {
      const auto found = matters.find(static_cast<MatterKind>(number));
      if (found == matters.end()) continue;
      const auto& events = life_of(found->first).events;
      const std::string name(events[static_cast<std::size_t>(event) % events.size()].name);
      MatterMove move = by("manager", "2026-02-01", "why");
      move.at = Instant::from_micros(move.at.micros() + ++minute * 60'000'000);
      move.attributes = {{"cause", "billing"}};
      const auto first = once.desk.move(found->second.id, name, move);
      const auto told = twice.desk.move(found->second.id, name, move);
      const auto again = twice.desk.move(found->second.id, name, move);
      RC_ASSERT(first.has_value() == told.has_value());
      RC_ASSERT(!told || (again.has_value() && again->repeated));
    }
    auto left = once.desk.list({}, system_actor()).value(), right = twice.desk.list({}, system_actor()).value();
    for (auto* list : {&left, &right})
      for (Matter& each : *list) each.version = 0;
    RC_ASSERT(left == right);
  }));
}

}  // namespace staysail::test
