#include "staysail/statistics/cluster_count.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "clustered.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kAsked[] = {2, 3, 4, 5, 6};

ClusterCounts compared(const Rows& rows, const ClusterCountOptions& options = {}) {
  return compare_cluster_counts(number_columns(rows), kAsked, options).value();
}

// Rousseeuw's definition written out, on standardised rows.
double silhouette(Rows rows, std::span<const std::uint16_t> labels, std::size_t clusters) {
  const auto count = static_cast<double>(rows.size());
  for (std::size_t j = 0; j < rows.front().size(); ++j) {
    double sum = 0, squares = 0;
    for (const auto& row : rows) sum += row[j], squares += row[j] * row[j];
    const double mean = sum / count, deviation = std::sqrt(squares / count - mean * mean);
    for (auto& row : rows) row[j] = (row[j] - mean) / deviation;
  }
  double total = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<double> sums(clusters), sizes(clusters);
    for (std::size_t k = 0; k < rows.size(); ++k) {
      double distance = 0;
      for (std::size_t j = 0; j < rows[i].size(); ++j) distance += std::pow(rows[i][j] - rows[k][j], 2);
      sums[labels[k]] += std::sqrt(distance);
      sizes[labels[k]] += k == i ? 0 : 1;
    }
    double nearest = 1e300;
    for (std::size_t c = 0; c < clusters; ++c)
      if (c != labels[i]) nearest = std::min(nearest, sums[c] / sizes[c]);
    const double own = sums[labels[i]] / sizes[labels[i]];
    total += (nearest - own) / std::max(nearest, own);
  }
  return total / count;
}

}  // namespace

TEST_CASE("four kinds of customers are four clusters, which trees of cuts tell apart") {
  const auto found = compared(clustered_rows(6000, 3, 4));
  const auto& four = found.counts[found.chosen];
  CHECK(four.model.clusters() == 4);
  CHECK(four.stability > 0.99);
  CHECK(four.fidelity > 0.97);
  CHECK(four.silhouette > found.counts[3].silhouette);
  CHECK(found.counts[4].stability < 0.95);
}

TEST_CASE("the model of a number is the one that fitting it alone gives") {
  const auto rows = clustered_rows(6000, 3, 4);
  const auto found = compared(rows);
  KMeansOptions options;
  options.clusters = 5;
  const auto alone = KMeans::fit(number_columns(rows), options).value();
  CHECK(alone.inertia() == found.counts[3].model.inertia());
}

TEST_CASE("silhouettes of all rows are Rousseeuw's") {
  const auto rows = clustered_rows(400, 2, 3);
  for (const auto& count : compared(rows).counts)
    CHECK(count.silhouette ==
          doctest::Approx(silhouette(rows, count.model.labels(), count.model.clusters())).epsilon(1e-5));
}

TEST_CASE("the same report for any order of rows and executor [threads]") {
  auto rows = clustered_rows(5000, 3, 4);
  const auto found = compared(rows);
  std::rotate(rows.begin(), rows.begin() + 777, rows.end());
  ThreadPool pool(3);
  ClusterCountOptions options;
  options.k_means.executor = &pool;
  const auto other = compared(rows, options);
  CHECK(other.chosen == found.chosen);
  for (std::size_t i = 0; i < found.counts.size(); ++i) {
    CHECK(other.counts[i].stability == found.counts[i].stability);
    CHECK(other.counts[i].stability_error == found.counts[i].stability_error);
    CHECK(other.counts[i].silhouette == found.counts[i].silhouette);
    CHECK(other.counts[i].fidelity == found.counts[i].fidelity);
  }
}

TEST_CASE("what cannot be compared is refused") {
  const auto columns = number_columns(clustered_rows(20, 2, 2));
  const std::size_t one[] = {1}, many[] = {2, 21};
  CHECK(compare_cluster_counts(columns, {}).error().code() == Errc::invalid_argument);
  CHECK(compare_cluster_counts(columns, one).error().code() == Errc::invalid_argument);
  CHECK(compare_cluster_counts(columns, many).error().code() == Errc::invalid_argument);
  ClusterCountOptions options;
  options.replicates = 1;
  CHECK(compare_cluster_counts(columns, kAsked, options).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
