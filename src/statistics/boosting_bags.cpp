#include "statistics/boosting_bags.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "statistics/fast_exponential.hpp"
#include "statistics/feature_relation.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr int kLossBits = 32;  // of the fraction

// Log-loss of a score and of so many trials, the last of which had this outcome, in whole units, so that the order of
// rows does not matter.
std::int64_t loss_of(std::int32_t score, std::uint8_t outcome, std::uint8_t trials) {
  const double log_odds = score / static_cast<double>(BoostedTrees::kUnitsPerLogOdd);
  const double least = log_one_plus(fast_exponential(-std::fabs(log_odds)));
  const double against = std::max(outcome != 0 ? -log_odds : log_odds, 0.0) + least;
  const double before = (trials - 1) * (std::max(log_odds, 0.0) + least);
  return std::llround(std::ldexp(against + before, kLossBits));
}

std::uint8_t trials_at(std::span<const std::uint8_t> trials, std::size_t i) { return trials.empty() ? 1 : trials[i]; }

class Bag {
 public:
  Bag(const LaidOutRows& rows, std::size_t fold, std::int32_t base, std::uint64_t seed)
      : rows_(rows), begin_(rows.layout().starts[fold]), end_(rows.layout().starts[fold + 1]), state_(seed) {
    scores_.assign(rows.target().size(), base);
    packed_.resize(scores_.size());
    for (std::size_t i = 0; i < scores_.size(); ++i)
      if (i < begin_ || i >= end_) inside_.push_back(static_cast<std::uint32_t>(i));
  }

  void grow(const GrowthOptions& options, double share) {
    pack_gradients(scores_, rows_.target(), rows_.trials(), packed_);
    GrownTree tree = grow_tree(rows_.columns(), some_features(share), inside_, packed_, options);
    step_inside(tree);
    step_outside(tree);
    tree.rows = {};
    tree.leaves = {};
    trees_.push_back(std::move(tree));
  }

  // Adds the scores of the rows held out to `sums`, by row.
  void add_held_out(std::vector<std::int64_t>& sums) const {
    for (std::size_t i = begin_; i < end_; ++i) sums[rows_.layout().order[i]] += scores_[i];
  }
  // Of the rows held out, summed.
  std::int64_t loss() const {
    std::int64_t sum = 0;
    for (std::size_t i = begin_; i < end_; ++i)
      sum += loss_of(scores_[i], rows_.target()[i], trials_at(rows_.trials(), i));
    return sum;
  }
  std::vector<GrownTree> take(std::size_t count) {
    trees_.resize(count);
    return std::move(trees_);
  }

 private:
  std::vector<std::uint32_t> some_features(double share_of_features) {
    std::vector<std::uint32_t> features(rows_.columns().size());
    std::iota(features.begin(), features.end(), 0U);
    for (std::size_t i = features.size(); i > 1; --i) std::swap(features[i - 1], features[next_number(state_) % i]);
    const double share = std::ceil(share_of_features * static_cast<double>(features.size()));
    features.resize(static_cast<std::size_t>(share));
    std::sort(features.begin(), features.end());
    return features;
  }
  void step_inside(const GrownTree& tree) {
    for (const GrownTree::Leaf& leaf : tree.leaves) {
      const std::int32_t value = tree.nodes[leaf.node].value;
      for (std::size_t i = leaf.begin; i < leaf.end; ++i) scores_[tree.rows[i]] += value;
    }
  }
  void step_outside(const GrownTree& tree) {
    for (std::size_t i = begin_; i < end_; ++i) {
      const TreeNode* node = tree.nodes.data();
      while (node->feature >= 0) {
        const std::uint8_t code = rows_.columns()[static_cast<std::size_t>(node->feature)].codes[i];
        node = &tree.nodes[node->goes_left(code) ? node->left : node->right];
      }
      scores_[i] += node->value;
    }
  }

  const LaidOutRows& rows_;
  std::size_t begin_, end_;
  std::uint64_t state_;
  std::vector<std::int32_t> scores_;
  std::vector<std::int64_t> packed_;
  std::vector<std::uint32_t> inside_;
  std::vector<GrownTree> trees_;
};

std::vector<Bag> bags_of(std::span<const LaidOutRows> layouts, std::int32_t base, std::uint64_t seed) {
  std::vector<Bag> bags;
  for (const LaidOutRows& layout : layouts)
    for (std::size_t fold = 0; fold < layout.layout().folds(); ++fold)
      bags.emplace_back(layout, fold, base, seed + 0x100000001b3ULL * (bags.size() + 1));
  return bags;
}

std::vector<std::int32_t> held_out_scores(std::span<const Bag> bags, std::size_t rows, std::size_t repeats) {
  std::vector<std::int64_t> sums(rows);
  for (const Bag& bag : bags) bag.add_held_out(sums);
  std::vector<std::int32_t> scores(rows);
  for (std::size_t i = 0; i < rows; ++i)
    scores[i] = static_cast<std::int32_t>(sums[i] / static_cast<std::int64_t>(repeats));
  return scores;
}

std::vector<std::int64_t> losses_of(std::span<const Bag> bags) {
  std::vector<std::int64_t> losses;
  for (const Bag& bag : bags) losses.push_back(bag.loss());
  return losses;
}

std::int64_t total_loss(std::span<const Bag> bags) {
  std::int64_t sum = 0;
  for (const Bag& bag : bags) sum += bag.loss();
  return sum;
}

// Grows bags side by side, a few trees at a time, until `better` has said no too often.
struct Round {
  const BoostingPlan& plan;
  std::uint32_t depth;
  Executor& executor;
  const Control& control;

