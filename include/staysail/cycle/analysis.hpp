// Analysis: what a night found of an operator's lines, as a state that merges exactly.
//
// Counts of lines by stage, segment, churn kind and warning level, and the exact sum of each numeric indicator. The
// analyses of cities, merged in any order, are the analysis of one night over all their lines. What a night reckons
// against all lines it has (percentiles, bands, ranks, clusters, standardised values) is not summed, nor are segments
// and warning levels counted whose rules look at such: in a city they stand against the city's lines alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/exact_sum.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail {

// The exact sum of one indicator over the lines that have a value.
struct IndicatorSum {
  std::uint8_t scale = 0;
  std::string unit;
  ExactSum sum;
};

// A plain value.
struct Analysis {
  Day as_of;
  std::string currency;
  std::uint64_t lines = 0;
  // By column of the decision frame ("stage"), then by its value; lines without one stand under "".
  std::map<std::string, std::map<std::string, std::uint64_t>> counts;
  std::map<std::string, IndicatorSum> sums;  // by name of the indicator

  // Reads `decision`, `indicators` and the head of the night.
  static Analysis of(const NightRecord& night);
  // Adds the other's lines. `schema_mismatch` when days, scales or units differ, `currency_mismatch`; this is then
  // unchanged.
  Status merge(const Analysis& other);

  // The state as bytes, and back; `malformed_record` for any others.
  std::string encode() const;
  static Result<Analysis> decode(std::string_view bytes);
};

}  // namespace staysail
