#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "decision/bound_program.hpp"
#include "decision/column_binding.hpp"
#include "decision/interpreter.hpp"
#include "decision/lane.hpp"
#include "decision/mirrored.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF, kGroup = kUncompactedGroup;

// What an atom has become: a truth for all rows, a comparison of a column with a value, or a column of its own.
struct AtomForm {
  enum class Kind : std::uint8_t { constant, comparison, itself, derived };
  Kind kind = Kind::derived;
  std::uint8_t truth = kUnknown;  // constant
  std::uint32_t column = kNone;   // all but constant
  NodeKind comparison = NodeKind::equal;
  Value bound;
};

using Numbers = std::vector<std::uint32_t>;

struct NumbersHash {
  std::size_t operator()(const Numbers& numbers) const {
    std::uint64_t hash = numbers.size();
    for (const std::uint32_t number : numbers) {
      hash = (hash ^ number) * 0x9E3779B97F4A7C15;
      hash ^= hash >> 32;
    }
    return hash;
  }
};

Numbers numbers_of(std::uint32_t column, const CodeSet& set) {
  Numbers numbers{column};
  for (const CodeSet::Run& run : set.runs()) numbers.insert(numbers.end(), {run.first, run.second});
  return numbers;
}

Numbers numbers_of(GraphKind kind, const std::vector<std::uint32_t>& children) {
  Numbers numbers{static_cast<std::uint32_t>(kind)};
  numbers.insert(numbers.end(), children.begin(), children.end());
  return numbers;
}

class GraphBinder {
 public:
  GraphBinder(const ConditionGraph& graph, const Schema& schema, const Inputs& constants)
      : graph_(graph), schema_(schema), constants_(constants) {
    program_.constants = constants;
  }

  Status check_names(std::uint32_t& user) const;
  BoundProgram bind();

 private:
  bool is_column(std::uint32_t name) const { return column_numbers_.count(graph_.names()[name]) != 0; }
  bool is_constant(const Node& node, const Tree& tree) const;
  Value folded(const Node& node, const Tree& tree) const;
  void place_columns();
  std::uint32_t column_of(const Node& node, const Tree& tree) const;
  AtomForm form_of(const GraphAtom& atom);
  std::optional<AtomForm> comparison(const GraphAtom& atom, const Node& name, const Node& other, NodeKind kind);
  void derive(AtomForm& form, const GraphAtom& atom);
  void derive_from_crowded();

  CodeSet set_of(const AtomForm& form, Sense sense) const;
  std::uint32_t bound_atom(const GraphNode& node);
  std::uint32_t bound_group(const GraphNode& node);
  std::uint32_t leaf(std::uint32_t column, CodeSet set);
  std::vector<std::uint32_t> merged(std::vector<std::uint32_t> children);

  const ConditionGraph& graph_;
  const Schema& schema_;
  const Inputs& constants_;
  BoundProgram program_;
  std::unordered_map<std::string, std::uint32_t> column_numbers_;
  std::vector<AtomForm> forms_;
  // By the column and its runs of codes, and by the kind and the children.
  std::unordered_map<Numbers, std::uint32_t, NumbersHash> leaf_numbers_, group_numbers_;
  std::vector<std::uint32_t> nodes_;  // of each node of the graph: kNever, kAlways, a leaf, or kGroup plus a group
};

Status GraphBinder::check_names(std::uint32_t& user) const {
  for (std::uint32_t name = 0; name < graph_.names().size(); ++name) {
    user = graph_.first_user_of(name);
    STAYSAIL_CHECK(check_name(graph_.names()[name], graph_.type_of(name), schema_, constants_));
  }
  return ok();
}

