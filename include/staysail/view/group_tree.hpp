// GroupTree: group customers (集团) with their parts and members, and figures brought up from the members to the group.
//
// A group that is a member of another is a part of it. A customer without members of its own may belong to several
// groups and counts in each; a group has one parent. Immutable; safe to read from many threads. Chains of any depth and
// groups of any size: nothing here recurses.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

struct GroupMember {
  std::string customer, role;  // the role may be empty
};

// How figures of members become the group's.
enum class GroupFigure : std::uint8_t {
  sum,
  max,
  weighted,  // mean by weight, rounded half to even; who has no weight counts nothing
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
  std::uint64_t members = 0, members_below = 0;  // its own, and those of all its parts too
  std::optional<std::int64_t> value;             // null where nobody below has one
};

class GroupTree {
 public:
  // `group_members`: the frame of the table; memberships that hold on `as_of`. `dependency_cycle` names the circle
  // ("A -> B -> A"); `conflict` names a group with two parents.
  static Result<GroupTree> of(const Batch& group_members, Day as_of);

  // Customers with members, by id.
  std::vector<std::string_view> groups() const;
  // By id; empty for who has none.
  std::vector<GroupMember> members(std::string_view group) const;
  // The group above a group; empty for the topmost and for who is no group.
  std::string_view parent(std::string_view group) const;

  // One row a group, by id. `input` is asked once for each customer in the tree; a group's own figure counts with those
  // of its members. `amount_overflow` names the group.
  Result<std::vector<GroupResult>> roll_up(GroupFigure how,
                                           const std::function<GroupInput(std::string_view)>& input) const;

 private:
  struct Link {
    std::uint32_t group, member;
    std::string role;
  };
  std::optional<std::uint32_t> find(std::string_view customer) const;
  std::span<const Link> links_of(std::uint32_t group) const;
  bool is_group(std::uint32_t node) const { return first_[node + 1] > first_[node]; }
  Status settle();

  std::vector<std::string> names_;             // by id; a node is a place in here
  std::vector<Link> links_;                    // by group, then member
  std::vector<std::size_t> first_;             // of each node's links
  std::vector<std::uint32_t> bottom_up_;       // every node after all its members
  std::vector<std::uint32_t> parent_, depth_;  // of groups
};

}  // namespace staysail