  template <class Better>
  Status run(std::vector<Bag>& bags, const Better& better) const {
    std::size_t waited = 0;
    for (std::size_t trees = plan.trees_at_once; trees <= plan.most_trees && waited < plan.patience;
         trees += plan.trees_at_once) {
      STAYSAIL_CHECK(control.check());
      executor.run(bags.size(), [&](std::size_t i) {
        for (std::size_t t = 0; t < plan.trees_at_once; ++t) bags[i].grow({depth, plan.rate, {}}, plan.share);
      });
      control.report("boosting", trees, 0);
      waited = better(trees) ? 0 : waited + 1;
    }
    return control.check();
  }
};

void keep(Ensemble& best, std::vector<Bag>& bags, std::size_t count) {
  for (Bag& bag : bags) best.trees.push_back(bag.take(count));
}

}  // namespace

// Rows of one group tell little more than one of them, and take their time.
BoostingPlan BoostingPlan::of(const CodedRows& coded) {
  std::size_t rows = coded.rows();
  if (!coded.groups.empty()) {
    rows = std::set<std::uint64_t>(coded.groups.begin(), coded.groups.end()).size();
    if (rows > 1'000 && rows <= 12'000) return {8, 1, 0.07, 1000, 4, 4, 3};
  }
  if (rows <= 1'000) return {6, 1, 0.1, 300, 4, 2, 6};
  if (rows <= 12'000) return {8, 2, 0.05, 1000, 4, 5, 4};
  if (rows <= 30'000) return {5, 1, 0.07, 800, 4, 4, 2};
  return {4, 1, 0.12, 500, 8, 1, 1};
}

LaidOutRows::LaidOutRows(const CodedRows& rows, FoldLayout layout) : layout_(std::move(layout)) {
  for (const CodedFeature& feature : rows.features) {
    auto codes = std::make_unique<std::vector<std::uint8_t>>(rows.rows());
    for (std::size_t i = 0; i < codes->size(); ++i) (*codes)[i] = feature.codes[layout_.order[i]];
    columns_.push_back({codes->data(), feature.size, feature.ordered});
    codes_.push_back(std::move(codes));
  }
  for (const std::uint32_t row : layout_.order) target_.push_back(rows.target[row]);
  if (rows.trials.empty()) return;
  for (const std::uint32_t row : layout_.order) trials_.push_back(rows.trials[row]);
}

void LaidOutRows::add(const Relation& relation, std::span<const Positions> positions) {
  std::vector<const std::uint8_t*> codes;
  for (std::size_t i = 0; i < positions.size(); ++i) codes.push_back(columns_[i].codes);
  codes_.push_back(std::make_unique<std::vector<std::uint8_t>>(target_.size()));
  relate(relation, positions, codes, *codes_.back());
  columns_.push_back({codes_.back()->data(), kRelationCodes, true});
}

void LaidOutRows::forget(std::size_t columns) {
  codes_.resize(codes_.size() - columns);
  columns_.resize(columns_.size() - columns);
}

std::int32_t base_score(const CodedRows& rows) {
  std::int64_t events = 0, others = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    events += rows.target[i];
    others += trials_at(rows.trials, i) - rows.target[i];
  }
  const double log_odds = natural_log(static_cast<double>(events)) - natural_log(static_cast<double>(others));
  return static_cast<std::int32_t>(std::lrint(log_odds * BoostedTrees::kUnitsPerLogOdd));
}

double mean_loss(std::span<const std::int32_t> scores, const CodedRows& rows) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    total += loss_of(scores[i], rows.target[i], trials_at(rows.trials, i));
  return std::ldexp(static_cast<double>(total), -kLossBits) / static_cast<double>(scores.size());
}

Result<Ensemble> boost(std::span<const LaidOutRows> layouts, const CodedRows& rows, const BoostingPlan& plan,
                       std::uint32_t depth, std::uint64_t seed, Executor& executor, const Control& control) {
  std::vector<Bag> bags = bags_of(layouts, base_score(rows), seed);
  Ensemble best;
  best.depth = depth;
  best.held_out = held_out_scores(bags, rows.rows(), layouts.size());
  best.loss = mean_loss(best.held_out, rows);
  best.bag_losses = losses_of(bags);
  std::size_t kept = 0;
  const Round round{plan, depth, executor, control};
  const Status grown = round.run(bags, [&](std::size_t trees) {
    auto scores = held_out_scores(bags, rows.rows(), layouts.size());
    const double loss = mean_loss(scores, rows);
    if (loss >= best.loss) return false;
    best.loss = loss;
    best.held_out = std::move(scores);
    best.bag_losses = losses_of(bags);
    kept = trees;
    return true;
  });
  STAYSAIL_CHECK(grown);
  keep(best, bags, kept);
  return best;
}

Result<std::int64_t> try_boost(std::span<const LaidOutRows> layouts, const CodedRows& rows, const BoostingPlan& plan,
                               std::uint32_t depth, std::uint64_t seed, Executor& executor, const Control& control) {
  std::vector<Bag> bags = bags_of(layouts, base_score(rows), seed);
  while (bags.size() > plan.trial_bags) bags.pop_back();
  std::int64_t least = total_loss(bags);
  const Round round{plan, depth, executor, control};
  const Status grown = round.run(bags, [&](std::size_t) {
    const std::int64_t loss = total_loss(bags);
    if (loss >= least) return false;
    least = loss;
    return true;
  });
  STAYSAIL_CHECK(grown);
  return least;
}

}  // namespace staysail::statistics
