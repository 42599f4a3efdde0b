#include "statistics/rule_tree_growth.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "staysail/base/decimal_text.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kMostCuts = 128;
// A gain that rounding alone could make is none.
constexpr double kLeastGain = 1e-9;

struct Cut {
  std::int64_t whole = 0;
  std::string text;
};

// Steps that are a power of ten stand for decimals: the multiple of the highest power of ten in [below, above).
Cut decimal_cut(std::int64_t below, std::int64_t above, int scale) {
  for (int digits = 18; digits > 0; --digits) {
    const std::int64_t unit = power_of_ten(digits);
    const std::int64_t last = above - 1;
    const std::int64_t cut = last - ((last % unit) + unit) % unit;
    if (cut >= below)
      return {cut, decimal_text(cut / power_of_ten(std::min(digits, scale)), std::max(0, scale - digits))};
  }
  return {below, decimal_text(below, scale)};
}

// The same for values that are no decimals: the first text of few decimals that divides the two.
Cut real_cut(std::int64_t below, std::int64_t above, double steps) {
  const double low = static_cast<double>(below) / steps, high = static_cast<double>(above) / steps;
  char text[64];
  for (int decimals = 0; decimals < 18; ++decimals) {
    const double unit = std::pow(10.0, -decimals);
    for (const double candidate : {std::floor(high / unit) * unit, (std::floor(high / unit) - 1) * unit}) {
      std::snprintf(text, sizeof text, "%.*f", decimals, candidate);
      const double cut = std::strtod(text, nullptr);
      if (cut >= low && cut < high) return {static_cast<std::int64_t>(std::floor(cut * steps)), text};
    }
  }
  std::snprintf(text, sizeof text, "%.17g", low);
  return {below, text};
}

Cut cut_between(std::int64_t below, std::int64_t above, double steps) {
  for (int scale = 0; scale <= kMaxScale; ++scale)
    if (steps == static_cast<double>(power_of_ten(scale))) return decimal_cut(below, above, scale);
  return real_cut(below, above, steps);
}

}  // namespace

CodedColumn coded_column(const WholeColumn& column, std::span<const std::uint32_t> rows) {
  std::vector<std::int64_t> sorted;
  for (const std::uint32_t row : rows) sorted.push_back(column.values()[row]);
  std::sort(sorted.begin(), sorted.end());
  CodedColumn coded;
  std::size_t changes = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) changes += sorted[i] != sorted[i - 1];
  const std::size_t share = changes <= kMostCuts ? 1 : sorted.size() / kMostCuts;
  for (std::size_t i = share; i < sorted.size(); ++i) {
    if (sorted[i] == sorted[i - 1] || coded.cuts.size() == kMostCuts) continue;
    const Cut cut = cut_between(sorted[i - 1], sorted[i], column.steps());
    coded.cuts.push_back(cut.whole);
    coded.texts.push_back(cut.text);
    i += share - 1;
  }
  for (const std::uint32_t row : rows) {
    const auto place = std::lower_bound(coded.cuts.begin(), coded.cuts.end(), column.values()[row]);
    coded.codes.push_back(static_cast<std::uint8_t>(place - coded.cuts.begin()));
  }
  return coded;
}

std::vector<RuleTree::Node> TreeGrowth::grow() {
  std::vector<std::uint32_t> rows(labels_.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  grow(std::move(rows), 0);
  return std::move(nodes_);
}

std::vector<double> TreeGrowth::weights_of(std::span<const std::uint32_t> rows) const {
  std::vector<double> weights(weights_.size());
  for (const std::uint32_t row : rows) ++weights[labels_[row]];
  for (std::size_t c = 0; c < weights.size(); ++c) weights[c] *= weights_[c];
  return weights;
}

std::uint32_t TreeGrowth::grow(std::vector<std::uint32_t> rows, std::size_t depth) {
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  const auto weights = weights_of(rows);
  nodes_.emplace_back();
  nodes_[index].label = static_cast<std::uint16_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
  if (depth == depth_) return index;
  const Split split = best_split(rows);
  if (split.gain <= kLeastGain) return index;
  const CodedColumn& column = columns_[split.column];
  const auto middle = std::stable_partition(rows.begin(), rows.end(),
                                            [&](std::uint32_t row) { return column.codes[row] <= split.cut; });
  std::vector<std::uint32_t> above(middle, rows.end());
  rows.erase(middle, rows.end());
  nodes_[index].column = split.column;
  nodes_[index].cut = column.cuts[split.cut];
  nodes_[index].text = column.texts[split.cut];
  const std::uint32_t low = grow(std::move(rows), depth + 1), high = grow(std::move(above), depth + 1);
  nodes_[index].below = low;
  nodes_[index].above = high;
  return index;
}

TreeGrowth::Split TreeGrowth::best_split(std::span<const std::uint32_t> rows) const {
  Split best;
  for (std::size_t column = 0; column < columns_.size(); ++column) try_column(column, rows, best);
  return best;
}

// Gini's impurity of a side of weight w is w - (sum of squared class weights) / w: the gain is what the squares gain.
void TreeGrowth::try_column(std::size_t column, std::span<const std::uint32_t> rows, Split& best) const {
  const CodedColumn& coded = columns_[column];
  const std::size_t classes = weights_.size();
  std::vector<double> bins((coded.cuts.size() + 1) * classes), below(classes), above = weights_of(rows);
  for (const std::uint32_t row : rows) bins[coded.codes[row] * classes + labels_[row]] += weights_[labels_[row]];
  const auto purity = [](const std::vector<double>& weights) {
    double sum = 0, squares = 0;
    for (const double weight : weights) sum += weight, squares += weight * weight;
    return sum > 0 ? squares / sum : 0;
  };
  const double before = purity(above);
  for (std::size_t cut = 0; cut < coded.cuts.size(); ++cut) {
    for (std::size_t c = 0; c < classes; ++c) {
      below[c] += bins[cut * classes + c];
      above[c] -= bins[cut * classes + c];
    }
    const double gain = purity(below) + purity(above) - before;
    if (gain > best.gain * (1 + kLeastGain) + kLeastGain) best = {gain, column, cut};
  }
}

}  // namespace staysail::statistics
