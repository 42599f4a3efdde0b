// The small tables of a night's record: rooms, files, quality.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/indicators/compute.hpp"
#include "staysail/view/conflicts.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/population.hpp"
#include "staysail/view/quarantine.hpp"

namespace staysail::cycle {

using TextRows = std::vector<std::vector<std::string>>;

// A table of text columns; an empty text is null. Each row has a cell a name.
Result<Batch> text_table(const std::vector<std::string>& names, const TextRows& rows);

// Columns file, feed (text), read, accepted, duplicate, quarantined (number), seen_before (boolean), withheld (the
// reason), note (text).
Result<Batch> files_table(const IntakeReport& intake);

// The records that wait outside by reason, each counted once, as the receipt counts them: one that feeds two tables can
// stand in the quarantine once for each. Where its reasons differ, the first of them counts.
std::map<std::string, std::uint64_t> records_outside(const Quarantine& quarantine);

// Columns finding, subject, value:
//   missing_input    indicator      why it is null for everyone
//   dangling         attribute      subscriptions whose link leads nowhere
//   quarantined      reason         records that wait outside: records_outside()
//   waiting          table          parts of records that are in, which wait for their owner
//   conflicting      table          rows that contradict another of the same version; conflicts.csv has their places
//   group_fault      groups         memberships that contradict and count for nothing (view/group_tree.hpp), and what
//                                   to do
//   completeness     attribute      share of subscriptions that have it, in per cent
Result<Batch> quality_table(const Population& population, const std::vector<MissingInput>& missing,
                            const Quarantine& quarantine, const Conflicts& conflicts);

}  // namespace staysail::cycle
