#include "staysail/work/unit_tree.hpp"

namespace staysail {

Result<UnitTree> UnitTree::of(const Batch& units) {
  UnitTree tree;
  if (units.rows() == 0) return tree;
  STAYSAIL_TRY(const Column ids, units.require("unit_id", ColumnType::text));
  const Column* parents = units.find("parent_unit_id");
  for (std::size_t row = 0; row < units.rows() && parents != nullptr; ++row)
    tree.add(UnitId::of(std::string(ids.text(row))), UnitId::of(std::string(parents->text(row))));
  return tree;
}

void UnitTree::add(UnitId unit, UnitId parent) {
  if (!parent.empty()) parent_[std::move(unit)] = std::move(parent);
}

UnitId UnitTree::parent_of(const UnitId& unit) const {
  const auto found = parent_.find(unit);
  return found == parent_.end() ? UnitId{} : found->second;
}

bool UnitTree::lies_under(UnitId unit, const UnitId& above) const {
  for (int level = 0; level < kDeepest && !unit.empty(); ++level) {
    if (unit == above) return true;
    unit = parent_of(unit);
  }
  return false;
}

}  // namespace staysail
