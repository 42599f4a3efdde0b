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

}  // namespace staysail::indicators
