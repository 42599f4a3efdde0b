#include "staysail/statistics/cluster_count.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "statistics/k_means_fit.hpp"
#include "statistics/lloyd.hpp"
#include "statistics/seeding.hpp"
#include "statistics/rule_tree_growth.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/statistics/agreement.hpp"

namespace staysail::statistics {
namespace {

using Rows = std::vector<std::uint32_t>;
using Labels = std::vector<std::uint16_t>;

// About `most` of the rows, evenly over their order.
Rows thinned(const Rows& rows, std::size_t most) {
  Rows result;
  const std::size_t step = std::max<std::size_t>(rows.size() / std::max<std::size_t>(most, 1), 1);
  for (std::size_t i = 0; i < rows.size(); i += step) result.push_back(rows[i]);
  return result;
}

Labels labels_of(const KMeans& model, const Rows& rows) {
  Labels labels;
  for (const std::uint32_t row : rows) labels.push_back(model.labels()[row]);
  return labels;
}

// --- stability -------------------------------------------------------------------------------------------------------

// Where the rows of a sample belong by a fit to a bootstrap sample of them.
Result<Labels> bootstrap_labels(const FixedPoints& sample, std::size_t clusters, std::uint64_t seed,
                                const KMeansOptions& options) {
  InlineExecutor here;
  const Workers workers{here, options.control, options.instructions.value_or(instruction_sets().back())};
  Rows rows(sample.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = static_cast<std::uint32_t>(random_below(sample.size(), seed, i));
  const FixedPoints drawn = sample.take(rows);
  STAYSAIL_TRY(auto start, seeded(drawn, clusters, seed, workers));
  Lloyd lloyd(drawn, std::move(start), workers);
  STAYSAIL_CHECK(lloyd.run(options.iterations));
  return nearest_centroids(sample, lloyd.centroids(), workers);
}

struct Stability {
  double mean = 0, error = 0;
};

Stability stability_of(std::span<const Labels> fits, std::size_t clusters) {
  std::vector<double> indices;
  for (std::size_t r = 0; r < fits.size(); ++r)
    indices.push_back(adjusted_rand(cross_counts(fits[r], fits[(r + 1) % fits.size()], clusters, clusters), clusters));
  const auto count = static_cast<double>(indices.size());
  Stability stability{std::accumulate(indices.begin(), indices.end(), 0.0) / count};
  double squares = 0;
  for (const double index : indices) squares += (index - stability.mean) * (index - stability.mean);
  stability.error = std::sqrt(squares / (count - 1) / count);
  return stability;
}

Result<std::vector<Stability>> stabilities(const FixedPoints& sample, std::span<const std::size_t> counts,
                                           const ClusterCountOptions& options, const Workers& workers) {
  const std::size_t replicates = options.replicates;
  STAYSAIL_TRY(const auto fits, collect(workers.executor, counts.size() * replicates, [&](std::size_t i) {
                 return bootstrap_labels(sample, counts[i / replicates],
                                         random_bits(options.k_means.seed + 1, i % replicates), options.k_means);
               }));
  std::vector<Stability> result;
  for (std::size_t i = 0; i < counts.size(); ++i)
    result.push_back(stability_of(std::span(fits).subspan(i * replicates, replicates), counts[i]));
  return result;
}

// --- silhouette ------------------------------------------------------------------------------------------------------

// By cluster the mean of the distances to its rows, to the row's own without itself: how much nearer its own is.
double width_of(std::vector<double> sums, std::span<const std::uint64_t> sizes, std::uint16_t own) {
  if (sizes[own] == 1) return 0;
  double nearest = -1;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (sizes[c] == 0) continue;
    sums[c] /= static_cast<double>(c == own ? sizes[c] - 1 : sizes[c]);
    if (c != own && (nearest < 0 || sums[c] < nearest)) nearest = sums[c];
  }
  const double farther = std::max(nearest, sums[own]);
  return nearest < 0 || farther == 0 ? 0 : (nearest - sums[own]) / farther;
}

// Of each labelling of the rows; distances are taken once for all.
std::vector<double> silhouettes(const FixedPoints& points, std::span<const Labels> labellings,
                                std::span<const std::size_t> counts, const Workers& workers) {
  const std::size_t rows = points.size();
  std::vector<std::vector<std::uint64_t>> sizes;
  for (std::size_t i = 0; i < counts.size(); ++i)
    sizes.push_back(cross_counts(Labels(rows), labellings[i], 1, counts[i]));
  std::vector<double> widths(rows * counts.size());
  workers.executor.run(rows, [&](std::size_t row) {
    std::vector<std::int32_t> point(points.dimensions());
    points.copy_row(row, point);
    std::vector<double> distances(rows);
    for (std::size_t other = 0; other < rows; ++other)
      distances[other] = std::sqrt(static_cast<double>(points.squared_distance(other, point)));
    for (std::size_t i = 0; i < counts.size(); ++i) {
      std::vector<double> sums(counts[i]);
      for (std::size_t other = 0; other < rows; ++other) sums[labellings[i][other]] += distances[other];
      widths[i * rows + row] = width_of(std::move(sums), sizes[i], labellings[i][row]);
    }
  });
  std::vector<double> means;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto first = widths.begin() + static_cast<std::ptrdiff_t>(i * rows);
    means.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(rows), 0.0) / static_cast<double>(rows));
  }
  return means;
}

