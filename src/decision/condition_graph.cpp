#include "decision/condition_graph.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/node_structure.hpp"

namespace staysail::decision {
namespace {

bool is_negation(const Node& node) {
  return node.kind == NodeKind::call && node.children.size() == 1 && node.builtin->name == "not";
}

bool is_group(const Node& node) { return node.kind == NodeKind::conjunction || node.kind == NodeKind::disjunction; }

// The sense of `a` that a sense of `not(a)` is.
Sense of_negated(Sense sense) {
  switch (sense) {
    case Sense::is_true: return Sense::is_false;
    case Sense::is_false: return Sense::is_true;
    case Sense::not_true: return Sense::not_false;
    default: return Sense::not_true;
  }
}

// A conjunction is true, or not false, where all its members are; it is false, or not true, where any of them is.
GraphKind group_kind(const Node& node, Sense sense) {
  const bool positive = sense == Sense::is_true || sense == Sense::not_false;
  return positive == (node.kind == NodeKind::conjunction) ? GraphKind::all : GraphKind::any;
}

void append_bytes(std::string& key, std::uint32_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace

void ConditionGraph::add(const Tree& tree) {
  tree_ = &tree;
  roots_.push_back(node_of(*tree.root, Sense::is_true));
}

std::uint32_t ConditionGraph::node_of(const Node& node, Sense sense) {
  if (is_group(node)) return group_of(node, sense);
  if (is_negation(node)) return node_of(node.child(0), of_negated(sense));
  if (node.kind == NodeKind::conditional) return choice_of(node, sense);
  return atom_of(node, sense);
}

std::uint32_t ConditionGraph::group_of(const Node& node, Sense sense) {
  std::vector<std::uint32_t> members;
  for (const NodePtr& child : node.children) members.push_back(node_of(*child, sense));
  return group(group_kind(node, sense), members);
}

// `if c then a else b` is what `a` is where c is true, and what `b` is everywhere else. It asks for `c` in two senses:
// remembered, or choices within conditions of choices would be visited twice as often with each level.
std::uint32_t ConditionGraph::choice_of(const Node& node, Sense sense) {
  if (const auto known = choices_.find({&node, sense}); known != choices_.end()) return known->second;
  const std::uint32_t yes[] = {node_of(node.child(0), Sense::is_true), node_of(node.child(1), sense)};
  const std::uint32_t no[] = {node_of(node.child(0), Sense::not_true), node_of(node.child(2), sense)};
  const std::uint32_t chosen = group(GraphKind::all, {yes[0], yes[1]}), other = group(GraphKind::all, {no[0], no[1]});
  return choices_[{&node, sense}] = group(GraphKind::any, {chosen, other});
}

std::uint32_t ConditionGraph::atom_of(const Node& node, Sense sense) {
  const auto [found, fresh] = atom_numbers_.try_emplace(structure_of(node, tree_->names));
  if (fresh) found->second = new_atom(node);
  std::string key(1, static_cast<char>(sense));
  append_bytes(key, found->second);
  return shared(GraphNode{GraphKind::atom, sense, found->second, {}}, std::move(key));
}

std::uint32_t ConditionGraph::new_atom(const Node& node) {
  GraphAtom atom;
  atom.node = &node;
  atom.tree = tree_;
  atom.condition = static_cast<std::uint32_t>(roots_.size());
  read_names(node, atom.names);
  atoms_.push_back(std::move(atom));
  return static_cast<std::uint32_t>(atoms_.size() - 1);
}

// Members that are groups of the same kind give their own members, so that `a and (b and c)` is `a and b and c`.
std::uint32_t ConditionGraph::group(GraphKind kind, const std::vector<std::uint32_t>& members) {
  std::vector<std::uint32_t> flat;
  for (const std::uint32_t member : members) {
    const GraphNode& node = nodes_[member];
    if (node.kind == kind) flat.insert(flat.end(), node.children.begin(), node.children.end());
    else flat.push_back(member);
  }
  std::sort(flat.begin(), flat.end());
  flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
  if (flat.size() == 1) return flat.front();
  std::string key(1, static_cast<char>(kind == GraphKind::all ? 'A' : 'O'));
  for (const std::uint32_t child : flat) append_bytes(key, child);
  return shared(GraphNode{kind, Sense::is_true, 0, std::move(flat)}, std::move(key));
}

std::uint32_t ConditionGraph::shared(GraphNode node, std::string key) {
  const auto [found, fresh] = node_numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(nodes_.size()));
  if (fresh) nodes_.push_back(std::move(node));
  return found->second;
}

void ConditionGraph::read_names(const Node& node, std::vector<std::uint32_t>& names) {
  if (node.kind == NodeKind::name) {
    const std::uint32_t name = name_of(node);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  for (const NodePtr& child : node.children) read_names(*child, names);
  if (node.lambda != nullptr) read_names(*node.lambda->body, names);
}

std::uint32_t ConditionGraph::name_of(const Node& node) {
  const std::string& name = tree_->names[node.slot];
  const auto [found, fresh] = name_numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (fresh) {
    names_.push_back(name);
    types_.push_back(node.type);
    first_users_.push_back(static_cast<std::uint32_t>(roots_.size()));
  }
  return found->second;
}

}  // namespace staysail::decision
