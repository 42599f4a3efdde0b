// Who works for the operator, and where: units (province, city, county) and staff.
#pragma once

#include "staysail/model/noun_record.hpp"

namespace staysail {

// A part of the operator; units form a tree.
struct OrganisationUnit {
  static constexpr std::string_view table = "units";
  UnitId id;
  std::string name;
  UnitId parent;
  std::string level;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("unit_id", noun.id);
    walker("name", noun.name);
    walker("parent_unit_id", noun.parent);
    walker("level", noun.level);
  }
};

// An employee with a role.
struct Staff {
  static constexpr std::string_view table = "staff";
  StaffId id;
  PersonName name;
  UnitId unit;
  std::string role;
  std::string status;
  std::string skills;
  std::string region;
  std::optional<TasksAMonth> capacity;
  std::string team;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("staff_id", noun.id);
    walker("name", noun.name);
    walker("unit_id", noun.unit);
    walker("role", noun.role);
    walker("status", noun.status);
    walker("skills", noun.skills);
    walker("region", noun.region);
    walker("capacity", noun.capacity);
    walker("team", noun.team);
  }
};

}  // namespace staysail
