#include "staysail/work/roster.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "staysail/work/unit_tree.hpp"

namespace staysail {
namespace {

struct Member {
  StaffId id;
  UnitId unit;
  std::string region;
  bool active = false;
  bool takes_tasks = false;
  bool takes_escalations = false;
  std::uint64_t capacity = 0, load = 0;
};

// A seat in a pool, ordered by the share of capacity in use, then by id (members are sorted by id).
struct Seat {
  std::uint64_t load, capacity;
  std::size_t member;
  friend bool operator<(const Seat& a, const Seat& b) {
    const std::uint64_t left = a.load * b.capacity, right = b.load * a.capacity;
    return left != right ? left < right : a.member < b.member;
  }
};

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view text_of(const Batch& batch, std::string_view column, std::size_t row) {
  const Column* found = batch.find(column);
  return found == nullptr ? std::string_view{} : found->text(row);
}

std::uint64_t capacity_of(const Batch& staff, std::size_t row, const RosterRules& rules) {
  const Column* column = staff.find("capacity");
  if (column == nullptr || column->is_null(row)) return rules.capacity;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(column->numbers()[row], 0));
}

Member member_of(const Batch& staff, std::size_t row, const RosterRules& rules) {
  Member member;
  member.id = StaffId::of(std::string(text_of(staff, "staff_id", row)));
  member.unit = UnitId::of(std::string(text_of(staff, "unit_id", row)));
  member.region = std::string(text_of(staff, "region", row));
  const std::string_view role = text_of(staff, "role", row);
  const std::string_view status = text_of(staff, "status", row);
  member.active = status.empty() || status == "active";
  member.takes_tasks = member.active && contains(rules.roles, role);
  member.takes_escalations = member.active && contains(rules.escalation_roles, role);
  member.capacity = capacity_of(staff, row, rules);
  return member;
}

constexpr std::array<std::string_view, 6> kGroundNames = {"relationship", "region",      "neighbour",
                                                          "escalated",    "no_assignee", "unattended"};

}  // namespace

std::string_view name_of(AssignmentGround ground) noexcept { return kGroundNames[static_cast<std::size_t>(ground)]; }

bool RosterRules::is_unattended(std::string_view channel) const { return contains(unattended_channels, channel); }

class Roster::State {
 public:
  State(const Batch& staff, const Batch& units, const RosterRules& rules) {
    for (std::size_t row = 0; row < units.rows(); ++row) add_unit(units, row);
    for (std::size_t row = 0; row < staff.rows(); ++row) members_.push_back(member_of(staff, row, rules));
    std::sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < members_.size(); ++i) seat(i);
  }

  std::optional<std::size_t> find(const StaffId& id) const {
    const auto found = std::lower_bound(members_.begin(), members_.end(), id,
                                        [](const Member& m, const StaffId& wanted) { return m.id < wanted; });
    if (found == members_.end() || found->id != id) return std::nullopt;
    return static_cast<std::size_t>(found - members_.begin());
  }
  const Member& member(std::size_t index) const { return members_[index]; }

  void add_load(std::size_t index, std::uint64_t tasks) {
    auto pool = pools_.find(pool_of(members_[index]));
    if (pool != pools_.end()) pool->second.erase(seat_of(index));
    members_[index].load += tasks;
    if (pool != pools_.end() && members_[index].takes_tasks && free(index)) pool->second.insert(seat_of(index));
  }

  bool free(std::size_t index) const { return members_[index].load < members_[index].capacity; }

  // Where a customer belongs: the unit of the own manager, else the region's.
  UnitId home(std::optional<std::size_t> manager, std::string_view region) const {
    if (manager) return members_[*manager].unit;
    const auto named = unit_named_.find(region);
    if (named != unit_named_.end()) return named->second;
    const auto staffed = unit_of_region_.find(region);
    return staffed == unit_of_region_.end() ? UnitId{} : staffed->second;
  }

  // The least loaded in the pools of the region and of the unit.
  std::optional<std::size_t> nearby(const UnitId& home, std::string_view region) const {
    std::optional<Seat> best;
    for (const auto& [key, seats] : pools_) {
      const bool near = (!region.empty() && key.second == region) || (!home.empty() && key.first == home.text());
      if (near) take_better(seats, best);
    }
    return member_at(best);
  }

  // The least loaded under the units above `home`, the nearest first.
  std::optional<std::size_t> around(const UnitId& home) const {
    UnitId above = home;
    for (int level = 0; level < UnitTree::kDeepest && !above.empty(); ++level) {
      std::optional<Seat> best;
      for (const auto& [key, seats] : pools_) {
        if (tree_.lies_under(UnitId::of(key.first), above)) take_better(seats, best);
      }
      if (best) return best->member;
      above = tree_.parent_of(above);
    }
    return std::nullopt;
  }

  std::optional<std::size_t> responsible_for(UnitId unit) const {
    for (int level = 0; level < UnitTree::kDeepest && !unit.empty(); ++level) {
      for (std::size_t i = 0; i < members_.size(); ++i) {
        if (members_[i].takes_escalations && members_[i].unit == unit) return i;
      }
      unit = tree_.parent_of(unit);
    }
    return std::nullopt;
  }

 private:
  using PoolKey = std::pair<std::string, std::string>;  // unit, region

  static PoolKey pool_of(const Member& member) { return {member.unit.text(), member.region}; }
  Seat seat_of(std::size_t index) const { return {members_[index].load, members_[index].capacity, index}; }

  static void take_better(const std::set<Seat>& seats, std::optional<Seat>& best) {
    if (!seats.empty() && (!best || *seats.begin() < *best)) best = *seats.begin();
  }
  static std::optional<std::size_t> member_at(const std::optional<Seat>& seat) {
    return seat ? std::optional<std::size_t>(seat->member) : std::nullopt;
  }

  void add_unit(const Batch& units, std::size_t row) {
    const auto id = UnitId::of(std::string(text_of(units, "unit_id", row)));
    const std::string_view parent = text_of(units, "parent_unit_id", row);
    tree_.add(id, UnitId::of(std::string(parent)));
    for (const std::string_view name : {std::string_view(id.text()), text_of(units, "name", row)}) {
      if (!name.empty()) unit_named_.emplace(std::string(name), id);
    }
  }

  void seat(std::size_t index) {
    const Member& member = members_[index];
    if (!member.region.empty() && !member.unit.empty()) unit_of_region_.emplace(member.region, member.unit);
    if (member.takes_tasks && free(index)) pools_[pool_of(member)].insert(seat_of(index));
  }

  std::vector<Member> members_;              // by id
  std::map<PoolKey, std::set<Seat>> pools_;  // who has capacity left
  UnitTree tree_;
  std::map<std::string, UnitId, std::less<>> unit_named_, unit_of_region_;
};

