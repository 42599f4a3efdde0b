// What a catalogue compiles to: its indicators in order, with their expressions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "staysail/decision/expression.hpp"
#include "staysail/indicators/catalogue.hpp"

namespace staysail {

struct Catalogue::Plan {
  std::vector<Indicator> indicators;
  // Per indicator: the filter of a fact measure or the text of a formula; empty for other rules and for no filter.
  std::vector<std::optional<Expression>> expressions;
  std::vector<std::size_t> order;
  std::map<std::string, std::size_t, std::less<>> index;
  Schema schema;
  std::optional<Currency> currency;
  Digest digest;
  std::vector<Digest> versions;
};

}  // namespace staysail

namespace staysail::indicators {

inline constexpr const char* kAsOf = "as_of";

// The indicators and attributes that one is computed from; of facts none.
std::vector<std::string> lineage_of(const Catalogue::Plan& plan, std::size_t index);

// What the column of missing inputs beside a scorecard is called.
inline std::string missing_column(const std::string& scorecard) { return scorecard + "_missing"; }
// And that of the weights that each night finds.
inline std::string weights_column_of(const std::string& scorecard) { return scorecard + "_weights"; }
inline bool finds_weights(const Scorecard& rule) {
  return rule.by == Scorecard::By::entropy || rule.by == Scorecard::By::evidence;
}

}  // namespace staysail::indicators
