#include "staysail/view/group_tree.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/range/iterator_range.hpp>
#include <tuple>
#include <utility>

#include "entity_frame.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/view/view_rules.hpp"

namespace staysail {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kGroupsNamed = 8;  // of one fault; a circle may be as long as the tree is deep

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;

// Members before groups. Boost walks with a stack of its own.
class Order : public boost::default_dfs_visitor {
 public:
  explicit Order(std::vector<std::uint32_t>& finished) : finished_(&finished) {}
  void finish_vertex(Vertex vertex, const Graph&) { finished_->push_back(static_cast<std::uint32_t>(vertex)); }

 private:
  std::vector<std::uint32_t>* finished_;
};

// The shortest way from `start` back to it inside its component; the first by id of several.
std::vector<Vertex> circle_through(Vertex start, const Graph& graph, const std::vector<std::uint32_t>& component,
                                   std::vector<std::uint32_t>& came_from) {
  std::vector<Vertex> open = {start};
  for (std::size_t next = 0; next < open.size(); ++next) {
    const Vertex from = open[next];
    for (const auto edge : boost::make_iterator_range(boost::out_edges(from, graph))) {
      const Vertex to = boost::target(edge, graph);
      if (component[to] != component[start] || came_from[to] != kNone) continue;
      came_from[to] = static_cast<std::uint32_t>(from);
      if (to != start) open.push_back(to);
    }
  }
  std::vector<Vertex> circle = {start};
  for (Vertex back = came_from[start]; back != start; back = came_from[back]) circle.push_back(back);
  circle.push_back(start);
  std::reverse(circle.begin(), circle.end());
  return circle;
}

std::string named(const std::vector<std::string>& groups, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i >= kGroupsNamed && i + 1 != groups.size()) continue;
    if (i != 0) text += i > kGroupsNamed ? std::string(between) + "..." + std::string(between) : std::string(between);
    text += groups[i];
  }
  return text;
}

bool holds_on(const Column* start, const Column* end, std::size_t row, Day as_of) {
  const bool begun = start == nullptr || start->is_null(row) || start->days()[row] <= as_of.days_since_epoch();
  const bool over = end != nullptr && !end->is_null(row) && end->days()[row] <= as_of.days_since_epoch();
  return begun && !over;
}

Error beyond_64_bits(const std::string& group) {
  return Error(Errc::amount_overflow,
               "the sum over a group is beyond 64 bits; correct what its members have: " + group);
}

}  // namespace

std::string_view GroupFault::advice() const {
  return code == Errc::dependency_cycle ? "groups are members of each other in a circle; end one of these memberships"
                                        : "a group is part of one other at most; end one of its memberships";
}

void GroupTotal::add(std::int64_t value) {
  sum.add(value);
  least = std::min(least, value);
  greatest = std::max(greatest, value);
}

void GroupTotal::add(const GroupTotal& other) {
  sum.merge(other.sum);
  least = std::min(least, other.least);
  greatest = std::max(greatest, other.greatest);
}

Result<GroupTree> GroupTree::sound_part_of(const Batch& group_members, Day as_of) {
  GroupTree tree;
  if (group_members.rows() == 0) return tree;
  STAYSAIL_TRY(const Column groups, group_members.require("customer_id", ColumnType::text));
  STAYSAIL_TRY(const Column members, group_members.require("member_customer_id", ColumnType::text));
  const Column *role = group_members.find("role"), *start = group_members.find("start"),
               *end = group_members.find("end");
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < group_members.rows(); ++row) {
    if (groups.is_null(row) || members.is_null(row) || !holds_on(start, end, row, as_of)) continue;
    rows.push_back(row);
    tree.names_.emplace_back(groups.text(row));
    tree.names_.emplace_back(members.text(row));
  }
  std::sort(tree.names_.begin(), tree.names_.end());
  tree.names_.erase(std::unique(tree.names_.begin(), tree.names_.end()), tree.names_.end());
  for (const std::size_t row : rows)
    tree.links_.push_back(Link{*tree.place_of(groups.text(row)), *tree.place_of(members.text(row)),
                               std::string(role == nullptr ? std::string_view{} : role->text(row))});
  tree.settle();
  return tree;
}