Roster::Roster(std::unique_ptr<State> state) : state_(std::move(state)) {}
Roster::~Roster() = default;
Roster::Roster(Roster&&) noexcept = default;
Roster& Roster::operator=(Roster&&) noexcept = default;

Result<Roster> Roster::of(const Batch& staff, const Batch& units, const RosterRules& rules) {
  if (staff.rows() > 0)
    STAYSAIL_CHECK(staff.require("staff_id", ColumnType::text).and_then([](const Column&) { return ok(); }));
  if (units.rows() > 0)
    STAYSAIL_CHECK(units.require("unit_id", ColumnType::text).and_then([](const Column&) { return ok(); }));
  return Roster(std::make_unique<State>(staff, units, rules));
}

void Roster::add_load(const StaffId& staff, std::uint32_t tasks) {
  if (const auto index = state_->find(staff)) state_->add_load(*index, tasks);
}

Assignment Roster::give(std::size_t member, AssignmentGround ground) {
  state_->add_load(member, 1);
  return Assignment{state_->member(member).id, state_->member(member).unit, ground};
}

Assignment Roster::assign_from(const UnitId& home, std::string_view region) {
  if (const auto near = state_->nearby(home, region)) return give(*near, AssignmentGround::region);
  if (const auto other = state_->around(home)) return give(*other, AssignmentGround::neighbour);
  return escalate(home);
}

Assignment Roster::assign(const StaffId& manager, std::string_view region) {
  const auto own = state_->find(manager);
  if (own && state_->member(*own).takes_tasks && state_->free(*own)) return give(*own, AssignmentGround::relationship);
  return assign_from(state_->home(own, region), region);
}

Assignment Roster::replace(const UnitId& unit) { return assign_from(unit, ""); }

Assignment Roster::leave_to_system(const StaffId& manager, std::string_view region) const {
  return Assignment{StaffId::of(std::string(kSystemStaff)), state_->home(state_->find(manager), region),
                    AssignmentGround::unattended};
}

Assignment Roster::escalate(const UnitId& unit) {
  const auto index = state_->responsible_for(unit);
  if (!index) return Assignment{StaffId{}, unit, AssignmentGround::no_assignee};
  return Assignment{state_->member(*index).id, state_->member(*index).unit, AssignmentGround::escalated};
}

bool Roster::is_active(const StaffId& staff) const {
  if (staff.text() == kSystemStaff) return true;
  const auto index = state_->find(staff);
  return index && state_->member(*index).active;
}

bool Roster::may_take(const StaffId& staff) const {
  const auto index = state_->find(staff);
  return index && state_->member(*index).takes_tasks;
}

UnitId Roster::unit_of(const StaffId& staff) const {
  const auto index = state_->find(staff);
  return index ? state_->member(*index).unit : UnitId{};
}

}  // namespace staysail
