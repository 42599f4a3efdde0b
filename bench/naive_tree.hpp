// The matcher that everybody writes first: for each customer and strategy a walk over the condition's tree.
#pragma once

#include "workload.hpp"

namespace staysail::bench {

// How many of the first `customers` each question holds for.
std::vector<std::uint64_t> naive_counts(const Workload& work, std::size_t customers);

}  // namespace staysail::bench
