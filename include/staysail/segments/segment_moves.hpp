// Segments of the same customers beside each other: who moved from one to another, and what two of them share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"

namespace staysail {

// `before` and `after`: an id and a segment a row, named `id` and `segment`; ids are texts, segments texts or whole
// numbers. Gives one row for each pair of a segment before and one after that some customer has, ordered by both:
// before, after (texts; null before for who came, null after for who left), customers, share (of the customers of
// `before`; null for who came). A row without a segment counts as not there. Errors: `schema_mismatch` for a column
// that is not there or of another type; `invalid_argument` for an id that occurs twice.
Result<Batch> segment_moves(const Batch& before, const Batch& after, const std::string& id, const std::string& segment);

// For each cluster of this month the number that keeps last month's numbers: the pairing that leaves most customers in
// their cluster. Labels of the same customers, in the
// same order. `invalid_argument` for unequal lengths or labels of `clusters` or more.
Result<std::vector<std::uint16_t>> kept_numbers(std::span<const std::uint16_t> before,
                                                std::span<const std::uint16_t> after, std::size_t clusters);

// Customers that two saved segments share, row-major, each segment with itself in the diagonal. `members`: one mark a
// customer and segment. `invalid_argument` for unequal lengths.
Result<std::vector<std::uint64_t>> segment_overlap(const std::vector<std::vector<std::uint8_t>>& members);

}  // namespace staysail
