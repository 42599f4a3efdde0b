// A rule in words: for explanations, and for the digest of a catalogue.
#pragma once

#include <string>

#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

// "mean of bills.amount over 3 months where amount > 0; empty 0". Names every parameter of the rule.
std::string rule_text(const Indicator& indicator);

}  // namespace staysail::indicators
