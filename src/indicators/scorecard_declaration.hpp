// The scorecards of indicators.toml, by where their weights come from.
#pragma once

#include <span>
#include <vector>

#include "staysail/files/toml_document.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

Result<IndicatorRule> read_weights(const TomlTable& table);
Result<IndicatorRule> read_judgements(const TomlTable& table);
Result<IndicatorRule> read_entropy(const TomlTable& table);
Result<IndicatorRule> read_evidence(const TomlTable& table);

// Shares of their sum as ten-thousandths that add up to 10000: what rounding down leaves over goes to the greatest
// remainders, of equal ones to the first. All 0 where nothing is above 0.
std::vector<std::int64_t> whole_weights(std::span<const double> shares);

}  // namespace staysail::indicators