BoundProgram GraphBinder::bind() {
  place_columns();
  for (const GraphAtom& atom : graph_.atoms()) forms_.push_back(form_of(atom));
  for (CodedColumn& column : program_.columns) column.cuts.settle();
  derive_from_crowded();
  for (const GraphNode& node : graph_.nodes())
    nodes_.push_back(node.kind == GraphKind::atom ? bound_atom(node) : bound_group(node));
  for (const std::uint32_t root : graph_.roots()) program_.roots.push_back(nodes_[root]);
  return compacted(std::move(program_));
}

// A column of the frame hides a constant of the same name.
void GraphBinder::place_columns() {
  for (const std::string& name : graph_.names()) {
    const auto index = schema_.find(name);
    if (!index) continue;
    column_numbers_.emplace(name, static_cast<std::uint32_t>(program_.columns.size()));
    program_.columns.push_back({name, nullptr, CutPoints(FeelType::of(schema_.field(*index)).kind())});
  }
}

bool GraphBinder::is_constant(const Node& node, const Tree& tree) const {
  if (node.kind == NodeKind::name && column_numbers_.count(tree.names[node.slot]) != 0) return false;
  if (node.kind == NodeKind::local || node.lambda != nullptr) return false;
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](const NodePtr& child) { return is_constant(*child, tree); });
}

Value GraphBinder::folded(const Node& node, const Tree& tree) const {
  if (node.kind == NodeKind::literal) return node.literal;
  ValueList names(tree.names.size());
  for (std::size_t slot = 0; slot < names.size(); ++slot)
    if (const Value* value = constants_.find(tree.names[slot])) names[slot] = *value;
  Interpreter interpreter(tree.locals);
  interpreter.bind_names(names);
  return interpreter.evaluate(node);
}

// The column of codes that a name node stands for; kNone when it is no column or codes cannot tell its values.
std::uint32_t GraphBinder::column_of(const Node& node, const Tree& tree) const {
  if (node.kind != NodeKind::name) return kNone;
  const auto found = column_numbers_.find(tree.names[node.slot]);
  return found != column_numbers_.end() ? found->second : kNone;
}

AtomForm GraphBinder::form_of(const GraphAtom& atom) {
  const Node& node = *atom.node;
  AtomForm form;
  if (std::none_of(atom.names.begin(), atom.names.end(), [this](std::uint32_t name) { return is_column(name); })) {
    form.kind = AtomForm::Kind::constant;
    form.truth = truth_of(folded(node, *atom.tree));
    return form;
  }
  if (is_comparison(node.kind)) {
    if (auto direct = comparison(atom, node.child(0), node.child(1), node.kind)) return *direct;
    if (auto turned = comparison(atom, node.child(1), node.child(0), mirrored(node.kind))) return *turned;
  }
  form.column = column_of(node, *atom.tree);
  form.kind = AtomForm::Kind::itself;
  if (form.column == kNone || program_.columns[form.column].cuts.kind() != ValueKind::boolean) derive(form, atom);
  return form;
}

std::optional<AtomForm> GraphBinder::comparison(const GraphAtom& atom, const Node& name, const Node& other,
                                                NodeKind kind) {
  const std::uint32_t column = column_of(name, *atom.tree);
  if (column == kNone || !is_constant(other, *atom.tree)) return std::nullopt;
  AtomForm form;
  form.kind = AtomForm::Kind::comparison;
  form.column = column;
  form.comparison = kind;
  form.bound = folded(other, *atom.tree);
  if (!program_.columns[column].cuts.note(kind, form.bound)) return std::nullopt;
  return form;
}

void GraphBinder::derive(AtomForm& form, const GraphAtom& atom) {
  form.kind = AtomForm::Kind::derived;
  form.column = static_cast<std::uint32_t>(program_.columns.size());
  program_.columns.push_back({"", &atom, CutPoints()});
}

// More cut points than two bytes can tell apart: the atoms of that column are computed one by one.
void GraphBinder::derive_from_crowded() {
  for (std::size_t atom = 0; atom < forms_.size(); ++atom) {
    AtomForm& form = forms_[atom];
    if (form.kind == AtomForm::Kind::comparison && program_.columns[form.column].codes() > kMostCodes)
      derive(form, graph_.atoms()[atom]);
  }
}