// --- fidelity --------------------------------------------------------------------------------------------------------

// Half of a sample to grow trees on, half to try them on.
struct TreeSample {
  Rows grown, tried;
  std::vector<CodedColumn> coded;

  TreeSample(const Rows& rows, std::span<const WholeColumn> whole) {
    for (std::size_t i = 0; i < rows.size(); ++i) (i % 2 == 0 ? grown : tried).push_back(rows[i]);
    if (tried.empty()) tried = grown;
    for (const WholeColumn& column : whole) coded.push_back(coded_column(column, grown));
  }
};

double fidelity_of(const KMeans& model, const TreeSample& sample, std::span<const WholeColumn> whole,
                   std::size_t depth) {
  const auto labels = labels_of(model, sample.grown);
  const std::vector<double> weights(model.clusters(), 1);
  const auto nodes = TreeGrowth(sample.coded, labels, weights, depth).grow();
  std::size_t right = 0;
  for (const std::uint32_t row : sample.tried) right += class_of(nodes, whole, row) == model.labels()[row];
  return static_cast<double>(right) / static_cast<double>(sample.tried.size());
}

// --- together --------------------------------------------------------------------------------------------------------

Status check(std::span<const std::size_t> counts, const ClusterCountOptions& options) {
  if (counts.empty() || *std::min_element(counts.begin(), counts.end()) < 2)
    return Error(Errc::invalid_argument, "ask about at least one number of clusters, each 2 or more");
  if (options.replicates < 2 || options.stability_rows == 0 || options.silhouette_rows == 0 || options.tree_rows == 0)
    return Error(Errc::invalid_argument, "two bootstrap fits at least, and samples of one row at least, are compared");
  if (options.tree_depth == 0 || options.tree_depth > 8)
    return Error(Errc::invalid_argument, "a tree has 1 to 8 cuts one after another");
  return ok();
}

Result<std::vector<KMeans>> fits_of(const PointColumns& data, std::span<const std::size_t> counts,
                                    const KMeansOptions& asked, const Workers& workers) {
  std::vector<KMeans> fits;
  KMeansOptions options = asked;
  options.start.clear();
  options.clusters = *std::max_element(counts.begin(), counts.end());
  const auto sample = seed_sample(data.points, options, workers);
  for (const std::size_t count : counts) {
    options.clusters = count;
    STAYSAIL_TRY(auto model, KMeansFit::on(data, options, sample, workers));
    fits.push_back(std::move(model));
  }
  return fits;
}

std::size_t chosen_of(std::span<const ClusterCount> counts) {
  const auto less = [](const ClusterCount& a, const ClusterCount& b) { return a.stability < b.stability; };
  const auto& best = *std::max_element(counts.begin(), counts.end(), less);
  std::size_t chosen = 0, most = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].stability < best.stability - best.stability_error || counts[i].model.clusters() <= most) continue;
    most = counts[i].model.clusters();
    chosen = i;
  }
  return chosen;
}

}  // namespace

Result<ClusterCounts> compare_cluster_counts(std::span<const Column> columns, std::span<const std::size_t> counts,
                                             const ClusterCountOptions& options) {
  STAYSAIL_CHECK(check(counts, options));
  InlineExecutor here;
  const auto workers = workers_of(options.k_means, here);
  STAYSAIL_TRY(const auto data, PointColumns::of(columns, options.k_means.standardise, {}, workers));
  STAYSAIL_TRY(const auto fits, fits_of(data, counts, options.k_means, workers));
  const auto most = std::max({options.stability_rows, options.silhouette_rows, 2 * options.tree_rows});
  const auto rows = CanonicalSample::draw(data.points, most, options.k_means.seed + 1, workers).rows;
  STAYSAIL_TRY(const auto stable,
               stabilities(data.points.take(thinned(rows, options.stability_rows)), counts, options, workers));
  const Rows compared = thinned(rows, options.silhouette_rows);
  std::vector<Labels> labellings;
  for (const KMeans& model : fits) labellings.push_back(labels_of(model, compared));
  const auto widths = silhouettes(data.points.take(compared), labellings, counts, workers);
  const TreeSample trees(thinned(rows, 2 * options.tree_rows), data.whole);
  ClusterCounts result;
  for (std::size_t i = 0; i < counts.size(); ++i)
    result.counts.push_back({fits[i], stable[i].mean, stable[i].error, widths[i],
                             fidelity_of(fits[i], trees, data.whole, options.tree_depth)});
  result.chosen = chosen_of(result.counts);
  return result;
}

}  // namespace staysail::statistics
