#include "staysail/work/matter.hpp"

#include <doctest/doctest.h>

#include "staysail/model/record.hpp"
#include "work/matter_fixture.hpp"

namespace staysail::test {
namespace {

Matter full() {
  Matter made = matter(MatterKind::collection, "C1", "2026-01");
  made.account = AccountId::of("A1");
  made.subscription = SubscriptionId::of("S1");
  made.parent = MatterId::of("P");
  made.state = "promised";
  made.assignee = StaffId::of("a1");
  made.opened_by = "system";
  made.opened = at("2026-01-05T09:00");
  made.due = at("2026-01-07T09:00");
  made.clock_stood = at("2026-01-06T09:00");
  made.paused_minutes = 17;
  made.timer = at("2026-01-06T18:00");
  made.timer_step = 2;
  made.escalation_level = 1;
  made.set_attribute("class", "B");
  made.set_attribute("amount_minor", "12300");
  made.history = {{at("2026-01-05T09:00"), "open", "system", "欠费"}, {at("2026-01-06T09:00"), "promise", "a1", ""}};
  made.id = matter_id_of(made);
  return made;
}

}  // namespace

TEST_CASE("a matter is written as a record and read as it was") {
  const Matter made = full();
  CHECK(matter_of(to_record(made)).value() == made);
  Matter bare = matter(MatterKind::visit, "C2");
  bare.state = "planned";
  bare.id = matter_id_of(bare);
  CHECK(matter_of(to_record(bare)).value() == bare);
}

TEST_CASE("a matter is found by its timer while its clock runs, and no longer") {
  const auto has_timer = [](const Matter& made) {
    for (const IndexEntry& entry : to_record(made).indexes)
      if (entry.index == "timer") return true;
    return false;
  };
  Matter made = full();
  CHECK_FALSE(has_timer(made));
  made.clock_stood.reset();
  CHECK(has_timer(made));
  made.timer.reset();
  CHECK_FALSE(has_timer(made));
}

TEST_CASE("damaged records are told") {
  Record record = to_record(full());
  Matter odd = full();
  odd.state = "lost";  // of another life
  CHECK(matter_of(to_record(odd)).error().code() == Errc::malformed_record);
  for (std::size_t cut = 1; cut < record.payload.size(); ++cut) {
    Record shorter = record;
    shorter.payload.resize(cut);
    const auto read = matter_of(shorter);
    if (!read) CHECK(read.error().code() == Errc::malformed_record);
  }
}

TEST_CASE("attributes are sorted, replaced and taken away") {
  Matter made;
  made.set_attribute("b", "2");
  made.set_attribute("a", "1");
  made.set_attribute("b", "3");
  CHECK(made.attribute("b") == "3");
  CHECK(made.attributes.front().first == "a");
  made.set_attribute("a", "");
  made.set_attribute("none", "");
  CHECK(made.attributes.size() == 1);
}

TEST_CASE("frames show matters and their histories") {
  const Batch rows = matter_frame({full()}).value();
  CHECK(rows.find("attributes")->text(0) == "amount_minor=12300;class=B");
  CHECK(rows.find("due")->text(0) == "2026-01-07T09:00:00");
  const Batch history = matter_history_frame({full()}).value();
  CHECK(history.rows() == 2);
  CHECK(history.find("note")->is_null(1));
}

}  // namespace staysail::test
