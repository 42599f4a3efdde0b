#include "staysail/statistics/rule_tree.hpp"

#include <algorithm>
#include <map>

#include "statistics/canonical_sample.hpp"
#include "statistics/point_columns.hpp"
#include "statistics/rule_tree_growth.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kMostDepth = 8;
// Rows at a time, so that a label a row is the only memory a thread writes.
constexpr std::size_t kRun = 4096;

Status check(std::span<const Column> columns, std::span<const std::uint16_t> labels, std::size_t classes,
             const RuleTreeOptions& options) {
  if (options.depth == 0 || options.depth > kMostDepth)
    return Error(Errc::invalid_argument,
                 "a tree has 1 to 8 cuts one after another, not " + std::to_string(options.depth));
  if (!columns.empty() && columns.front().size() != labels.size())
    return Error(Errc::invalid_argument, "each row has one class; given are " + std::to_string(columns.front().size()) +
                                             " rows and " + std::to_string(labels.size()) + " classes");
  if (std::any_of(labels.begin(), labels.end(), [&](std::uint16_t label) { return label >= classes; }))
    return Error(Errc::invalid_argument, "classes are numbered from 0 to " + std::to_string(classes) + " less one");
  return ok();
}

std::vector<double> class_weights(std::span<const std::uint16_t> labels, std::size_t classes, bool balanced) {
  std::vector<double> counts(classes), weights(classes, 1);
  for (const std::uint16_t label : labels) ++counts[label];
  for (std::size_t c = 0; balanced && c < classes; ++c)
    if (counts[c] > 0) weights[c] = static_cast<double>(labels.size()) / counts[c];
  return weights;
}

using Ranges = std::map<std::size_t, RuleRange>;

// Whether all leaves under a node are of one class.
bool of_one_class(std::span<const RuleTree::Node> nodes, std::uint32_t at, std::uint16_t label) {
  if (nodes[at].below == 0) return nodes[at].label == label;
  return of_one_class(nodes, nodes[at].below, label) && of_one_class(nodes, nodes[at].above, label);
}

void list_leaves(std::span<const RuleTree::Node> nodes, std::uint32_t at, const Ranges& ranges,
                 std::vector<RuleLeaf>& leaves) {
  const RuleTree::Node& node = nodes[at];
  std::uint32_t first = at;
  while (nodes[first].below != 0) first = nodes[first].below;
  if (of_one_class(nodes, at, nodes[first].label)) {
    RuleLeaf& leaf = leaves.emplace_back();
    leaf.label = nodes[first].label;
    for (const auto& [column, range] : ranges) leaf.ranges.push_back(range);
    return;
  }
  Ranges below = ranges, above = ranges;
  below[node.column].column = above[node.column].column = node.column;
  below[node.column].at_most = node.text;
  above[node.column].above = node.text;
  list_leaves(nodes, node.below, below, leaves);
  list_leaves(nodes, node.above, above, leaves);
}

}  // namespace

std::uint16_t class_of(std::span<const RuleTree::Node> nodes, std::span<const WholeColumn> whole, std::size_t row) {
  std::uint32_t at = 0;
  while (nodes[at].below != 0)
    at = whole[nodes[at].column].values()[row] <= nodes[at].cut ? nodes[at].below : nodes[at].above;
  return nodes[at].label;
}

Result<RuleTree> RuleTree::grow(std::span<const Column> columns, std::span<const std::uint16_t> labels,
                                std::size_t classes, const RuleTreeOptions& options) {
  STAYSAIL_CHECK(check(columns, labels, classes, options));
  InlineExecutor here;
  const Control control;
  const Workers workers{options.executor == nullptr ? here : *options.executor, control, instruction_sets().back()};
  STAYSAIL_TRY(const auto data, PointColumns::of(columns, true, {}, workers));
  const auto sample = CanonicalSample::draw(data.points, options.sample_rows, options.seed, workers);
  std::vector<CodedColumn> coded;
  for (const WholeColumn& column : data.whole) coded.push_back(coded_column(column, sample.rows));
  std::vector<std::uint16_t> drawn;
  for (const std::uint32_t row : sample.rows) drawn.push_back(labels[row]);
  const auto weights = class_weights(drawn, classes, options.balanced);
  std::vector<double> steps;
  for (const WholeColumn& column : data.whole) steps.push_back(column.steps());
  return RuleTree(TreeGrowth(coded, drawn, weights, options.depth).grow(), std::move(steps));
}

Result<std::vector<std::uint16_t>> RuleTree::classify(std::span<const Column> columns, Executor* executor) const {
  if (columns.size() != steps_.size())
    return Error(Errc::schema_mismatch, "this tree was grown on " + std::to_string(steps_.size()) +
                                            " columns, not on " + std::to_string(columns.size()));
  InlineExecutor here;
  std::vector<WholeColumn> whole;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    STAYSAIL_TRY(auto column, WholeColumn::of(columns[j], steps_[j]));
    whole.push_back(std::move(column));
  }
  std::vector<std::uint16_t> labels(columns.empty() ? 0 : columns.front().size());
  (executor == nullptr ? here : *executor).run((labels.size() + kRun - 1) / kRun, [&](std::size_t run) {
    for (std::size_t row = run * kRun; row < std::min(labels.size(), (run + 1) * kRun); ++row)
      labels[row] = class_of(nodes_, whole, row);
  });
  return labels;
}

std::vector<RuleLeaf> RuleTree::leaves() const {
  std::vector<RuleLeaf> leaves;
  list_leaves(nodes_, 0, {}, leaves);
  return leaves;
}

}  // namespace staysail::statistics
