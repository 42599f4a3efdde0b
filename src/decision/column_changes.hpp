// Whether two columns hold the same values, told from their buffers.
#pragma once

#include "staysail/columns/column.hpp"

namespace staysail::decision {

// Equal buffers of the two mean equal values: type, scale, length and dictionary are the same.
bool comparable(const Column& a, const Column& b);
// Preconditions of both: comparable.
bool same_buffers(const Column& a, const Column& b);
// Rows [begin, begin + count); false when in doubt.
bool same_rows(const Column& a, const Column& b, std::size_t begin, std::size_t count);

}  // namespace staysail::decision
