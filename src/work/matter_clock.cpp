// What the clocks of matters say, and that no matter stays with nobody.
#include <algorithm>

#include "staysail/work/matter_desk.hpp"

namespace staysail {
namespace {

constexpr std::size_t kMattersAChange = 1000;
constexpr const char* kSystem = "system";

}  // namespace

// Says everything that its clock had to say up to now, each at its own moment.
Status MatterDesk::ring(Matter& matter, Instant now, TickReport& report) const {
  while (matter.timer && *matter.timer <= now) {
    const Instant at = *matter.timer;
    if (matter.timer_step == 0) {
      ++report.warned;
      matter.history.push_back({at, "warn_clock", kSystem, "due " + matter.due->to_string()});
    } else {
      ++report.called;
      ++matter.escalation_level;
      const StaffId manager = access_.manager_of(matter.unit);
      if (!manager.empty()) matter.assignee = manager;
      matter.history.push_back({at, "call_clock", kSystem, "overdue, to " + matter.assignee.text()});
    }
    service_.wind(matter);
  }
  return ok();
}

Status MatterDesk::ring_clocks(Instant now, TickReport& report, const Control& control) {
  std::vector<Matter> due;
  FindRequest request{std::string(Matter::kKind), "timer", {}, now.to_string(), 0, ""};
  STAYSAIL_CHECK(for_each_record(*store_, request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(Matter matter, matter_of(record));
    due.push_back(std::move(matter));
    return ok();
  }));
  for (std::size_t begin = 0; begin < due.size(); begin += kMattersAChange) {
    STAYSAIL_CHECK(control.check());
    std::vector<Matter> rung;
    for (std::size_t i = begin; i < std::min(due.size(), begin + kMattersAChange); ++i) {
      rung.push_back(due[i]);
      STAYSAIL_CHECK(ring(rung.back(), now, report));
    }
    STAYSAIL_CHECK(write(rung, "clock"));
  }
  return ok();
}

// Open matters that nobody active has, of those that have a unit.
Status MatterDesk::find_strays(Instant now, TickReport& report, const Control& control) {
  MatterFilter open;
  open.only_open = true;
  STAYSAIL_TRY(const std::vector<Matter> matters, read_all(open));
  std::vector<Matter> moved;
  for (const Matter& matter : matters) {
    STAYSAIL_CHECK(control.check());
    if (matter.assignee.empty() || access_.actor(matter.assignee)) continue;
    const StaffId manager = access_.manager_of(matter.unit);
    if (manager.empty()) ++report.stranded;
    if (manager.empty()) continue;
    ++report.handed_on;
    moved.push_back(matter);
    moved.back().assignee = manager;
    moved.back().history.push_back(
        {std::max(now, matter.history.back().at), "assign", kSystem, matter.assignee.text() + " is gone"});
  }
  STAYSAIL_CHECK(write(moved, "strays"));
  return ok();
}

Result<TickReport> MatterDesk::tick(Instant now, const Control& control) {
  TickReport report;
  STAYSAIL_CHECK(ring_clocks(now, report, control));
  STAYSAIL_CHECK(find_strays(now, report, control));
  return report;
}

}  // namespace staysail
