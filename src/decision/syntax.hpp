// The typed tree of an expression. Built by the parser, immutable afterwards.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/decision/feel_type.hpp"

namespace staysail::decision {

struct Builtin;

enum class NodeKind : std::uint8_t {
  literal,
  name,   // slot: index of Tree::names
  local,  // slot: index of the evaluator's locals
  // Kinds below that bring locals into sight keep them in `slots`.
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  conjunction,  // two or more children
  disjunction,
  bind,        // the local is the value of child 0 while child 1 is computed
  membership,  // child 0 equals child 1, or is in it when that is a list or a range
  range,       // low, high; a single child is both
  list,
  context,  // words: the keys; each entry is a local of those that follow
  path,     // words[0]: the member
  filter,   // list, condition over the local item
  call,
  conditional,  // condition, then, otherwise
  each,         // sources ..., body over a local for each; a further local is `partial`, where it is used
  some,
  every,
  instance_of,  // tested: the type
  entry,        // words[0]: an entry of child 0, or child 1 when it has none
  lambda,       // a function; closes over the names and locals in sight
  invoke,       // function, arguments ...; words: their names, when they are named
  failure,      // words[0]: why this is null
};

// Where the values of a node come from, as far as evaluating columns needs to know.
struct Dependence {
  enum class On : std::uint8_t { nothing, one, several };
  On on = On::nothing;
  bool local = false;  // the one is a local, not a name
  std::uint32_t slot = 0;

  static Dependence joined(Dependence a, Dependence b) {
    if (a.on == On::nothing) return b;
    if (b.on == On::nothing || (a.on == On::one && b.on == On::one && a.local == b.local && a.slot == b.slot)) return a;
    return {On::several, false, 0};
  }
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

// A function that an expression defines. Its body outlives the tree, because the function's value may.
struct LambdaCode {
  std::vector<std::pair<std::string, FeelType>> parameters;
  std::vector<std::uint32_t> slots;  // the local of each parameter
  NodePtr body;
};

struct Node {
  NodeKind kind = NodeKind::literal;
  bool parenthesised = false;
  bool whole = false;                          // written as one condition (`in`, `between`) whatever it was made into
  bool low_closed = true, high_closed = true;  // range
  bool one_sided = false;                      // range: an end that is null is open
  bool cell = false;                           // membership: a test in a cell of a decision table
  std::uint16_t height = 1;
  std::uint32_t begin = 0, end = 0;  // bytes of the text
  std::uint32_t bound_begin = 0;     // of a whole: where what it is held against begins
  std::uint32_t slot = 0;
  const Builtin* builtin = nullptr;  // call
  Dependence depends;
  FeelType type;
  FeelType tested;  // instance_of
  std::shared_ptr<const LambdaCode> lambda;
  Value literal;
  std::vector<std::string> words;
  std::vector<std::uint32_t> slots;
  std::vector<NodePtr> children;

  const Node& child(std::size_t index) const { return *children[index]; }
};

inline bool is_comparison(NodeKind kind) { return kind >= NodeKind::equal && kind <= NodeKind::greater_equal; }

// The sign of an arithmetic operator or a comparison.
std::string_view sign_of(NodeKind kind);

}  // namespace staysail::decision
