// Conditions as one graph: `and` and `or` over atoms, equal parts once. Negation stands in the atoms only.
//
// Three-valued logic has no plain negation: `not(x < 5)` is null, not true, where x is null. So a part is asked for in
// one of four senses, and each sense of a group is a group of senses of its members:
//     is_true(a and b) = all(is_true a, is_true b)       is_false(a and b) = any(is_false a, is_false b)
// and so on; is_true(not(a)) = is_false(a). A condition is never multiplied out.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "decision/parser.hpp"

namespace staysail::decision {

enum class Sense : std::uint8_t { is_true, is_false, not_true, not_false };

// A part that is no `and`, `or`, `not` or `if`. Points into the trees the graph was made of.
struct GraphAtom {
  const Node* node = nullptr;
  const Tree* tree = nullptr;
  std::uint32_t condition = 0;       // the first it occurs in
  std::vector<std::uint32_t> names;  // that it reads: indices of ConditionGraph::names()
};

enum class GraphKind : std::uint8_t { atom, all, any };

struct GraphNode {
  GraphKind kind = GraphKind::atom;
  Sense sense = Sense::is_true;         // atom
  std::uint32_t atom = 0;               // atom
  std::vector<std::uint32_t> children;  // ascending, each once; a group of none is always or never true
};

class ConditionGraph {
 public:
  // The tree outlives the graph.
  void add(const Tree& tree);

  const std::vector<std::string>& names() const { return names_; }
  // The type a name was first compiled with, and the condition where that was.
  const FeelType& type_of(std::uint32_t name) const { return types_[name]; }
  std::uint32_t first_user_of(std::uint32_t name) const { return first_users_[name]; }
  const std::vector<GraphAtom>& atoms() const { return atoms_; }
  // Children before parents.
  const std::vector<GraphNode>& nodes() const { return nodes_; }
  // The node of each condition: where it is true.
  const std::vector<std::uint32_t>& roots() const { return roots_; }

 private:
  std::uint32_t node_of(const Node& node, Sense sense);
  std::uint32_t group_of(const Node& node, Sense sense);
  std::uint32_t choice_of(const Node& node, Sense sense);
  std::uint32_t atom_of(const Node& node, Sense sense);
  std::uint32_t new_atom(const Node& node);
  std::uint32_t group(GraphKind kind, const std::vector<std::uint32_t>& members);
  std::uint32_t shared(GraphNode node, std::string key);
  void read_names(const Node& node, std::vector<std::uint32_t>& names);
  std::uint32_t name_of(const Node& node);

  const Tree* tree_ = nullptr;  // being added
  std::vector<std::string> names_;
  std::vector<FeelType> types_;
  std::vector<std::uint32_t> first_users_;
  std::vector<GraphAtom> atoms_;
  std::vector<GraphNode> nodes_;
  std::vector<std::uint32_t> roots_;
  std::unordered_map<std::string, std::uint32_t> name_numbers_, atom_numbers_, node_numbers_;
  std::map<std::pair<const Node*, Sense>, std::uint32_t> choices_;
};

}  // namespace staysail::decision
