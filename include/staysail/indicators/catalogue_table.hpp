// A catalogue as tables: what it declares, and what another one would change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/indicators/compute.hpp"

namespace staysail {

// One row an indicator, in catalogue order: indicator, definition, rule, unit, scale, direction, source, inputs (names
// of the indicators and attributes that it is computed from, parted by blanks), facts (the table that it reads), and
// version (the first 16 digits of Catalogue::versions()).
Result<Batch> catalogue_table(const Catalogue& catalogue);

enum class CatalogueEffect : std::uint8_t {
  added,
  removed,
  declared_otherwise,  // its own rule, unit, scale or direction
  follows,             // what it is computed from was declared otherwise
};
std::string_view name_of(CatalogueEffect effect) noexcept;

// An indicator whose version is not the same in two catalogues.
struct IndicatorChange {
  std::string indicator;
  CatalogueEffect effect = CatalogueEffect::added;
  std::string rule_before, rule_after;  // in words; empty where there is none
  std::uint64_t lines = 0;              // subscriptions whose figure is another, null counted as one
  // Of the first of these lines.
  std::string subscription_id, before, after;
};

// Both frames as compute_indicators() gave them for one population. In the order of `after`, then what was removed;
// empty when all versions are equal. `schema_mismatch` for frames of different lines.
Result<std::vector<IndicatorChange>> compare_catalogues(const Catalogue& before, const IndicatorFrame& frame_before,
                                                        const Catalogue& after, const IndicatorFrame& frame_after);
// One row a change: indicator, effect, rule_before, rule_after, lines, subscription_id, before, after.
Result<Batch> change_table(const std::vector<IndicatorChange>& changes);

}  // namespace staysail