Result<GroupTree> GroupTree::of(const Batch& group_members, Day as_of) {
  STAYSAIL_TRY(auto tree, sound_part_of(group_members, as_of));
  if (tree.faults_.empty()) return tree;
  const GroupFault& first = tree.faults_.front();
  return Error(first.code, std::string(first.advice()) + ": " + first.groups);
}

Result<GroupTree> GroupTree::load(EntityStore& store, Day as_of) {
  STAYSAIL_TRY(const ViewRules rules, ViewRules::load(store));
  STAYSAIL_TRY(const Batch members, view::read_entities(store, *find_model_table("group_members"), rules));
  return sound_part_of(members, as_of);
}

void GroupTree::index_links() {
  first_.assign(names_.size() + 1, 0);
  for (const Link& link : links_) ++first_[link.group + 1];
  for (std::size_t node = 0; node < names_.size(); ++node) first_[node + 1] += first_[node];
}

// Whatever lies on a circle joins members of one strong component, so which of them go does not depend on where a walk
// began.
void GroupTree::leave_out_circles() {
  Graph graph(names_.size());
  for (const Link& link : links_) boost::add_edge(link.group, link.member, graph);
  std::vector<std::uint32_t> component(names_.size()), came_from(names_.size(), kNone);
  boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  const auto on_circle = [&](const Link& link) { return component[link.group] == component[link.member]; };
  std::vector<std::uint8_t> told(names_.size(), 0);
  for (const Link& link : links_) {
    if (!on_circle(link) || told[component[link.group]]++ != 0) continue;
    std::vector<std::string> circle;
    for (const Vertex each : circle_through(link.group, graph, component, came_from)) circle.push_back(names_[each]);
    faults_.push_back(GroupFault{Errc::dependency_cycle, named(circle, " -> ")});
  }
  std::erase_if(links_, on_circle);
  index_links();
}

void GroupTree::leave_out_second_parents() {
  std::vector<std::vector<std::string>> parents(names_.size());
  for (const Link& link : links_)
    if (is_group(link.member)) parents[link.member].push_back(names_[link.group]);
  for (std::uint32_t node = 0; node < names_.size(); ++node)
    if (parents[node].size() > 1)
      faults_.push_back(GroupFault{Errc::conflict, names_[node] + " in " + named(parents[node], " and ")});
  std::erase_if(links_, [&](const Link& link) { return parents[link.member].size() > 1; });
  index_links();
}

void GroupTree::settle() {
  std::sort(links_.begin(), links_.end(), [](const Link& a, const Link& b) {
    return std::tie(a.group, a.member, a.role) < std::tie(b.group, b.member, b.role);
  });
  links_.erase(std::unique(links_.begin(), links_.end(),
                           [](const Link& a, const Link& b) { return a.group == b.group && a.member == b.member; }),
               links_.end());
  leave_out_circles();
  leave_out_second_parents();
  Graph graph(names_.size());
  for (const Link& link : links_) boost::add_edge(link.group, link.member, graph);
  boost::depth_first_search(graph, boost::visitor(Order(bottom_up_)));
  place_groups();
  find_shared();
}

void GroupTree::place_groups() {
  parent_.assign(names_.size(), kNone);
  group_of_.assign(names_.size(), kNone);
  for (const Link& link : links_) {
    if (is_group(link.member)) parent_[link.member] = link.group;
    if (group_of_[link.member] == kNone) group_of_[link.member] = link.group;
  }
  depth_.assign(names_.size(), 0);
  for (auto node = bottom_up_.rbegin(); node != bottom_up_.rend(); ++node) {
    if (is_group(*node)) group_of_[*node] = *node;
    if (parent_[*node] != kNone) depth_[*node] = depth_[parent_[*node]] + 1;
  }
}

void GroupTree::find_shared() {
  is_shared_.assign(names_.size(), 0);
  std::vector<std::uint8_t> seen(names_.size(), 0);
  for (const Link& link : links_) is_shared_[link.member] |= std::exchange(seen[link.member], std::uint8_t{1});
  for (const Link& link : links_)
    if (is_shared_[link.member] != 0) shared_.emplace_back(link.member, link.group);
  std::sort(shared_.begin(), shared_.end());
}

