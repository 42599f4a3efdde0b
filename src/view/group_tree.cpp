#include "staysail/view/group_tree.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <limits>
#include <tuple>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/int128.hpp"

namespace staysail {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

// Members before groups, and the first circle that closes. Boost walks with a stack of its own.
class Order : public boost::default_dfs_visitor {
 public:
  Order(std::vector<std::uint32_t>& finished, std::vector<Vertex>& path, std::vector<Vertex>& circle)
      : finished_(&finished), path_(&path), circle_(&circle) {}
  void discover_vertex(Vertex vertex, const Graph&) { path_->push_back(vertex); }
  void finish_vertex(Vertex vertex, const Graph&) {
    path_->pop_back();
    finished_->push_back(static_cast<std::uint32_t>(vertex));
  }
  void back_edge(Edge edge, const Graph& graph) {
    if (!circle_->empty()) return;
    const auto first = boost::target(edge, graph);
    circle_->assign(std::find(path_->begin(), path_->end(), first), path_->end());
    circle_->push_back(first);
  }

 private:
  std::vector<std::uint32_t>* finished_;
  std::vector<Vertex>*path_, *circle_;
};

Error circle_error(const std::vector<Vertex>& circle, const std::vector<std::string>& names) {
  std::string text;
  for (const auto vertex : circle) text += (text.empty() ? "" : " -> ") + names[vertex];
  return Error(Errc::dependency_cycle,
               "groups are members of each other in a circle; end one of these memberships: " + text);
}

// What is gathered of everybody below a node.
struct Gathered {
  Int128 sum = 0, weighted = 0, weights = 0;
  std::int64_t greatest = 0;
  bool known = false;
  std::uint64_t members = 0;

  void add(const GroupInput& input) {
    if (!input.value) return;
    greatest = known ? std::max(greatest, *input.value) : *input.value;
    known = true;
    sum += *input.value;
    weighted += Int128{*input.value} * input.weight;
    weights += input.weight;
  }
  void add(const Gathered& other) {
    members += other.members;
    if (!other.known) return;
    greatest = known ? std::max(greatest, other.greatest) : other.greatest;
    known = true;
    sum += other.sum;
    weighted += other.weighted;
    weights += other.weights;
  }
  std::optional<Int128> figure(GroupFigure how) const {
    if (!known || (how == GroupFigure::weighted && weights == 0)) return std::nullopt;
    if (how == GroupFigure::sum) return sum;
    return how == GroupFigure::weighted ? divide_half_even(weighted, weights) : Int128{greatest};
  }
};

bool holds_on(const Column* start, const Column* end, std::size_t row, Day as_of) {
  const bool begun = start == nullptr || start->is_null(row) || start->days()[row] <= as_of.days_since_epoch();
  const bool over = end != nullptr && !end->is_null(row) && end->days()[row] <= as_of.days_since_epoch();
  return begun && !over;
}

}  // namespace

Result<GroupTree> GroupTree::of(const Batch& group_members, Day as_of) {
  GroupTree tree;
  if (group_members.rows() == 0) return tree;
  STAYSAIL_TRY(const Column groups, group_members.require("group_customer_id", ColumnType::text));
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
    tree.links_.push_back(Link{*tree.find(groups.text(row)), *tree.find(members.text(row)),
                               std::string(role == nullptr ? std::string_view{} : role->text(row))});
  STAYSAIL_CHECK(tree.settle());
  return tree;
}

Status GroupTree::settle() {
  std::sort(links_.begin(), links_.end(), [](const Link& a, const Link& b) {
    return std::tie(a.group, a.member, a.role) < std::tie(b.group, b.member, b.role);
  });
  links_.erase(std::unique(links_.begin(), links_.end(),
                           [](const Link& a, const Link& b) { return a.group == b.group && a.member == b.member; }),
               links_.end());
  first_.assign(names_.size() + 1, 0);
  for (const Link& link : links_) ++first_[link.group + 1];
  for (std::size_t node = 0; node < names_.size(); ++node) first_[node + 1] += first_[node];
  Graph graph(names_.size());
  for (const Link& link : links_) boost::add_edge(link.group, link.member, graph);
  std::vector<Vertex> path, circle;
  boost::depth_first_search(graph, boost::visitor(Order(bottom_up_, path, circle)));
  if (!circle.empty()) return circle_error(circle, names_);
  parent_.assign(names_.size(), kNone);
  for (const Link& link : links_) {
    if (!is_group(link.member)) continue;
    if (parent_[link.member] != kNone)
      return Error(Errc::conflict,
                   "a group is part of one other at most; end one of its memberships: " + names_[link.member] + " in " +
                       names_[parent_[link.member]] + " and " + names_[link.group]);
    parent_[link.member] = link.group;
  }
  depth_.assign(names_.size(), 0);
  for (auto node = bottom_up_.rbegin(); node != bottom_up_.rend(); ++node)
    if (parent_[*node] != kNone) depth_[*node] = depth_[parent_[*node]] + 1;
  return ok();
}

std::optional<std::uint32_t> GroupTree::find(std::string_view customer) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), customer);
  if (found == names_.end() || *found != customer) return std::nullopt;
  return static_cast<std::uint32_t>(found - names_.begin());
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

std::vector<GroupMember> GroupTree::members(std::string_view group) const {
  std::vector<GroupMember> found;
  const auto node = find(group);
  if (!node) return found;
  for (const Link& link : links_of(*node)) found.push_back(GroupMember{names_[link.member], link.role});
  return found;
}

std::string_view GroupTree::parent(std::string_view group) const {
  const auto node = find(group);
  return node && parent_[*node] != kNone ? std::string_view(names_[parent_[*node]]) : std::string_view();
}

Result<std::vector<GroupResult>> GroupTree::roll_up(GroupFigure how,
                                                    const std::function<GroupInput(std::string_view)>& input) const {
  std::vector<Gathered> gathered(names_.size());
  for (const std::uint32_t node : bottom_up_) {
    Gathered& own = gathered[node];
    own.add(input(names_[node]));
    for (const Link& link : links_of(node)) {
      own.add(gathered[link.member]);
      own.members += 1;
    }
  }
  std::vector<GroupResult> results;
  for (std::uint32_t node = 0; node < names_.size(); ++node) {
    if (!is_group(node)) continue;
    GroupResult result{names_[node], depth_[node], links_of(node).size(), gathered[node].members, std::nullopt};
    const auto figure = gathered[node].figure(how);
    if (figure &&
        (*figure > std::numeric_limits<std::int64_t>::max() || *figure < std::numeric_limits<std::int64_t>::min()))
      return Error(Errc::amount_overflow,
                   "the sum over a group is beyond 64 bits; correct what its members have: " + names_[node]);
    if (figure) result.value = static_cast<std::int64_t>(*figure);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace staysail
