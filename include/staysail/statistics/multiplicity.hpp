// Many tests at once: p-values adjusted so that each may be compared with the level of the whole family.
//
// With p(1) <= ... <= p(m):
//     Benjamini and Hochberg 1995 (false discovery rate): min over j >= i of m p(j) / j;
//     Holm 1979 (any false rejection at all): max over j <= i of (m - j + 1) p(j);
// both cut at 1. Equal p-values get equal answers, so their order never matters. Pure; any thread.
#pragma once

#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// Adjusted p-values in the order given; `invalid_argument` for one outside [0, 1].
Result<std::vector<double>> benjamini_hochberg(std::span<const double> p_values);
Result<std::vector<double>> holm(std::span<const double> p_values);

}  // namespace staysail::statistics
