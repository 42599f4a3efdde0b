// What happens to matters beside their state tables: they change hands, are split and merged.
#include <algorithm>

#include "staysail/base/digest.hpp"
#include "staysail/work/matter_desk.hpp"

namespace staysail {
namespace {

Status check_open(const Matter& matter) {
  if (matter.open()) return ok();
  return Error(Errc::illegal_transition, std::string(life_of(matter.kind).shape.thing) + " that is " + matter.state +
                                             " stays as it is: " + matter.id.text());
}

Status check_alike(const Matter& from, const Matter& into) {
  STAYSAIL_CHECK(check_open(into));
  if (from.id != into.id && from.kind == into.kind && from.customer == into.customer) return ok();
  return Error(Errc::invalid_argument, "two different matters of one kind and customer are merged; not: " +
                                           from.id.text() + ", " + into.id.text());
}

// What the other lacks goes over.
void take_attributes(const Matter& from, Matter& into) {
  for (const auto& [name, value] : from.attributes)
    if (into.attribute(name).empty()) into.set_attribute(name, value);
}

Matter part_of(const Matter& whole, const std::string& occasion) {
  Matter part;
  part.kind = whole.kind;
  part.subject = whole.subject;
  part.occasion = occasion;
  part.customer = whole.customer;
  part.account = whole.account;
  part.subscription = whole.subscription;
  part.parent = whole.id;
  part.assignee = whole.assignee;
  part.unit = whole.unit;
  return part;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

}  // namespace

Result<MovedMatter> MatterDesk::assign(const MatterId& id, const StaffId& staff, const MatterMove& move) {
  const auto holder = access_.actor(staff);
  if (!holder) return Error(Errc::no_assignee, holder.error().message());
  MatterMove noted = move;
  noted.note = "to " + staff.text() + (move.note.empty() ? "" : ": " + move.note);
  return settle(id, "assign", noted, [&](Matter& matter) -> Status {
    STAYSAIL_CHECK(check_open(matter));
    matter.assignee = staff;
    if (!holder->unit.empty()) matter.unit = holder->unit;
    return ok();
  });
}

Result<MovedMatter> MatterDesk::escalate(const MatterId& id, const MatterMove& move) {
  return settle(id, "escalate", move, [&](Matter& matter) -> Status {
    STAYSAIL_CHECK(check_open(matter));
    const StaffId manager = access_.manager_of(matter.unit);
    if (manager.empty())
      return Error(Errc::no_assignee,
                   "neither its unit nor a unit above has a manager; assign it by hand: " + id.text());
    matter.assignee = manager;
    ++matter.escalation_level;
    return ok();
  });
}

Result<OpenedMatters> MatterDesk::split(const MatterId& id, const std::vector<std::string>& occasions,
                                        const MatterMove& move) {
  if (occasions.empty()) return Error(Errc::invalid_argument, "name what the matter is split into: " + id.text());
  MatterMove noted = move;
  noted.attributes.clear();
  noted.note = "into " + joined(occasions) + (move.note.empty() ? "" : ": " + move.note);
  STAYSAIL_TRY(const MovedMatter whole, settle(id, "split", noted, check_open));
  std::vector<Matter> parts;
  for (const std::string& occasion : occasions) parts.push_back(part_of(whole.matter, occasion));
  STAYSAIL_TRY(OpenedMatters opened, open(std::move(parts), move));
  opened.matters.insert(opened.matters.begin(), whole.matter);
  return opened;
}

Result<MovedMatter> MatterDesk::merge(const MatterId& id, const MatterId& into, const MatterMove& move) {
  STAYSAIL_TRY(Matter from, read(id));
  STAYSAIL_TRY(Matter kept, read(into));
  STAYSAIL_CHECK(access_.may(move.actor, {name_of(from.kind), "merge", from.unit, from.assignee}));
  STAYSAIL_CHECK(access_.may(move.actor, {name_of(kept.kind), "merge", kept.unit, kept.assignee}));
  const std::string actor = move.actor.staff.text();
  const TaskEntry line{move.at, "merge", actor, "takes in " + id.text() + (move.note.empty() ? "" : ": " + move.note)};
  if (std::find(kept.history.begin(), kept.history.end(), line) != kept.history.end())
    return MovedMatter{std::move(kept), true};
  STAYSAIL_CHECK(check_alike(from, kept));
  STAYSAIL_TRY(std::vector<Matter> changed, parts_of(id));
  changed.erase(std::remove_if(changed.begin(), changed.end(), [](const Matter& part) { return !part.open(); }),
                changed.end());
  for (Matter& part : changed) part.parent = into;
  STAYSAIL_TRY(const auto next, life_of(from.kind).next(from.state, "cancel"));
  from.state = std::string(next);
  from.timer.reset();
  from.history.push_back({move.at, "cancel", actor, "merged into " + into.text()});
  take_attributes(from, kept);
  kept.history.push_back(line);
  changed.push_back(std::move(from));
  changed.push_back(kept);
  STAYSAIL_TRY(const Receipt receipt, write(changed, "merge"));
  kept.version = receipt.version;
  return MovedMatter{std::move(kept), receipt.repeated};
}

Result<std::uint64_t> MatterDesk::hand_over(const StaffId& from, const StaffId& to, const MatterMove& move) {
  MatterFilter held;
  held.assignee = from.text();
  held.only_open = true;
  STAYSAIL_TRY(const std::vector<Matter> matters, read_all(held));
  MatterMove noted = move;
  noted.note = "hand-over" + (move.note.empty() ? "" : ": " + move.note);
  std::uint64_t moved = 0;
  for (const Matter& matter : matters) {
    STAYSAIL_TRY(const MovedMatter done, assign(matter.id, to, noted));
    moved += done.repeated ? 0 : 1;
  }
  return moved;
}

}  // namespace staysail
