// How many customers a segment will have, before it is saved.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/columns/batch.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail {

struct SegmentSizeOptions {
  // Basis points of the rows that are asked, by the hash of their id: the same rows wherever and in whatever order they
  // stand. 10000: all of them; `id` may then be empty.
  std::uint32_t sample = 10'000;
  std::string id;  // a text column
  double confidence = 0.95;
};

struct SegmentSize {
  std::uint64_t asked = 0, held = 0;  // rows asked, and those of them the condition holds for
  double customers = 0;               // of all rows; `held` itself where all were asked
  // Of `customers`, by Wilson's interval of the share; both ends `held` where all were asked.
  statistics::Interval interval;
};

// `when`: FEEL over the columns of `frame`; a row for which it is null is not in. Errors: those of FEEL,
// `schema_mismatch` for an id column that is not there, `invalid_argument` for a sample outside 1 to 10000,
// `degenerate_input` where the sample holds no row.
Result<SegmentSize> segment_size(const Batch& frame, std::string_view when, const SegmentSizeOptions& options = {});

}  // namespace staysail
