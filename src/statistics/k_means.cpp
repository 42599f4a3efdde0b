#include "staysail/statistics/k_means.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "statistics/k_means_fit.hpp"
#include "statistics/lloyd.hpp"
#include "statistics/seeding.hpp"

namespace staysail::statistics {

struct KMeans::State {
  Grid grid;
  Centroids grid_centroids;
  std::vector<std::string> columns;
  std::vector<double> centroids;
  std::vector<std::uint16_t> labels;
  std::vector<std::uint64_t> sizes;
  double inertia = 0;
  std::size_t iterations = 0;
  bool converged = false;
};

namespace {

constexpr std::size_t kMostClusters = 65534;
Status check_options(const KMeansOptions& options, std::size_t columns) {
  if (options.clusters == 0 || options.clusters > kMostClusters)
    return Error(Errc::invalid_argument,
                 "there are 1 to 65534 clusters; asked for: " + std::to_string(options.clusters));
  if (options.start.empty()) return ok();
  if (options.start.size() != options.clusters * columns)
    return Error(Errc::invalid_argument, "a start has one row for each of the " + std::to_string(options.clusters) +
                                             " clusters and one number for each of the " + std::to_string(columns) +
                                             " columns; this one has " + std::to_string(options.start.size()) +
                                             " numbers");
  if (std::all_of(options.start.begin(), options.start.end(), [](double x) { return std::isfinite(x); })) return ok();
  return Error(Errc::invalid_argument, "a start holds finite numbers; a cluster without one has no place to begin");
}

Error too_few(std::size_t clusters, std::uint64_t distinct) {
  return Error(Errc::invalid_argument, std::to_string(clusters) + " clusters need as many distinct rows; there are " +
                                           std::to_string(distinct) +
                                           ": ask for fewer clusters, or compare by more columns");
}

// Points of that many hashes are no more than that many.
bool fewer_distinct(const FixedPoints& points, std::size_t wanted) {
  std::set<std::uint64_t> found;
  for (std::size_t row = 0; row < points.size() && found.size() < wanted; ++row) found.insert(point_hash(points, row));
  return found.size() < wanted;
}

Result<Centroids> start_of(const PointColumns& data, const KMeansOptions& options, const CanonicalSample& sample,
                           const Workers& workers) {
  if (options.start.empty()) {
    if (sample.distinct < options.clusters) return too_few(options.clusters, sample.distinct);
    return seeded(data.points.take(sample.rows), options.clusters, options.seed, workers);
  }
  if (fewer_distinct(data.points, options.clusters))
    return too_few(options.clusters, CanonicalSample::draw(data.points, 1, 0, workers).distinct);
  Centroids centroids;
  for (std::size_t i = 0; i < options.start.size(); ++i)
    centroids.push_back(data.grid.coordinate_of(i % data.whole.size(), options.start[i]));
  return centroids;
}

// In the column's own values, which the grid rounds. A cluster that nothing was in keeps its place on the grid.
std::vector<double> means_of(const PointColumns& data, const Lloyd& lloyd, const Workers& workers) {
  const std::size_t width = data.whole.size(), clusters = lloyd.centroids().size() / width;
  std::vector<double> means(clusters * width);
  workers.executor.run(width, [&](std::size_t j) {
    std::vector<Int128> sums(clusters);
    std::vector<std::uint64_t> counts(clusters);
    const auto values = data.whole[j].values();
    for (std::size_t row = 0; row < values.size() && lloyd.rounds() != 0; ++row) {
      sums[lloyd.meant_labels()[row]] += values[row];
      ++counts[lloyd.meant_labels()[row]];
    }
    for (std::size_t c = 0; c < clusters; ++c)
      means[c * width + j] =
          counts[c] == 0 ? data.grid.value_of(j, lloyd.centroids()[c * width + j])
                         : static_cast<double>(sums[c]) / static_cast<double>(counts[c]) / data.whole[j].steps();
  });
  return means;
}

// The clusters in order of their centroids, or as they are.
std::vector<std::size_t> order_of(const Centroids& centroids, std::size_t width, bool given) {
  std::vector<std::size_t> order(centroids.size() / width);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (given) return order;
  const auto row = [&](std::size_t c) { return centroids.begin() + static_cast<std::ptrdiff_t>(c * width); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::lexicographical_compare(row(a), row(a + 1), row(b), row(b + 1));
  });
  return order;
}

template <class T>
std::vector<T> reordered(const std::vector<T>& values, const std::vector<std::size_t>& order) {
  const auto width = static_cast<std::ptrdiff_t>(values.size() / order.size());
  std::vector<T> result;
  result.reserve(values.size());
  for (const std::size_t place : order) {
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(place) * width;
    result.insert(result.end(), from, from + width);
  }
  return result;
}

std::vector<std::uint16_t> renumbered(const std::vector<std::uint16_t>& labels, const std::vector<std::size_t>& order) {
  std::vector<std::uint16_t> number(order.size()), result(labels.size());
  for (std::size_t i = 0; i < order.size(); ++i) number[order[i]] = static_cast<std::uint16_t>(i);
  std::transform(labels.begin(), labels.end(), result.begin(), [&](std::uint16_t label) { return number[label]; });
  return result;
}

}  // namespace