CodeSet GraphBinder::set_of(const AtomForm& form, Sense sense) const {
  const bool holds = sense == Sense::is_true || sense == Sense::not_true;
  const bool complemented = sense == Sense::not_true || sense == Sense::not_false;
  const CodedColumn& column = program_.columns[form.column];
  CodeSet set;
  switch (form.kind) {
    case AtomForm::Kind::comparison: set = column.cuts.where(form.comparison, form.bound, holds); break;
    case AtomForm::Kind::itself: set = column.cuts.where_is(holds); break;
    default: set = CodeSet::of(holds ? kTrue : kFalse);
  }
  return complemented ? set.complement(column.codes()) : set;
}

std::uint32_t GraphBinder::bound_atom(const GraphNode& node) {
  const AtomForm& form = forms_[node.atom];
  if (form.kind != AtomForm::Kind::constant) return leaf(form.column, set_of(form, node.sense));
  const bool holds = node.sense == Sense::is_true || node.sense == Sense::not_true;
  const bool complemented = node.sense == Sense::not_true || node.sense == Sense::not_false;
  return (form.truth == (holds ? kTrue : kFalse)) != complemented ? BoundProgram::kAlways : BoundProgram::kNever;
}

std::uint32_t GraphBinder::leaf(std::uint32_t column, CodeSet set) {
  if (set.empty()) return BoundProgram::kNever;
  if (set.is_all(program_.columns[column].codes())) return BoundProgram::kAlways;
  const auto [found, fresh] =
      leaf_numbers_.try_emplace(numbers_of(column, set), static_cast<std::uint32_t>(program_.leaves.size()));
  if (fresh) program_.leaves.push_back({column, std::move(set)});
  return found->second;
}

std::uint32_t GraphBinder::bound_group(const GraphNode& node) {
  const bool all = node.kind == GraphKind::all;
  const std::uint32_t decides = all ? BoundProgram::kNever : BoundProgram::kAlways;
  const std::uint32_t neutral = all ? BoundProgram::kAlways : BoundProgram::kNever;
  std::vector<std::uint32_t> children;
  for (const std::uint32_t child : node.children) {
    if (nodes_[child] == decides) return decides;
    if (nodes_[child] != neutral) children.push_back(nodes_[child]);
  }
  if (!all) children = merged(std::move(children));
  if (std::find(children.begin(), children.end(), decides) != children.end()) return decides;
  std::sort(children.begin(), children.end());
  children.erase(std::unique(children.begin(), children.end()), children.end());
  if (children.empty()) return neutral;
  if (children.size() == 1) return children.front();
  const auto [found, fresh] = group_numbers_.try_emplace(numbers_of(node.kind, children), program_.groups.size());
  if (fresh) program_.groups.push_back({node.kind, std::move(children)});
  return kGroup + found->second;
}

// `x = 1 or x = 2` is one question about x.
std::vector<std::uint32_t> GraphBinder::merged(std::vector<std::uint32_t> children) {
  std::map<std::uint32_t, CodeSet> sets;
  for (const std::uint32_t child : children)
    if (child < kGroup)
      sets[program_.leaves[child].column] = united(sets[program_.leaves[child].column], program_.leaves[child].set);
  std::vector<std::uint32_t> kept;
  for (const std::uint32_t child : children)
    if (child >= kGroup) kept.push_back(child);
  for (auto& [column, set] : sets) kept.push_back(leaf(column, std::move(set)));
  return kept;
}

}  // namespace

Result<BoundProgram> bind_graph(const ConditionGraph& graph, const Schema& schema, const Inputs& constants,
                                std::uint32_t& user) {
  GraphBinder binder(graph, schema, constants);
  STAYSAIL_CHECK(binder.check_names(user));
  return binder.bind();
}

}  // namespace staysail::decision
