// The rules of indicators.toml that look at all lines to say how one will go on.
#pragma once

#include "staysail/files/toml_document.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

Result<IndicatorRule> read_peer_quantile(const TomlTable& table);
Result<IndicatorRule> read_lifetime(const TomlTable& table);
Result<IndicatorRule> read_repeats(const TomlTable& table);

}  // namespace staysail::indicators
