#include "work/matter_guards.hpp"

#include <algorithm>

#include "staysail/base/nearest_name.hpp"
#include "work/life_tables.hpp"

namespace staysail {
namespace {

Error lacks(const Matter& matter, std::string_view event, const std::string& what) {
  return Error(Errc::invalid_argument, std::string(life_of(matter.kind).shape.thing) + " does not " +
                                           std::string(event) + " yet: " + what + ": " + matter.id.text());
}

bool has_part(const std::vector<Matter>& parts, MatterKind kind, std::initializer_list<std::string_view> states) {
  return std::any_of(parts.begin(), parts.end(), [&](const Matter& part) {
    return part.kind == kind && std::find(states.begin(), states.end(), part.state) != states.end();
  });
}

int times(const Matter& matter, std::string_view event) {
  return static_cast<int>(std::count_if(matter.history.begin(), matter.history.end(),
                                        [event](const TaskEntry& entry) { return entry.event == event; }));
}

bool holds_cause(const Matter& matter) {
  const auto& causes = complaint_causes();
  return matter.subject != "complaint" ||
         std::find(causes.begin(), causes.end(), matter.attribute("cause")) != causes.end();
}

// Without a day for the next rung, or with one that is no day, nobody can say that it is due.
bool rung_is_due(const Matter& matter, Day today) {
  const std::string_view next = matter.attribute("next_rung");
  if (next.empty()) return true;
  const auto day = Day::parse(next);
  return day && *day <= today;
}

// Empty: it holds.
std::string missing(MatterGuard guard, const Matter& matter, std::string_view event, const MatterMove& move,
                    const std::vector<Matter>& parts) {
  const auto open = [](const Matter& part) { return part.open(); };
  switch (guard) {
    case MatterGuard::reason: return move.note.empty() ? "say why (the note)" : "";
    case MatterGuard::cause: return holds_cause(matter) ? "" : "a complaint needs its cause on file (attribute cause)";
    case MatterGuard::second_person:
      return move.actor.staff.text() != matter.opened_by ? "" : "somebody else than who opened it must do this";
    case MatterGuard::attempts_left: return times(matter, event) < kMatterAttempts ? "" : "it was tried often enough";
    case MatterGuard::rung_due:
      return rung_is_due(matter, move.at.day()) ? "" : "the next rung is not due (attribute next_rung)";
    case MatterGuard::no_open_part: return std::none_of(parts.begin(), parts.end(), open) ? "" : "a part of it is open";
    case MatterGuard::accepted_quote:
      return has_part(parts, MatterKind::quote, {"accepted"}) ? "" : "no quote of it was accepted";
    case MatterGuard::quoted:
      return has_part(parts, MatterKind::quote, {"in_progress", "pending", "approved", "accepted"}) ? ""
                                                                                                    : "it has no quote";
    case MatterGuard::total:
      return matter.attribute("total_minor").empty() ? "its total is not on file (attribute total_minor)" : "";
  }
  return "";
}

Error cannot_open(const Matter& matter, const std::string& what) {
  return Error(Errc::invalid_argument, std::string(life_of(matter.kind).shape.thing) + " cannot be opened: " + what);
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

Status check_parent(const Matter& matter, const Matter* parent) {
  const LifeTable& table = life_tables()[static_cast<std::size_t>(matter.kind)];
  if (table.parent.empty()) return ok();
  const std::string wanted = "it stands under " + std::string(table.parent);
  if (parent == nullptr) return cannot_open(matter, wanted + ", which is named as its parent");
  const std::string_view kind = table.parent.substr(0, table.parent.find(':'));
  const std::string_view rest = table.parent.substr(std::min(table.parent.size(), kind.size() + 1));
  const bool fits = name_of(parent->kind) == kind && (rest.empty() ? parent->open() : rest == parent->state);
  return fits ? ok() : Status(cannot_open(matter, wanted + "; not under " + parent->id.text() + ", " + parent->state));
}

}  // namespace

Status check_guards(const Matter& matter, const LifeEvent& event, const MatterMove& move,
                    const std::vector<Matter>& parts) {
  Matter after = matter;
  for (const auto& [name, value] : move.attributes) after.set_attribute(name, value);
  for (const MatterGuard guard : event.guards) {
    // The rung that is due is the one that was on file before the move.
    const Matter& judged = guard == MatterGuard::rung_due ? matter : after;
    const std::string what = missing(guard, judged, event.name, move, parts);
    if (!what.empty()) return lacks(matter, event.name, what);
  }
  return ok();
}

Status check_opening(const Matter& matter, const Matter* parent) {
  if (matter.customer.empty() && matter.kind != MatterKind::campaign) return cannot_open(matter, "name the customer");
  if (matter.occasion.empty())
    return cannot_open(matter, "name the occasion, which makes it this one and no other (a month, a bill, a day)");
  const auto& subjects = subjects_of(matter.kind);
  if (!subjects.empty() && std::find(subjects.begin(), subjects.end(), matter.subject) == subjects.end()) {
    const std::vector<std::string> known(subjects.begin(), subjects.end());
    return cannot_open(matter, "its subject is one of " + listed(subjects) + "; not: " + matter.subject +
                                   did_you_mean(matter.subject, known));
  }
  if (parent != nullptr && parent->customer != matter.customer && parent->kind != MatterKind::campaign)
    return cannot_open(matter, "its parent is another customer's: " + parent->id.text());
  return check_parent(matter, parent);
}

}  // namespace staysail
