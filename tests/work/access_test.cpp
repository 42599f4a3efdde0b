#include "staysail/work/access.hpp"

#include <doctest/doctest.h>

#include "main/scenario.hpp"
#include "work/matter_fixture.hpp"

namespace staysail::test {

TEST_CASE("who may do what where, by the table") {
  const Access access = usual_access();
  for (const auto& row : scenario::read_scenarios("access.txt")) {
    CAPTURE(row.where);
    const std::string who = row.given.at("who");
    const Actor asking = who == "system"   ? system_actor()
                         : who == "nobody" ? Actor{}
                         : who == "C1"     ? Actor{StaffId::of("C1"), "customer", {}}
                                           : access.actor(StaffId::of(who)).value();
    const AccessAsk ask{row.given.at("object"), row.given.at("action"), UnitId::of(row.given.at("unit")),
                        StaffId::of(row.given.at("holder"))};
    const auto may = access.may(asking, ask);
    const std::string expected = row.expected.at("may");
    CHECK_MESSAGE(may.has_value() == (expected == "yes"), (may ? "" : may.error().message()));
    if (may) continue;
    CHECK(may.error().code() == Errc::purpose_required);
    CHECK_MESSAGE(may.error().message().find(expected) != std::string::npos, may.error().message());
  }
}

TEST_CASE("what no row allows is refused: an empty table opens nothing to anybody but the machine") {
  const Batch staff = staff_of({{"m", "east", "", "manager", "active", ""}});
  const Access closed = Access::of(staff, units_of({}), {}).value();
  const Actor manager = closed.actor(StaffId::of("m")).value();
  for (const char* object : {"customer", "task", "store", "lead", "anything"})
    for (const char* action : {"read", "open", "start", "anything"}) {
      CHECK_FALSE(closed.may(manager, {object, action, {}, {}}));
      CHECK_FALSE(closed.may(Actor{}, {object, action, {}, {}}));
    }
  CHECK_FALSE(closed.sees(manager, "customer", "customer_id"));
  CHECK(closed.may(system_actor(), {"lead", "open", {}, {}}));
  CHECK_FALSE(closed.may(system_actor(), {"lead", "start", {}, {}}));  // the state table leaves it to people
}

TEST_CASE("who is away, has left or is unknown is nobody") {
  const Access access = usual_access();
  CHECK(access.actor(StaffId::of("gone")).error().code() == Errc::purpose_required);
  CHECK(access.actor(StaffId::of("ghost")).error().code() == Errc::not_found);
  CHECK(access.manager_of(UnitId::of("e1")).text() == "manager");
  CHECK(access.manager_of(UnitId::of("west")).text() == "top");
  CHECK(access.manager_of(UnitId::of("nowhere")).empty());
}

TEST_CASE("fields that a role does not see are not there") {
  const Access access = usual_access();
  const Batch rows = frame_of({"customer_id", "name", "phone", "value"}, {{"C1", "李", "138", "9"}});
  const auto columns = [&](const Actor& who) {
    std::string names;
    const Batch shown = access.shown(who, "customer", rows).value();
    for (const Field& field : shown.schema().fields()) names += field.name + " ";
    return names;
  };
  CHECK(columns(actor("manager")) == "customer_id name phone value ");
  CHECK(columns(actor("analyst")) == "customer_id value ");
  CHECK(columns(actor("technical")) == "customer_id name phone ");
  CHECK(columns(actor("administrator")).empty());
  CHECK(columns({StaffId::of("C1"), "customer", {}}) == "customer_id name phone ");
}

TEST_CASE("a table of access that says something else is refused where it does") {
  const auto fault = [](const std::string& csv) {
    const auto rules = parse_access_table(csv, "access.csv");
    REQUIRE_FALSE(rules);
    CHECK(rules.error().code() == Errc::playbook_invalid);
    return std::string(rules.error().message());
  };
  const std::string header = "role,objects,actions,fields,reach\n";
  CHECK(fault("").find("no row") != std::string::npos);
  CHECK(fault("role,object\n").find("header") != std::string::npos);
  CHECK(fault(header + "boss,*,*,*,all\n").find("no role of this name: boss") != std::string::npos);
  CHECK(fault(header + "sales,lead,*,*,everywhere\n").find("everywhere") != std::string::npos);
  CHECK(fault(header + "sales,,*,*,all\n").find("names objects") != std::string::npos);
  CHECK(fault(header + "sales,lead,*,all\n").find("five cells") != std::string::npos);
  CHECK(parse_access_table(header, "access.csv").value().empty());
  CHECK(parse_access_table(usual_access_table(), "usual").value().size() > 10);
}

}  // namespace staysail::test
