// How far two partitions of the same rows agree, whatever their parts are called. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// Counts of rows by part of `a` (rows) and part of `b` (columns), row-major. Precondition: equal lengths, labels below
// the numbers of parts.
std::vector<std::uint64_t> cross_counts(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                                        std::size_t parts_a, std::size_t parts_b);

// Hubert and Arabie's adjusted Rand index of such counts: 1 for equal partitions, 0 on average for unrelated ones. 1
// where both have one part, or a part a row.
double adjusted_rand(std::span<const std::uint64_t> counts, std::size_t parts_b);

// The pairing of rows and columns of a table (row-major) with the greatest sum: for each row its column, each column at
// most once; rows of a table higher than wide may get none (-1). Of equally good pairings the same one always. The
// Hungarian method in the form of Jonker and Volgenant, exact. `amount_overflow` for entries beyond 2^52.
Result<std::vector<std::int32_t>> best_pairing(std::span<const std::uint64_t> table, std::size_t columns);

}  // namespace staysail::statistics
