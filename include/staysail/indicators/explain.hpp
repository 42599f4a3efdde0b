// Which facts made this number: the evidence behind one indicator of one subscription.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/indicators/compute.hpp"

namespace staysail {

struct FactUsed {
  Month month;
  Grain grain = Grain::subscription;                        // whose fact it is
  std::vector<std::pair<std::string, std::string>> values;  // attribute and canonical text; without nulls
};

struct Evidence {
  std::string indicator, definition, unit;
  std::string value;  // canonical text; empty for null
  std::string rule;   // "mean of bills.amount over 3 months"
  std::vector<std::pair<std::string, std::string>>
      inputs;                   // indicators and attributes it was computed from, with values
  std::vector<FactUsed> facts;  // by month, then as stored
};

// `frame`: what compute_indicators() gave for this population. `not_found` with the nearest name for an unknown
// indicator or subscription.
Result<Evidence> explain_indicator(const Catalogue& catalogue, const Population& population,
                                   const IndicatorFrame& frame, std::string_view indicator,
                                   std::string_view subscription_id);

}  // namespace staysail
