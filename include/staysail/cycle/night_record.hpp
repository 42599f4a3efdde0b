// NightRecord: what one night found, decided and learnt. Kept in the store, so that reports, explanations and the next
// nights read the same tables that the night itself had.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"

namespace staysail {

struct NightRecord;

// What is read of a night beside its head.
struct NightReading {
  std::vector<Batch NightRecord::*> tables;  // none named: all
  std::vector<std::string> decision;         // columns of `decision`, none named: all
};

// A plain value. Tables that a room did not fill have no rows.
struct NightRecord {
  Day as_of;
  std::string playbook;  // name and version
  std::string currency;  // of its amounts, in letters
  Digest playbook_digest;
  Digest digest;  // indicators, stages, segments, matches, tasks and the quarantine's multiset of (reason, row digest)

  RowCounts rows;  // of the run that wrote this record; a repeated run replaces them
  std::uint64_t recovered = 0, waiting = 0, conflicting = 0;  // as IntakeReport has them

  // One row a subscription, by id: attributes, indicators, stage, churn, segment, ranking and warning. What rules saw.
  Batch decision;
  // The columns of `decision` that are indicators, in catalogue order.
  std::vector<std::string> indicators;
  // Of these, and of `segment` and `warning_level`, what compares a line with all others (Catalogue::relative) or rests
  // on what does; nights before they were kept name none.
  std::vector<std::string> relative;
  Batch matches;     // strategy/plan.hpp: matches_frame()
  Batch held_out;    // held_out_frame()
  Batch funnel;      // funnel_frame()
  Batch rules;       // strategy/rule_table.hpp: rules_frame(), what was asked of every line
  Batch conditions;  // ConditionMarks: every condition of the rules ...
  Batch marks;       // ... and how it came out for each row of `decision`
  Batch contacts;    // strategy/plan_inputs.hpp: what the plan knew of contacts, consents and the BOSS's refusals
  Batch consents;
  Batch refusals;
  Batch inputs;       // name, digest: of each column of `decision` and each table that the plan was made from
  Batch transitions;  // lifecycle/stage_history.hpp: stage_transitions() against the month before
  Batch grid;         // segments/segment_rules.hpp: value_loyalty_grid()
  Batch effects;      // one row an effect of the periods evaluated this night (see cycle/night.hpp)
  Batch advice;       // one row a strategy with evidence: what the knowledge base advised this night
  Batch files;        // file, feed, read, accepted, duplicate, quarantined, seen_before, withheld, note
  Batch quality;      // finding, subject, value, of: missing inputs, dangling links, quarantine by reason, conflicts
  Batch rooms;        // room, ran, reason: every room, and why one could not run

  Month period() const { return as_of.month_of(); }

  // Replaces the record of the same period.
  Status save(Store& store) const;
  // nullopt when there was no night in that month.
  static Result<std::optional<NightRecord>> load(Store& store, Month period, const NightReading& reading = {});
  // The months that have a record, ascending.
  static Result<std::vector<Month>> periods(Store& store);
  // The day of the latest night; nullopt where there was none.
  static Result<std::optional<Day>> latest_day(Store& store);
};

// The position of a subscription in a frame sorted by subscription_id; nullopt when it is not there.
std::optional<std::size_t> row_of(const Batch& frame, std::string_view subscription_id);

}  // namespace staysail
