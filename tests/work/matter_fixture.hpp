// Matters, an organisation and a desk for the tests of this room.
#pragma once

#include "staysail/work/matter_desk.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {

inline Instant at(const char* iso) { return Instant::parse(iso).value(); }

// prov > east > e1, prov > west. One person a role in east, named by it; w_sales in west, top the manager of prov.
inline Access usual_access() {
  const Batch units = units_of({{"prov", "", ""}, {"east", "", "prov"}, {"e1", "", "east"}, {"west", "", "prov"}});
  const Batch staff = staff_of({{"account_manager", "east", "", "account_manager", "active", ""},
                                {"administrator", "east", "", "administrator", "active", ""},
                                {"analyst", "east", "", "analyst", "active", ""},
                                {"gone", "east", "", "manager", "left", ""},
                                {"manager", "east", "", "manager", "active", ""},
                                {"marketer", "east", "", "marketer", "active", ""},
                                {"sales", "east", "", "sales", "active", ""},
                                {"service", "east", "", "service", "active", ""},
                                {"technical", "east", "", "technical", "active", ""},
                                {"top", "prov", "", "manager", "active", ""},
                                {"w_sales", "west", "", "sales", "active", ""}});
  return Access::of(staff, units, parse_access_table(usual_access_table(), "usual").value()).value();
}

inline Actor actor(const char* id) { return usual_access().actor(StaffId::of(id)).value(); }

inline MatterMove by(const char* id, const char* iso, const std::string& note = "") {
  return {at(iso), actor(id), note, {}};
}

inline Matter matter(MatterKind kind, const std::string& customer, const std::string& occasion = "2026-01") {
  Matter made;
  made.kind = kind;
  made.customer = CustomerId::of(customer);
  made.occasion = occasion;
  made.unit = UnitId::of("east");
  if (!subjects_of(kind).empty()) made.subject = std::string(subjects_of(kind).front());
  return made;
}

// A desk over a store of its own.
struct Office {
  std::unique_ptr<Store> store = make_memory_store();
  MatterDesk desk;
  explicit Office(ServiceLevel service = {}) : desk(store->entities(), usual_access(), std::move(service)) {}

  Matter open(Matter made, const char* who = "top", const char* iso = "2026-01-05T09:00") {
    return desk.open_one(std::move(made), by(who, iso)).value().matter;
  }
  Matter move(const Matter& moved, const char* event, const char* who, const char* iso, const char* note = "why") {
    return desk.move(moved.id, event, by(who, iso, note)).value().matter;
  }
  // Puts it there as it is, past the gate and the state table.
  void put(const Matter& made) {
    ChangeSet changes;
    changes.put(to_record(made), absent);
    REQUIRE(store->entities().apply(changes, "put:" + made.id.text()));
  }
  Matter find(const MatterId& id) { return desk.find(id, system_actor()).value(); }
};

inline std::string fault_of(const Result<MovedMatter>& moved) {
  return moved ? "" : std::string(moved.error().message());
}

}  // namespace staysail::test
