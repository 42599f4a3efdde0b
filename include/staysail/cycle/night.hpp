// The night: from a BOSS feed to tasks, actions, effects and knowledge, in one call. The only room that sees all
// others.
//
//   intake -> view -> indicators -> lifecycle -> segments -> warning -> outcomes close tasks -> evaluation -> knowledge
//   -> strategy (advice included) -> work -> actions -> record
//
// A night is a function of the store, the feed, the playbook and `as_of`. Running it twice changes nothing the second
// time: every row is a duplicate, no task is new, the digest is the same. Its result never depends on threads or batch
// size.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/money.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/work/task_actions.hpp"

namespace staysail {

struct NightOptions {
  Day as_of;
  std::size_t batch_rows = 65536;
  Executor* executor = nullptr;  // null: the calling thread does all the work
  Control control;               // progress names the step: "intake", "view", "indicators" ...
  std::string language = "zh";   // of the tactics in tasks: zh or en
};

// What takes part in a night. All outlive the call.
struct NightParts {
  BossFeed* feed = nullptr;        // null: nothing new is read; the night works on what the store has
  BossActions* actions = nullptr;  // null: nothing is asked of or written to the BOSS
  Store* store = nullptr;
  std::string playbook;  // its folder
  const ModelCatalog* catalog = nullptr;
  // Of the feed's amounts, as its mapping says. A store keeps amounts of one currency: the first night's. Not given:
  // whatever the store has, else the playbook's.
  std::optional<Currency> currency;
};

// What a plan by value is worth, in the measure of the strategies' values: hundredths.
struct PlanWorth {
  std::int64_t given = 0;  // what its tasks are worth together
  std::int64_t bound = 0;  // what no plan within the same limits exceeds
};

struct NightResult {
  NightRecord record;
  std::uint64_t customers = 0, subscriptions = 0;
  std::map<std::string, std::uint64_t> stages, segments;  // subscriptions by name
  std::uint64_t warnings = 0;                             // subscriptions warned of, low and up
  std::uint64_t matched = 0;                              // pairs of subscription and strategy
  std::optional<PlanWorth> worth;                         // under `method = "optimise"`
  std::uint64_t tasks_issued = 0;                         // new ones only
  std::uint64_t tasks_closed = 0;                         // by outcomes of this feed
  ActionReport actions;                                   // what was asked of the BOSS, and how it stands
  std::vector<FileIntake> files;                          // of this run, by name; also those that were withheld
  Batch tasks;  // all tasks of this period, new or not, as work/task_frame.hpp lays them out
};

// `cancelled` when the host stops it; what earlier steps wrote is kept, and the next run of the night goes on from
// there. A playbook that does not hold is refused before anything is taken in: its rules may name the model's tables
// and columns, those of `catalog`, its own indicators, and the extension attributes that the feed tells beforehand
// (BossFeed::extensions_of) or the store has. With a feed that cannot tell them, or where no row has a value of a
// column that was told, an unknown name is refused only after the intake. `store_locked` when another night is under
// way on the store (Store::claim): nothing is read then, and the other night is not disturbed. `currency_mismatch` when
// the store holds amounts of another currency than the feed; nothing is read then. `adapter_failed` when an adapter
// threw: nothing is let through. A BOSS that does not take orders, or does not say which it would take, ends no night:
// NightResult::actions says so, the record's quality has it as findings "orders", and the next night goes on from
// there. Actions that it was not asked of are held back.
Result<NightResult> run_night(const NightParts& parts, const NightOptions& options);

}  // namespace staysail
