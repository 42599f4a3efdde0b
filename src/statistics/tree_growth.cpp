#include "statistics/tree_growth.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace staysail::statistics {
namespace {

// Log-odds. Among rare events a leaf of few others would step far past the optimum, and scores would run over.
constexpr double kLongest = 5;

// A node whose question is still to be found.
struct Open {
  std::uint32_t node = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  Gradient total;
  GradientHistogram histogram;  // empty on the last level
};

struct Found {
  std::size_t column = 0;  // among those that may be asked about
  Split split;
};

class Growth {
 public:
  Growth(std::span<const CodeColumn> columns, std::span<const std::uint32_t> features, std::vector<std::uint32_t> rows,
         std::span<const std::int64_t> packed, const GrowthOptions& options)
      : features_(features), packed_(packed), options_(options) {
    for (const std::uint32_t feature : features) columns_.push_back(columns[feature]);
    tree_.rows = std::move(rows);
  }

  GrownTree run() {
    std::vector<Open> level = root();
    for (std::uint32_t depth = 0; depth < options_.depth; ++depth) {
      std::vector<Open> next;
      for (Open& open : level) divide(open, depth + 1 == options_.depth, next);
      level = std::move(next);
    }
    for (const Open& open : level) close(open);
    return std::move(tree_);
  }

 private:
  std::vector<Open> root() {
    std::vector<Open> level(1);
    tree_.nodes.emplace_back();
    level[0].end = tree_.rows.size();
    measure(level[0], false);
    level[0].total = total_of(gathered_);
    value(level[0]);
    return level;
  }

  void gather(const Open& open) {
    gathered_.resize(open.end - open.begin);
    for (std::size_t i = 0; i < gathered_.size(); ++i) gathered_[i] = packed_[tree_.rows[open.begin + i]];
  }
  std::span<const std::uint32_t> rows_of(const Open& open) const {
    return std::span(tree_.rows).subspan(open.begin, open.end - open.begin);
  }
  void measure(Open& open, bool last) {
    gather(open);
    if (!last) open.histogram = GradientHistogram::of(columns_, rows_of(open), gathered_);
  }
  void value(const Open& open) {
    const double full = std::clamp(step_of(open.total, options_.split.ridge), -kLongest, kLongest);
    const double step = options_.rate * full;
    tree_.nodes[open.node].value = static_cast<std::int32_t>(std::lrint(step * BoostedTrees::kUnitsPerLogOdd));
  }
  void close(const Open& open) { tree_.leaves.push_back({open.node, open.begin, open.end}); }

  std::optional<Found> find(const Open& open) const {
    std::optional<Found> found;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      auto split = best_split(open.histogram.column(i), columns_[i].ordered, open.total,
                              found ? found->split.gain : 0.0, options_.split);
      if (split) found = Found{i, *split};
    }
    return found;
  }

  void divide(Open& open, bool last, std::vector<Open>& next) {
    const auto found = find(open);
    if (!found) return close(open);
    TreeNode& node = tree_.nodes[open.node];
    node.feature = static_cast<std::int32_t>(features_[found->column]);
    node.codes = found->split.left;
    node.left = static_cast<std::uint32_t>(tree_.nodes.size());
    node.right = node.left + 1;
    const std::size_t middle = part(open, node, columns_[found->column].codes);
    Open left{node.left, open.begin, middle, {}, {}};
    Open right{node.right, middle, open.end, {}, {}};
    tree_.nodes.resize(tree_.nodes.size() + 2);
    share(open, left, right, last);
    next.push_back(std::move(left));
    next.push_back(std::move(right));
  }

  // Rows that go left come first, each side in the order it had.
  std::size_t part(const Open& open, const TreeNode& node, const std::uint8_t* codes) {
    other_.clear();
    std::size_t kept = open.begin;
    for (std::size_t i = open.begin; i < open.end; ++i) {
      const std::uint32_t row = tree_.rows[i];
      if (node.goes_left(codes[row])) tree_.rows[kept++] = row;
      else other_.push_back(row);
    }
    std::copy(other_.begin(), other_.end(), tree_.rows.begin() + static_cast<std::ptrdiff_t>(kept));
    return kept;
  }

  // Only the smaller side is summed; the other is the rest.
  void share(Open& parent, Open& left, Open& right, bool last) {
    const bool left_is_smaller = left.end - left.begin < right.end - right.begin;
    Open& small = left_is_smaller ? left : right;
    Open& large = left_is_smaller ? right : left;
    measure(small, last);
    small.total = total_of(gathered_);
    large.total = parent.total;
    large.total -= small.total;
    if (!last) {
      large.histogram = std::move(parent.histogram);
      large.histogram -= small.histogram;
    }
    value(left);
    value(right);
  }

  std::span<const std::uint32_t> features_;
  std::span<const std::int64_t> packed_;
  const GrowthOptions& options_;
  std::vector<CodeColumn> columns_;
  std::vector<std::int64_t> gathered_;
  std::vector<std::uint32_t> other_;
  GrownTree tree_;
};

}  // namespace

GrownTree grow_tree(std::span<const CodeColumn> columns, std::span<const std::uint32_t> features,
                    std::vector<std::uint32_t> rows, std::span<const std::int64_t> packed,
                    const GrowthOptions& options) {
  return Growth(columns, features, std::move(rows), packed, options).run();
}

}  // namespace staysail::statistics
