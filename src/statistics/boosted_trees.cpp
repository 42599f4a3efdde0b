#include "staysail/statistics/boosted_trees.hpp"

#include <algorithm>
#include <set>

#include "statistics/boosting_bags.hpp"
#include "statistics/feature_relation.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint32_t kDeep = 5;
// What makes a model harder to read must lower the loss of rows held out by this share of it.
constexpr double kWorthIt = 0.01;
// Rows that relations are looked for in.
constexpr std::size_t kMostScreened = 16'384;

Status both_outcomes(const CodedRows& rows) {
  const auto events = static_cast<std::size_t>(std::count(rows.target.begin(), rows.target.end(), 1));
  if (events >= 2 && rows.rows() - events >= 2) return ok();
  return Error(Errc::degenerate_input,
               "a model is fitted to rows of both outcomes, at least two of each; events among " +
                   std::to_string(rows.rows()) + " rows: " + std::to_string(events));
}

// The outcome of each row, or, where rows are grouped, of its group.
std::vector<std::uint8_t> strata_of(const CodedRows& rows) {
  if (rows.groups.empty()) return rows.target;
  std::set<std::uint64_t> with_event;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (rows.target[i] != 0) with_event.insert(rows.groups[i]);
  std::vector<std::uint8_t> strata;
  for (const std::uint64_t group : rows.groups) strata.push_back(with_event.contains(group) ? 1 : 0);
  return strata;
}

class Fit {
 public:
  Fit(const CodedRows& rows, const BoostingOptions& options, Executor& executor, const Control& control)
      : rows_(rows), options_(options), executor_(executor), control_(control), plan_(BoostingPlan::of(rows)) {
    plan_.share = options.share;
    const auto keys = rows.groups.empty() ? row_keys(rows) : rows.groups;
    const auto strata = strata_of(rows);
    for (std::size_t i = 0; i < plan_.repeats; ++i)
      layouts_.emplace_back(rows, fold_layout(keys, strata, plan_.folds, options.seed + i));
    model_.positions = positions_of(rows);
  }

  Result<BoostedFit> run() {
    STAYSAIL_TRY(Ensemble shallow, boost(options_.depth));
    best_ = std::move(shallow);
    STAYSAIL_CHECK(try_relations());
    STAYSAIL_CHECK(try_deeper());
    return finish();
  }

 private:
  Result<Ensemble> boost(std::uint32_t depth) {
    return statistics::boost(layouts_, rows_, plan_, depth, options_.seed, executor_, control_);
  }
  bool keeps(const Ensemble& other) const { return other.loss < best_.loss * (1 - kWorthIt); }

  // A trial on a few bags: what does not bring them half of what it has to bring is not tried on all.
  Result<bool> promises(std::uint32_t depth) {
    const std::size_t bags = plan_.trial_bags;
    if (bags >= best_.bag_losses.size()) return true;
    STAYSAIL_TRY(const std::int64_t loss, try_boost(layouts_, rows_, plan_, depth, options_.seed, executor_, control_));
    std::int64_t before = 0;
    for (std::size_t i = 0; i < bags; ++i) before += best_.bag_losses[i];
    return static_cast<double>(loss) < static_cast<double>(before) * (1 - kWorthIt / 2);
  }

  Result<bool> keep_if_better(std::uint32_t depth) {
    STAYSAIL_TRY(const bool promising, promises(depth));
    if (!promising) return false;
    STAYSAIL_TRY(Ensemble other, boost(depth));
    if (!keeps(other)) return false;
    best_ = std::move(other);
    return true;
  }

  Status try_relations() {
    const std::vector<Relation> found = relations();
    if (found.empty()) return ok();
    for (LaidOutRows& layout : layouts_)
      for (const Relation& relation : found) layout.add(relation, model_.positions);
    STAYSAIL_TRY(const bool kept, keep_if_better(options_.depth));
    if (kept) model_.relations = found;
    else
      for (LaidOutRows& layout : layouts_) layout.forget(found.size());
    return ok();
  }

  std::vector<Relation> relations() {
    const LaidOutRows& layout = layouts_.front();
    const std::size_t count = std::min(kMostScreened, rows_.rows());
    std::vector<std::uint32_t> places(count);
    std::vector<std::int32_t> scores(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      places[i] = i;
      scores[i] = best_.held_out[layout.layout().order[i]];
    }
    std::vector<std::int64_t> packed(count);
    const auto trials = layout.trials().first(layout.trials().empty() ? 0 : count);
    pack_gradients(scores, layout.target().first(count), trials, packed);
    return telling_relations(layout.columns(), model_.positions, places, packed, options_.most_relations, executor_);
  }

  Status try_deeper() {
    STAYSAIL_CHECK(keep_if_better(kDeep));
    return ok();
  }

  BoostedFit finish() {
    model_.bags = static_cast<std::uint32_t>(best_.trees.size());
    model_.base = std::int64_t{base_score(rows_)} * model_.bags;
    for (const auto& bag : best_.trees)
      for (const GrownTree& tree : bag) append(tree);
    BoostedFit fit{std::move(model_), {}, best_.loss, best_.depth};
    for (const std::int32_t score : best_.held_out)
      fit.held_out.push_back(score / static_cast<double>(BoostedTrees::kUnitsPerLogOdd));
    return fit;
  }

  void append(const GrownTree& tree) {
    const auto root = static_cast<std::uint32_t>(model_.nodes.size());
    model_.roots.push_back(root);
    for (TreeNode node : tree.nodes) {
      node.left += root;
      node.right += root;
      model_.nodes.push_back(node);
    }
  }

  const CodedRows& rows_;
  const BoostingOptions& options_;
  Executor& executor_;
  const Control& control_;
  BoostingPlan plan_;
  std::vector<LaidOutRows> layouts_;
  BoostedTrees model_;
  Ensemble best_;
};

}  // namespace

Status CodedRows::validate() const {
  for (const CodedFeature& feature : features) {
    if (feature.codes.size() != rows())
      return Error(Errc::invalid_argument, "every feature has one code a row: " + std::to_string(feature.codes.size()) +
                                               " codes of " + std::to_string(rows()) + " rows");
    if (feature.size == 0 || feature.size > kMostCodes)
      return Error(Errc::invalid_argument, "a feature has 1 to 128 codes: " + std::to_string(feature.size));
    for (const std::uint8_t code : feature.codes)
      if (code >= feature.size)
        return Error(Errc::invalid_argument, "a code past the size of its feature: " + std::to_string(code));
  }
  for (const std::uint8_t outcome : target)
    if (outcome > 1) return Error(Errc::invalid_argument, "a target is 0 or 1: " + std::to_string(outcome));
  const auto one_each = [&](std::size_t size) { return size == 0 || size == rows(); };
  if (!one_each(trials.size()) || !one_each(groups.size()))
    return Error(Errc::invalid_argument, "trials and groups are one a row, or left out");
  for (const std::uint8_t count : trials)
    if (count == 0 || count > kMostTrials)
      return Error(Errc::invalid_argument, "a row stands for 1 to 8 trials: " + std::to_string(count));
  return ok();
}

Result<BoostedFit> fit_boosted_trees(const CodedRows& rows, const BoostingOptions& options, Executor* executor,
                                     const Control& control) {
  STAYSAIL_CHECK(rows.validate());
  STAYSAIL_CHECK(both_outcomes(rows));
  InlineExecutor calling_thread;
  return Fit(rows, options, executor != nullptr ? *executor : calling_thread, control).run();
}

}  // namespace staysail::statistics
