// One sample for each piece of a type's domain between bounds.
#pragma once

#include "staysail/decision/feel_type.hpp"

namespace staysail::decision {

// The bounds themselves and a value below, between and above them; every symbol; both booleans. Without null. Empty
// when the type has no such pieces.
ValueList domain_samples(const FeelType& type, ValueList bounds);

}  // namespace staysail::decision
