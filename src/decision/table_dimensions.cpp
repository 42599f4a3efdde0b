#include "decision/table_dimensions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "decision/builtin.hpp"
#include "decision/domain_samples.hpp"
#include "decision/interpreter.hpp"
#include "decision/program.hpp"

namespace staysail::decision {
namespace {

// Beyond it the inputs of a group are taken one by one, and what follows is no proof.
constexpr std::size_t kMostCombinations = 20'000;

bool is_constant(const Node& node) { return node.depends.on == Dependence::On::nothing; }

bool is_logic(const Node& node) {
  return node.kind == NodeKind::conjunction || node.kind == NodeKind::disjunction ||
         (node.kind == NodeKind::call && node.builtin->name == "not");
}

const Node& root_of(const Expression& input) { return *ExpressionTree::tree(input).root; }

void gather_names(const Node& node, const Tree& tree, std::map<std::string, FeelType>& names) {
  if (node.kind == NodeKind::name) names.emplace(tree.names[node.slot], node.type);
  for (const NodePtr& child : node.children) gather_names(*child, tree, names);
}

ValueList with_null(ValueList samples) {
  samples.push_back(Value());
  return samples;
}

TableDimension alone(const std::vector<Expression>& inputs, const std::vector<ValueList>& bounds, std::size_t input) {
  TableDimension dimension;
  dimension.inputs = {input};
  for (Value& sample : with_null(domain_samples(inputs[input].type(), bounds[input])))
    dimension.samples.push_back({std::move(sample)});
  return dimension;
}

// The inputs of a group, tried on every combination of what their names can be.
class Group {
 public:
  Group(const std::vector<Expression>& inputs, std::vector<std::size_t> members)
      : inputs_(inputs), members_(std::move(members)) {}

  TableDimension dimension(const std::vector<ValueList>& bounds) {
    TableDimension found;
    found.inputs = members_;
    ValueList pool;
    for (const std::size_t input : members_) {
      found.exhaustive = gather_bounds(root_of(inputs_[input]), pool) && found.exhaustive;
      pool.insert(pool.end(), bounds[input].begin(), bounds[input].end());
      gather_names(root_of(inputs_[input]), ExpressionTree::tree(inputs_[input]), types_);
    }
    std::size_t combinations = 1;
    for (const auto& [name, type] : types_) {
      choices_.push_back(with_null(domain_samples(type, pool)));
      combinations = std::min(combinations * choices_.back().size(), kMostCombinations + 1);
      found.exhaustive = found.exhaustive && choices_.back().size() > 1;
    }
    if (combinations > kMostCombinations) return unattained(std::move(found), bounds);
    for (std::size_t i = 0; i < combinations; ++i) add(i, found.samples);
    return found;
  }

 private:
  // The values of the inputs where the names have their `index`-th combination of values.
  void add(std::size_t index, std::vector<ValueList>& samples) {
    Inputs names;
    std::size_t name = 0;
    for (const auto& [text, type] : types_) {
      const ValueList& choices = choices_[name++];
      names.set(text, choices[index % choices.size()]);
      index /= choices.size();
    }
    ValueList values;
    std::string key;
    for (const std::size_t input : members_) {
      values.push_back(inputs_[input].evaluate(names));
      key += values.back().to_feel() + "\n";
    }
    if (seen_.insert(key).second) samples.push_back(std::move(values));
  }

  // Each input by itself: combinations that nobody has may be among them.
  TableDimension unattained(TableDimension found, const std::vector<ValueList>& bounds) const {
    found.attained = found.exhaustive = false;
    found.samples = {{}};
    for (const std::size_t input : members_) {
      std::vector<ValueList> longer;
      for (const ValueList& start : found.samples)
        for (const Value& value : with_null(domain_samples(inputs_[input].type(), bounds[input]))) {
          longer.push_back(start);
          longer.back().push_back(value);
        }
      found.samples = std::move(longer);
    }
    return found;
  }

  const std::vector<Expression>& inputs_;
  std::vector<std::size_t> members_;
  std::map<std::string, FeelType> types_;
  std::vector<ValueList> choices_;
  std::set<std::string> seen_;
};

bool share_a_name(const Expression& a, const Expression& b) {
  return std::any_of(a.names().begin(), a.names().end(), [&](const std::string& name) {
    return std::find(b.names().begin(), b.names().end(), name) != b.names().end();
  });
}

// Groups of inputs that share names, each by position.
std::vector<std::vector<std::size_t>> groups_of(const std::vector<Expression>& inputs) {
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t input = 0; input < inputs.size(); ++input) {
    std::vector<std::size_t> joined;
    const auto touches = [&](const std::vector<std::size_t>& group) {
      return std::any_of(group.begin(), group.end(),
                         [&](std::size_t other) { return share_a_name(inputs[input], inputs[other]); });
    };
    for (auto& group : groups)
      if (touches(group)) joined.insert(joined.end(), group.begin(), group.end()), group.clear();
    groups.erase(std::remove_if(groups.begin(), groups.end(), [](const auto& group) { return group.empty(); }),
                 groups.end());
    joined.push_back(input);
    std::sort(joined.begin(), joined.end());
    groups.push_back(std::move(joined));
  }
  return groups;
}

}  // namespace

bool gather_bounds(const Node& node, ValueList& bounds) {
  if (is_constant(node)) return true;
  if (is_logic(node))
    return std::all_of(node.children.begin(), node.children.end(),
                       [&bounds](const NodePtr& child) { return gather_bounds(*child, bounds); });
  if (!is_comparison(node.kind)) return node.kind == NodeKind::name;
  const bool asked_left = node.child(0).kind == NodeKind::name, asked_right = node.child(1).kind == NodeKind::name;
  const Node& bound = node.child(asked_left ? 1 : 0);
  if (asked_left == asked_right || !is_constant(bound)) return false;
  bounds.push_back(Interpreter(0).evaluate(bound));
  return true;
}

std::vector<TableDimension> table_dimensions(const std::vector<Expression>& inputs,
                                             const std::vector<ValueList>& bounds) {
  std::vector<TableDimension> dimensions;
  for (auto& group : groups_of(inputs)) {
    const bool is_name = group.size() == 1 && root_of(inputs[group[0]]).kind == NodeKind::name;
    dimensions.push_back(is_name ? alone(inputs, bounds, group[0]) : Group(inputs, group).dimension(bounds));
  }
  std::sort(dimensions.begin(), dimensions.end(),
            [](const TableDimension& a, const TableDimension& b) { return a.inputs < b.inputs; });
  return dimensions;
}

}  // namespace staysail::decision