std::optional<std::uint32_t> GroupTree::place_of(std::string_view customer) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), customer);
  if (found == names_.end() || *found != customer) return std::nullopt;
  return static_cast<std::uint32_t>(found - names_.begin());
}

std::optional<std::uint32_t> GroupTree::group_of(std::uint32_t place) const {
  return group_of_[place] == kNone ? std::nullopt : std::optional(group_of_[place]);
}

std::span<const GroupTree::Link> GroupTree::links_of(std::uint32_t group) const {
  return std::span(links_).subspan(first_[group], first_[group + 1] - first_[group]);
}

std::vector<std::string_view> GroupTree::groups() const {
  std::vector<std::string_view> found;
  for (std::uint32_t node = 0; node < names_.size(); ++node)
    if (is_group(node)) found.push_back(names_[node]);
  return found;
}

std::vector<MemberRole> GroupTree::members(std::string_view group) const {
  std::vector<MemberRole> found;
  const auto node = place_of(group);
  if (!node) return found;
  for (const Link& link : links_of(*node)) found.push_back(MemberRole{names_[link.member], link.role});
  return found;
}

std::string_view GroupTree::parent(std::string_view group) const {
  const auto node = place_of(group);
  return node && parent_[*node] != kNone ? std::string_view(names_[parent_[*node]]) : std::string_view();
}

// Who belongs to several groups reaches what is above them by several ways, and is added on the way up to each group
// once; all others go up with their group.
std::vector<GroupTotal> GroupTree::with_all_below(std::vector<GroupTotal> own) const {
  for (const std::uint32_t node : bottom_up_)
    for (const Link& link : links_of(node))
      if (is_shared_[link.member] == 0) own[node].add(own[link.member]);
  std::vector<std::uint32_t> added(names_.size(), kNone);
  for (const auto& [member, group] : shared_)
    for (std::uint32_t above = group; above != kNone && added[above] != member; above = parent_[above]) {
      added[above] = member;
      own[above].add(own[member]);
    }
  return own;
}

// Whose figure is asked for has one; nobody else counts.
Result<std::vector<GroupTree::Gathered>> GroupTree::gather(
    GroupFigure how, const std::function<GroupInput(std::string_view)>& input) const {
  std::vector<GroupTotal> values(names_.size()), weights(names_.size()), everybody(names_.size());
  for (std::size_t node = 0; node < names_.size(); ++node) {
    everybody[node].add(1);
    const GroupInput told = input(names_[node]);
    if (!told.value) continue;
    std::int64_t value = *told.value;
    if (how == GroupFigure::weighted && __builtin_mul_overflow(value, told.weight, &value))
      return beyond_64_bits(names_[node]);
    values[node].add(value);
    weights[node].add(told.weight);
  }
  values = with_all_below(std::move(values));
  weights = with_all_below(std::move(weights));
  everybody = with_all_below(std::move(everybody));
  std::vector<Gathered> gathered(names_.size());
  for (std::size_t node = 0; node < names_.size(); ++node)
    gathered[node] = {values[node], weights[node].sum.sum(), everybody[node].sum.count() - 1};
  return gathered;
}

Result<std::vector<GroupResult>> GroupTree::roll_up(GroupFigure how,
                                                    const std::function<GroupInput(std::string_view)>& input) const {
  STAYSAIL_TRY(const auto gathered, gather(how, input));
  std::vector<GroupResult> results;
  for (std::uint32_t node = 0; node < names_.size(); ++node) {
    if (!is_group(node)) continue;
    const auto& [total, weight, below] = gathered[node];
    GroupResult result{names_[node], depth_[node], links_of(node).size(), below, std::nullopt};
    if (how == GroupFigure::sum && total.sum.count() != 0) {
      const auto sum = total.sum.total(0, 0);
      if (!sum) return beyond_64_bits(names_[node]);
      result.value = *sum;
    } else if (how == GroupFigure::weighted && weight != 0) {
      result.value = static_cast<std::int64_t>(divide_half_even(total.sum.sum(), weight));
    } else if (how != GroupFigure::weighted && total.sum.count() != 0) {
      result.value = total.greatest;
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace staysail
