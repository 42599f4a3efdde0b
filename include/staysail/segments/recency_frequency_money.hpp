// RFM: customers by how lately, how often and for how much they bought.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"

namespace staysail {

enum class RfmBands : std::uint8_t {
  quantiles,       // equal shares of the customers
  natural_breaks,  // the gaps of the values (Fisher 1958, Jenks 1977)
  cut_points,      // upper ends that are told
};

// One measure. Its worst band is 1.
struct RfmMeasure {
  std::string column;  // a number column
  RfmBands bands = RfmBands::quantiles;
  std::uint32_t count = 5;  // 1 to 9; with cut points one more than those
  // Cut points: inclusive upper ends of all values but the greatest, in units of the column, ascending.
  std::vector<std::string> cuts;
};

struct RfmOptions {
  RfmMeasure recency, frequency, money;  // recency: days since, so that less is better
};

// recency_band, frequency_band, money_band and rfm, the three as a text ("553"); rows as in `frame`. A row without a
// measure has no band of it and no text. Errors: `schema_mismatch` for a column that is not there or no number;
// `invalid_argument` for a count outside 1 to 9, cut points that do not ascend or are no numbers, more classes than
// distinct values; `degenerate_input` for a column without values.
Result<Batch> recency_frequency_money(const Batch& frame, const RfmOptions& options);

}  // namespace staysail
