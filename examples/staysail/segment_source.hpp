// The rows that the verbs of `segment` work on: a CSV file, or the lines of a night.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "verbs.hpp"

namespace staysail::program {

struct SegmentSource {
  Batch rows;
  Column ids;  // texts
  std::size_t left_out = 0;
};

// The file of `ask`, or the night of its store, less the rows for which its --when does not hold. `invalid_argument`
// where neither or both are given.
Result<SegmentSource> segment_source(const SegmentAsk& ask);
// Only the rows that have a value of each of the columns; the others are counted.
Result<SegmentSource> with_values(const SegmentSource& source, const std::vector<std::string>& columns);

// Another CSV file: its column `id` as texts, and `segment` as it is.
Result<Batch> read_segments(const std::string& path, const SegmentAsk& ask);

// The values of a column as texts; null stays null.
Column as_text(const Column& column, const std::string& name);

}  // namespace staysail::program
