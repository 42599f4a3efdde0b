// Expected time in stage: how long lines stay in each stage, where they go from it, and how many will have ended in a
// year, from the moves of one month or several.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail {

// A plain value.
struct StageDuration {
  std::string stage;
  std::int64_t line_months = 0;  // lines that began a month in the stage, over all months
  std::int64_t moved = 0;        // of those, the ones that were elsewhere a month later
  // line_months / moved, the mean stay in months (Little's law: stock by outflow), and its interval by Wilson's of the
  // share that moves; an end without bound is nothing, as is all of it where nobody moved.
  std::optional<double> months;
  std::optional<double> low, high;
  std::string next;  // where most of them went, of equally many the first by name; empty where nobody moved
  std::int64_t next_lines = 0;
  // Share of the lines in this stage now that will have ended in twelve months if moves stay as they were.
  double ended_in_a_year = 0;
};

// `transitions`: of each month the frame of stage_transitions() (from_stage, to_stage, lines); a frame without rows
// counts for nothing. One row a stage that lines were in, in the order of a line's life (stage_names()), then by name;
// neither churned nor the ends "new" and "gone". Lines that are gone from the data count as ended. Errors:
// `schema_mismatch` for a frame without those columns, `invalid_argument` for a confidence outside (0, 1).
Result<std::vector<StageDuration>> stage_durations(std::span<const Batch> transitions, double confidence = 0.95);

}  // namespace staysail
