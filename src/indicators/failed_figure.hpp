// The error of a figure that cannot be told: which indicator, where it is declared, whose figure, and what to do.
#pragma once

#include <string_view>

#include "staysail/base/error.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

// `cause` at its own place, else at the declaration of `indicator`. `whose`: "S1"; empty when it is nobody's own.
Error failed_figure(const Indicator& indicator, std::string_view whose, const Error& cause);

}  // namespace staysail::indicators