CanonicalSample seed_sample(const FixedPoints& points, const KMeansOptions& options, const Workers& workers) {
  constexpr std::size_t kRows = 8192, kRowsACluster = 16;
  if (!options.start.empty()) return {};
  return CanonicalSample::draw(points, std::max(kRows, kRowsACluster * options.clusters), options.seed, workers);
}

Result<KMeans> KMeansFit::on(const PointColumns& data, const KMeansOptions& options, const CanonicalSample& sample,
                             const Workers& workers) {
  STAYSAIL_TRY(auto start, start_of(data, options, sample, workers));
  Lloyd lloyd(data.points, std::move(start), workers);
  STAYSAIL_CHECK(lloyd.run(options.iterations));
  const auto order = order_of(lloyd.centroids(), data.whole.size(), !options.start.empty());
  auto state = std::make_shared<KMeans::State>();
  state->grid = data.grid;
  state->grid_centroids = reordered(lloyd.centroids(), order);
  for (const GridAxis& axis : data.grid.axes) state->columns.push_back(axis.name);
  state->centroids = reordered(means_of(data, lloyd, workers), order);
  state->labels = renumbered(lloyd.labels(), order);
  state->sizes = reordered(lloyd.sizes(), order);
  state->inertia = static_cast<double>(lloyd.inertia()) / (data.grid.unit * data.grid.unit);
  state->iterations = lloyd.rounds();
  state->converged = lloyd.converged();
  return KMeans(std::move(state));
}

Result<KMeans> KMeans::fit(std::span<const Column> columns, const KMeansOptions& options) {
  STAYSAIL_CHECK(check_options(options, columns.size()));
  InlineExecutor here;
  const auto workers = workers_of(options, here);
  STAYSAIL_TRY(const auto data, PointColumns::of(columns, options.standardise, options.start, workers));
  return KMeansFit::on(data, options, seed_sample(data.points, options, workers), workers);
}

std::span<const double> KMeans::centroids() const { return state_->centroids; }
std::size_t KMeans::clusters() const { return state_->sizes.size(); }
const std::vector<std::string>& KMeans::columns() const { return state_->columns; }
std::span<const std::uint16_t> KMeans::labels() const { return state_->labels; }
std::span<const std::uint64_t> KMeans::sizes() const { return state_->sizes; }
double KMeans::inertia() const { return state_->inertia; }
std::size_t KMeans::iterations() const { return state_->iterations; }
bool KMeans::converged() const { return state_->converged; }

Result<std::vector<std::uint16_t>> KMeans::nearest(std::span<const Column> columns, Executor* executor) const {
  if (columns.size() != state_->columns.size())
    return Error(Errc::schema_mismatch, "this model was fitted on " + std::to_string(state_->columns.size()) +
                                            " columns, not on " + std::to_string(columns.size()));
  InlineExecutor here;
  KMeansOptions options;
  options.executor = executor;
  const auto workers = workers_of(options, here);
  STAYSAIL_TRY(const auto whole, whole_columns(columns, &state_->grid, workers));
  return nearest_centroids(FixedPoints::of(state_->grid, whole, workers), state_->grid_centroids, workers);
}

}  // namespace staysail::statistics
