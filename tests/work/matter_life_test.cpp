#include "staysail/work/matter_life.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "main/scenario.hpp"
#include "staysail/model/table.hpp"
#include "work/matter_fixture.hpp"

namespace staysail::test {
namespace {

std::vector<MatterKind> all_kinds() {
  std::vector<MatterKind> kinds;
  for (std::size_t i = 0; i < kMatterKinds; ++i) kinds.push_back(static_cast<MatterKind>(i));
  return kinds;
}

// The kind after which a table's first column is named.
MatterKind kind_in(const scenario::Scenario& row) {
  for (const MatterKind kind : all_kinds())
    if (row.given.count(std::string(name_of(kind))) != 0) return kind;
  FAIL(row.where);
  return MatterKind::care;
}

// Somebody whom the life lets do it, and for whom no guard stands in the way.
const char* doer(const LifeEvent& event) {
  for (const char* role : {"manager", "account_manager", "sales", "service", "technical", "marketer"})
    if (std::find(event.roles.begin(), event.roles.end(), role) != event.roles.end()) return role;
  FAIL(event.name);
  return "";
}

// In `state`, with all that guards may ask for.
Matter in_state(Office& office, MatterKind kind, const std::string& state) {
  Matter made = matter(kind, "C1");
  made.id = MatterId::of("M1");
  made.state = state;
  made.opened_by = "somebody";
  made.set_attribute("cause", "billing");
  made.set_attribute("total_minor", "100");
  office.put(made);
  Matter quote = matter(MatterKind::quote, "C1");
  quote.id = MatterId::of("Q1");
  quote.parent = made.id;
  quote.state = "accepted";
  if (kind == MatterKind::opportunity) office.put(quote);
  return made;
}

}  // namespace

TEST_CASE("every life is sound, and every word of it is known") {
  const auto& roles = find_model_table("staff")->find("role")->symbols;
  for (const MatterKind kind : all_kinds()) {
    const MatterLife& life = life_of(kind);
    CAPTURE(name_of(kind));
    CHECK(life.kind == kind);
    CHECK(matter_kind_of(name_of(kind)).value() == kind);
    const auto sound = check_state_table(life.shape);
    CHECK_MESSAGE(sound.has_value(), (sound ? "" : sound.error().message()));
    REQUIRE(life.events.size() == life.shape.events.size());
    for (const LifeEvent& event : life.events) {
      CAPTURE(event.name);
      CHECK_FALSE(event.roles.empty());
      for (const auto role : event.roles)
        CHECK((role == "system" || std::find(roles.begin(), roles.end(), role) != roles.end()));
      for (const MatterGuard guard : event.guards) CHECK(guard <= MatterGuard::total);
    }
    for (const auto state : life.clock_stops) CHECK(state_number(life.shape, state));
  }
}

TEST_CASE("every state and every event of every kind, through the desk") {
  std::map<MatterKind, std::set<std::string>> states;
  std::size_t pairs = 0;
  for (const auto& row : scenario::read_scenarios("lives.txt")) {
    const MatterKind kind = kind_in(row);
    const MatterLife& life = life_of(kind);
    const std::string state = row.given.at(std::string(name_of(kind)));
    if (states[kind].empty()) CHECK(life.first() == state);
    states[kind].insert(state);
    REQUIRE(row.expected.size() == life.events.size());
    for (const auto& pair : row.expected) {
      const std::string &event = pair.first, &expected = pair.second;
      CAPTURE(row.where);
      CAPTURE(event);
      Office office;
      const Matter before = in_state(office, kind, state);
      const LifeEvent& declared = life.events[life.event_number(event).value()];
      const auto moved = office.desk.move(before.id, event, by(doer(declared), "2026-01-06T10:00", "why"));
      CHECK_MESSAGE(moved.has_value() == (expected != "-"), fault_of(moved));
      if (moved) CHECK(moved->matter.state == expected);
      else CHECK(moved.error().code() == Errc::illegal_transition);
      CHECK(office.find(before.id).state == (expected == "-" ? state : expected));
      ++pairs;
    }
  }
  CHECK(states.size() == kMatterKinds);
  for (const auto& [kind, seen] : states) CHECK(seen.size() == life_of(kind).shape.states.size());
  CHECK(pairs == 716);
}

TEST_CASE("names that no kind, subject or event has are told with those that there are") {
  CHECK(matter_kind_of("tickets").error().message().find("did you mean 'ticket'") != std::string::npos);
  const auto unknown = life_of(MatterKind::visit).next("planned", "confrim");
  CHECK(unknown.error().code() == Errc::not_found);
  CHECK(unknown.error().message().find("did you mean 'confirm'") != std::string::npos);
  CHECK(life_of(MatterKind::visit).next("done", "start").error().message() ==
        "a visit that is done allows nothing more, not: start");
}

}  // namespace staysail::test
