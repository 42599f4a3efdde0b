// The report of a night: one HTML file that needs no network, with SVG charts and the tables behind them.
//
// For a retention manager: key figures, stages month to month and the time lines stay in them, survival by contract,
// value by loyalty, segments with their profiles and who moved between them, warnings, the strategies' funnel, tasks
// and their outcomes, effects with intervals, advice, data quality, rooms that could not run, the receipt. A section
// without data says why. The file works offline and on paper, in light and dark, without colour, and holds no script.
// Every text of a feed or playbook is escaped: none can leave the place it is printed in.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "staysail/columns/batch.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail {

struct ReportOptions {
  std::string language = "zh";    // "zh" or "en": headings, sentences, names of stages and codes
  std::string title;              // empty: a title of the language
  std::string currency;           // letters after amounts ("CNY"); empty: none
  bool mask_ids = true;           // ids of customers and subscriptions show their last four characters only
  std::size_t listed_lines = 10;  // lines to call first, overdue tasks, assignees
  std::size_t charted_rows = 12;  // rows of a chart; its table has all

  // `invalid_argument` for another language or a limit of 0.
  Status validate() const;
};

// What the page shows of the nights before the last.
const NightReading& reading_of_past_nights();
// And of the one of the month before `night`: also the groups between which lines have moved since.
NightReading reading_of_night_before(const NightRecord& night);

// The page as UTF-8. `nights`: ascending by as_of, one a period; the last is the subject, the others its past. `tasks`:
// of all periods, columns of work/task_frame.hpp; may be empty. The same bytes for the same input.
// `invalid_argument` without a night, or for nights out of order.
Result<std::string> render_report(std::span<const NightRecord> nights, const Batch& tasks,
                                  const ReportOptions& options);

}  // namespace staysail
