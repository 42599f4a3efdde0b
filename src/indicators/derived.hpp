// Indicators made of subscription attributes and of other indicators, one function a rule.
#pragma once

#include "workspace.hpp"

namespace staysail::indicators {

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const AttributeMeasure& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Formula& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const PercentRank& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const BandRule& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Scaling& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Scorecard& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const RollUp& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const SilenceRule& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Standardising& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Clipping& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Clustering& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const PeerQuantile& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const LifetimeRule& rule);
Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const RepeatRule& rule);

// A column of `value` of each number of `input`; null where that is.
template <class Value>
Column map_numbers(const Column& input, const Field& field, const Value& value) {
  ColumnBuilder builder(field);
  builder.reserve(input.size());
  for (std::size_t row = 0; row < input.size(); ++row)
    input.is_null(row) ? builder.append_null() : builder.append_number(value(input.numbers()[row]));
  return builder.finish();
}

}  // namespace staysail::indicators
