#include "staysail/segments/cluster_rules.hpp"

#include <cstdlib>

namespace staysail {
namespace segments {
namespace {

using statistics::RuleLeaf;
using statistics::RuleRange;
using statistics::RuleTree;

std::string bound_text(const Column& column, const std::string& text) {
  if (column.type() != ColumnType::day) return text;
  const auto day = Day::since_epoch(static_cast<std::int32_t>(std::strtol(text.c_str(), nullptr, 10)));
  return "date(\"" + day.to_string() + "\")";
}

std::string range_text(const Column& column, const RuleRange& range) {
  const std::string& name = column.field().name;
  if (column.type() == ColumnType::boolean) return name + (range.above ? " = true" : " = false");
  const auto above = range.above ? name + " > " + bound_text(column, *range.above) : std::string();
  const auto at_most = range.at_most ? name + " <= " + bound_text(column, *range.at_most) : std::string();
  return above.empty() || at_most.empty() ? above + at_most : above + " and " + at_most;
}

std::string leaf_text(const std::vector<Column>& columns, const RuleLeaf& leaf) {
  std::string text;
  for (const RuleRange& range : leaf.ranges)
    text += (text.empty() ? "" : " and ") + range_text(columns[range.column], range);
  return text.empty() ? "true" : text;
}

// The leaves of class 1, one after another.
std::string condition_of(const std::vector<Column>& columns, const RuleTree& tree) {
  std::vector<std::string> texts;
  for (const RuleLeaf& leaf : tree.leaves())
    if (leaf.label == 1) texts.push_back(leaf_text(columns, leaf));
  if (texts.empty()) return "false";
  if (texts.size() == 1) return texts.front();
  std::string text;
  for (const std::string& each : texts) text += (text.empty() ? "(" : " or (") + each + ")";
  return text;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void count(ClusterRule& rule, std::span<const std::uint16_t> inside, std::span<const std::uint16_t> held) {
  std::uint64_t both = 0, in = 0, out = 0;
  for (std::size_t row = 0; row < inside.size(); ++row) {
    in += inside[row];
    out += held[row];
    both += inside[row] & held[row];
  }
  rule.rows = in;
  rule.precision = share(both, out);
  rule.recall = share(both, in);
  rule.fidelity = share(inside.size() - in - out + 2 * both, inside.size());
}

}  // namespace
}  // namespace segments

Result<std::vector<ClusterRule>> cluster_rules(const Batch& frame, const std::vector<std::string>& columns,
                                               std::span<const std::uint16_t> labels, std::size_t clusters,
                                               const statistics::RuleTreeOptions& options) {
  STAYSAIL_TRY(const auto chosen, frame.select(columns));
  statistics::RuleTreeOptions balanced = options;
  balanced.balanced = true;
  std::vector<ClusterRule> rules;
  std::vector<std::uint16_t> inside(labels.size());
  for (std::size_t cluster = 0; cluster < clusters; ++cluster) {
    for (std::size_t row = 0; row < labels.size(); ++row) inside[row] = labels[row] == cluster ? 1 : 0;
    STAYSAIL_TRY(const auto tree, statistics::RuleTree::grow(chosen.columns(), inside, 2, balanced));
    STAYSAIL_TRY(const auto held, tree.classify(chosen.columns(), options.executor));
    ClusterRule& rule = rules.emplace_back();
    rule.cluster = static_cast<std::uint16_t>(cluster);
    rule.when = segments::condition_of(chosen.columns(), tree);
    segments::count(rule, inside, held);
  }
  return rules;
}

}  // namespace staysail
