// UnitTree: which unit of the operator lies under which.
#pragma once

#include <map>

#include "staysail/base/id.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

// A plain value. A circle of units ends after kDeepest levels.
class UnitTree {
 public:
  static constexpr int kDeepest = 32;

  UnitTree() = default;
  // `units`: the entity frame of that name; may be empty. `schema_mismatch` when it has rows and no text unit_id.
  static Result<UnitTree> of(const Batch& units);

  void add(UnitId unit, UnitId parent);
  // Empty at the top, and for a unit that is not known.
  UnitId parent_of(const UnitId& unit) const;
  // A unit lies under itself.
  bool lies_under(UnitId unit, const UnitId& above) const;

 private:
  std::map<UnitId, UnitId> parent_;
};

}  // namespace staysail
