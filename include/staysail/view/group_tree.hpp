// GroupTree: group customers (集团) with their parts and members, and figures brought up from the members to the group.
//
// A group that is a member of another is a part of it. A customer without members of its own may belong to several
// groups and counts once in each, and once in what stands above them; a group has one parent. Immutable; safe to read
// from many threads. Chains of any depth and groups of any size: nothing here recurses.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/columns/exact_sum.hpp"
#include "staysail/store/entity_store.hpp"

namespace staysail {

struct MemberRole {
  std::string customer, role;  // the role may be empty
};

// Memberships that contradict each other, and so are left out of the tree.
struct GroupFault {
  Errc code = Errc::conflict;  // dependency_cycle: groups are members of each other; conflict: a group has two parents
  std::string groups;          // "A -> B -> A"; "B in A and C"

  // What was expected and what to do; without the groups.
  std::string_view advice() const;
};

// How figures of members become the group's.
enum class GroupFigure : std::uint8_t {
  sum,
  max,
  weighted,  // mean by weight, rounded half to even; who has no weight counts nothing. weight x value fits 64 bits
  worst,     // of stages by their position, 0 the best: the greatest
};

// What is known of one customer; no value counts nothing.
struct GroupInput {
  std::optional<std::int64_t> value;
  std::int64_t weight = 1;  // not negative
};

struct GroupResult {
  std::string group;
  std::uint32_t depth = 0;                       // 0: no group is above it
  std::uint64_t members = 0, members_below = 0;  // its own, and all customers below it
  std::optional<std::int64_t> value;             // null where nobody below has one
};

// The values of a customer, or of a group with all below it. Least and greatest say nothing where there are none.
struct GroupTotal {
  ExactSum sum;
  std::int64_t least = std::numeric_limits<std::int64_t>::max(), greatest = std::numeric_limits<std::int64_t>::min();

  void add(std::int64_t value);
  void add(const GroupTotal& other);
};

class GroupTree {
 public:
  // `group_members`: the frame of the table; memberships that hold on `as_of`. Those that contradict are left out: all
  // of a circle, and all that put a group under several others. faults() names them.
  static Result<GroupTree> sound_part_of(const Batch& group_members, Day as_of);
  // The same, and nothing may contradict. `dependency_cycle` names the circle ("A -> B -> A"); `conflict` names a group
  // with two parents.
  static Result<GroupTree> of(const Batch& group_members, Day as_of);

  // sound_part_of() what the store holds.
  static Result<GroupTree> load(EntityStore& store, Day as_of);

  // By what they name; empty where every membership stands.
  const std::vector<GroupFault>& faults() const { return faults_; }
  // Everybody who is a group or a member, by id. A place is a position in here.
  std::span<const std::string> customers() const { return names_; }
  std::optional<std::uint32_t> place_of(std::string_view customer) const;
  bool is_group(std::uint32_t place) const { return first_[place + 1] > first_[place]; }
  // A group is its own; of several groups that a customer belongs to, the first by id. nullopt for who lost all
  // memberships to faults().
  std::optional<std::uint32_t> group_of(std::uint32_t place) const;

  // Customers with members, by id.
  std::vector<std::string_view> groups() const;
  // By id; empty for who has none.
  std::vector<MemberRole> members(std::string_view group) const;
  // The group above a group; empty for the topmost and for who is no group.
  std::string_view parent(std::string_view group) const;

  // `own`: by place. Gives for each place what is its own and of everybody below it, each counted once.
  std::vector<GroupTotal> with_all_below(std::vector<GroupTotal> own) const;

  // One row a group, by id. `input` is asked once for each customer in the tree; a group's own figure counts with those
  // of its members. `amount_overflow` names the group.
  Result<std::vector<GroupResult>> roll_up(GroupFigure how,
                                           const std::function<GroupInput(std::string_view)>& input) const;

 private:
  struct Link {
    std::uint32_t group, member;
    std::string role;
  };
  // What is at and below a node.
  struct Gathered {
    GroupTotal values;
    Int128 weight = 0;
    std::uint64_t customers_below = 0;
  };
  Result<std::vector<Gathered>> gather(GroupFigure how, const std::function<GroupInput(std::string_view)>& input) const;
  std::span<const Link> links_of(std::uint32_t group) const;
  void index_links();
  void leave_out_circles();
  void leave_out_second_parents();
  void settle();
  void place_groups();
  void find_shared();

  std::vector<std::string> names_;             // by id
  std::vector<Link> links_;                    // by group, then member
  std::vector<std::size_t> first_ = {0};       // of each node's links
  std::vector<std::uint32_t> bottom_up_;       // every node after all its members
  std::vector<std::uint32_t> parent_, depth_;  // of groups
  std::vector<std::uint32_t> group_of_;        // of all
  // Who belongs to several groups, with each of them.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> shared_;
  std::vector<std::uint8_t> is_shared_;
  std::vector<GroupFault> faults_;
};

}  // namespace staysail
