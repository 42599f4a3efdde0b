#include "staysail/work/access.hpp"

#include <algorithm>
#include <array>

#include "staysail/work/matter_life.hpp"

namespace staysail {
namespace {

constexpr std::string_view kSystemRole = "system";
constexpr std::array<std::string_view, 4> kReachNames = {"own", "unit", "under", "all"};

bool names(const std::vector<std::string>& words, std::string_view wanted) {
  const auto is = [&words](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  return is("*") || is(wanted);
}

Error refused(const Actor& actor, const AccessAsk& ask, const std::string& why) {
  return Error(Errc::purpose_required, "the role " + (actor.role.empty() ? "of nobody" : actor.role) + " may not " +
                                           std::string(ask.action) + " this " + std::string(ask.object) + ": " + why);
}

// Events of a state table are caused by the roles that the table names.
bool life_allows(const Actor& actor, const AccessAsk& ask) {
  const auto kind = matter_kind_of(ask.object);
  if (!kind) return true;
  const MatterLife& life = life_of(*kind);
  const auto number = life.event_number(ask.action);
  if (!number) return true;
  const auto& roles = life.events[*number].roles;
  return std::find(roles.begin(), roles.end(), actor.role) != roles.end();
}

bool reaches(const Actor& actor, const AccessAsk& ask, Reach reach, const UnitTree& units) {
  if (!ask.holder.empty() && ask.holder == actor.staff) return true;
  switch (reach) {
    case Reach::own: return false;
    case Reach::unit: return ask.unit.empty() || ask.unit == actor.unit;
    case Reach::under: return ask.unit.empty() || units.lies_under(ask.unit, actor.unit);
    case Reach::all: return true;
  }
  return false;
}

std::string text_at(const Batch& frame, std::string_view name, std::size_t row) {
  const Column* column = frame.find(name);
  return column == nullptr || column->is_null(row) ? std::string() : std::string(column->text(row));
}

}  // namespace

std::string_view name_of(Reach reach) noexcept { return kReachNames[static_cast<std::size_t>(reach)]; }

Actor system_actor() { return {StaffId::of("system"), std::string(kSystemRole), {}}; }

Result<Access> Access::of(const Batch& staff, const Batch& units, std::vector<AccessRule> rules) {
  Access access;
  access.rules_ = std::move(rules);
  STAYSAIL_TRY(access.units_, UnitTree::of(units));
  if (staff.rows() > 0)
    STAYSAIL_CHECK(staff.require("staff_id", ColumnType::text).and_then([](const Column&) { return ok(); }));
  for (std::size_t row = 0; row < staff.rows(); ++row) {
    const auto id = StaffId::of(text_at(staff, "staff_id", row));
    const std::string status = text_at(staff, "status", row);
    if (!status.empty() && status != "active") access.gone_[id] = status;
    access.staff_[id] = {id, text_at(staff, "role", row), UnitId::of(text_at(staff, "unit_id", row))};
  }
  return access;
}

Result<Actor> Access::actor(const StaffId& staff) const {
  if (staff.text() == kSystemRole) return system_actor();
  const auto found = staff_.find(staff);
  if (found == staff_.end()) return Error(Errc::not_found, "nobody of this id is in the staff table: " + staff.text());
  const auto gone = gone_.find(staff);
  if (gone == gone_.end()) return found->second;
  return Error(Errc::purpose_required, "who is " + gone->second + " may do nothing: " + staff.text());
}

Status Access::may(const Actor& actor, const AccessAsk& ask) const {
  if (!life_allows(actor, ask)) return refused(actor, ask, "its state table leaves that to other roles");
  if (actor.role == kSystemRole) return ok();
  bool object = false, action = false;
  for (const AccessRule& rule : rules_) {
    if (rule.role != actor.role || !names(rule.objects, ask.object)) continue;
    object = true;
    if (!names(rule.actions, ask.action)) continue;
    action = true;
    if (reaches(actor, ask, rule.reach, units_)) return ok();
  }
  if (!object) return refused(actor, ask, "it is no object of this role");
  if (!action) return refused(actor, ask, "it is no action of this role");
  return refused(actor, ask,
                 "it lies beyond the role's reach" + (ask.unit.empty() ? "" : ", in unit " + ask.unit.text()));
}

StaffId Access::manager_of(UnitId unit) const {
  for (int level = 0; level < UnitTree::kDeepest && !unit.empty(); ++level) {
    for (const auto& [id, actor] : staff_)
      if (actor.role == "manager" && actor.unit == unit && gone_.count(id) == 0) return id;
    unit = units_.parent_of(unit);
  }
  return {};
}

bool Access::sees(const Actor& actor, std::string_view object, std::string_view field) const {
  if (actor.role == kSystemRole) return true;
  return std::any_of(rules_.begin(), rules_.end(), [&](const AccessRule& rule) {
    return rule.role == actor.role && names(rule.objects, object) && names(rule.fields, field) &&
           std::find(rule.fields.begin(), rule.fields.end(), "!" + std::string(field)) == rule.fields.end();
  });
}

Result<Batch> Access::shown(const Actor& actor, std::string_view object, const Batch& rows) const {
  std::vector<std::string> seen;
  for (const Field& field : rows.schema().fields())
    if (sees(actor, object, field.name)) seen.push_back(field.name);
  return rows.select(seen);
}

}  // namespace staysail
