// MatterDesk: matters in a store: opened once, moved along their state tables by who may, found again, never stranded.
//
// Every way in passes one gate (work/access.hpp); every change is guarded by the state table, by what its event asks
// for besides, and by the version of the record. The same move again, by the same person at the same moment, changes
// nothing. Time is passed in. Any thread; the store must be one that allows it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/work/access.hpp"
#include "staysail/work/matter.hpp"
#include "staysail/work/service_level.hpp"

namespace staysail {

// Who moves a matter, when, and what is said about it.
struct MatterMove {
  Instant at;
  Actor actor;
  std::string note;
  std::vector<std::pair<std::string, std::string>> attributes = {};  // to be set; an empty value takes one away
};

struct MovedMatter {
  Matter matter;
  bool repeated = false;  // it had happened before, and nothing changed now
};

struct OpenedMatters {
  std::vector<Matter> matters;  // as they are in the store afterwards, in the order given
  std::uint64_t opened = 0;     // new
  std::uint64_t repeated = 0;   // there already, whatever has become of them
};

// Empty fields do not narrow.
struct MatterFilter {
  std::string kind, subject, state, customer, assignee, unit, parent;
  bool only_open = false;
  std::size_t limit = 0;  // 0 = all
};

struct TickReport {
  std::uint64_t warned = 0;     // most of the time is gone
  std::uint64_t called = 0;     // the time is up: the manager was called, for the first time or again
  std::uint64_t handed_on = 0;  // whose assignee is gone: to the manager of the unit
  std::uint64_t stranded = 0;   // ... and there is no manager up to the top
};

class MatterDesk {
 public:
  MatterDesk(EntityStore& store, Access access, ServiceLevel service = {})
      : store_(&store), access_(std::move(access)), service_(std::move(service)) {}
  EntityStore& store() { return *store_; }
  const Access& access() const { return access_; }

  // Of each matter is asked: kind, customer (not of a campaign), subject where the kind has some, occasion, and the
  // parent that its kind needs; a unit it lacks is the actor's. `invalid_argument` says what is missing; nothing is
  // opened then.
  Result<OpenedMatters> open(std::vector<Matter> matters, const MatterMove& move, const Control& control = {});
  // The same of one; the actor of the gate needs "open".
  Result<MovedMatter> open_one(Matter matter, const MatterMove& move);

  // `not_found` when there is none, `purpose_required` when it is beyond the actor.
  Result<Matter> find(const MatterId& id, const Actor& actor);
  // What the actor may read, by id.
  Result<std::vector<Matter>> list(const MatterFilter& filter, const Actor& actor);

  // Each: `illegal_transition` when the state does not allow it, with what would be; `purpose_required` when the role
  // does not; `invalid_argument` when a guard does not hold, which it names; `conflict` for a moment before the last
  // step.
  Result<MovedMatter> move(const MatterId& id, const std::string& event, const MatterMove& move);
  // `no_assignee` for who is away, has left or is unknown. Only of what is open.
  Result<MovedMatter> assign(const MatterId& id, const StaffId& staff, const MatterMove& move);
  // To the manager of its unit or of one above.
  Result<MovedMatter> escalate(const MatterId& id, const MatterMove& move);
  // Opens a part of the same kind for each occasion; the whole ends only after its parts. The whole comes first.
  Result<OpenedMatters> split(const MatterId& id, const std::vector<std::string>& occasions, const MatterMove& move);
  // Both open, of one kind and customer: `id` is cancelled, its open parts and its attributes that `into` lacks go
  // over.
  Result<MovedMatter> merge(const MatterId& id, const MatterId& into, const MatterMove& move);
  // What `from` has and is open goes to `to`; how many. Again, it moves what is left.
  Result<std::uint64_t> hand_over(const StaffId& from, const StaffId& to, const MatterMove& move);

  // Looks at the clocks, and that nobody's matters strand. Each call of a clock happens once, however often this runs,
  // and at its own moment, however late; an earlier `now` does nothing.
  Result<TickReport> tick(Instant now, const Control& control = {});

 private:
  Result<Matter> read(const MatterId& id);
  Result<std::vector<Matter>> read_all(const MatterFilter& filter);
  Result<std::vector<Matter>> parts_of(const MatterId& id);
  Result<OpenedMatters> open_once(const std::vector<Matter>& matters);
  Status prepare(Matter& matter, const MatterMove& move);
  Result<Receipt> write(const std::vector<Matter>& matters, const std::string& what);
  Status apply(Matter& matter, const std::string& event, const MatterMove& move);
  Result<MovedMatter> settle(const MatterId& id, const std::string& event, const MatterMove& move,
                             const std::function<Status(Matter&)>& change);
  Status ring(Matter& matter, Instant now, TickReport& report) const;
  Status ring_clocks(Instant now, TickReport& report, const Control& control);
  Status find_strays(Instant now, TickReport& report, const Control& control);

  EntityStore* store_;
  Access access_;
  ServiceLevel service_;
};

}  // namespace staysail
