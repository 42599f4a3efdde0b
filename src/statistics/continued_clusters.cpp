#include "staysail/statistics/continued_clusters.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "statistics/whole_column.hpp"
#include "staysail/columns/exact_sum.hpp"
#include "staysail/statistics/agreement.hpp"

namespace staysail::statistics {
namespace {

Status check_before(std::span<const Column> columns, std::span<const std::uint16_t> before, std::size_t clusters) {
  const bool fits = columns.empty() || columns.front().size() == before.size();
  const bool below = std::all_of(before.begin(), before.end(),
                                 [&](std::uint16_t label) { return label == kNoCluster || label < clusters; });
  if (fits && below) return ok();
  return Error(Errc::invalid_argument, "each row has an earlier cluster below " + std::to_string(clusters) +
                                           ", or none; given for " + std::to_string(before.size()) + " rows");
}

// The mean of each cluster's earlier rows, row by row; nothing where a cluster has none left.
Result<std::vector<double>> means_of(std::span<const Column> columns, std::span<const std::uint16_t> before,
                                     std::size_t clusters) {
  std::vector<std::vector<double>> by_column;
  for (const Column& column : columns) {
    STAYSAIL_TRY(const auto whole, WholeColumn::of(column));
    std::vector<ExactSum> sums(clusters);
    for (std::size_t row = 0; row < before.size(); ++row)
      if (before[row] != kNoCluster) sums[before[row]].add(whole.values()[row]);
    auto& means = by_column.emplace_back();
    for (const ExactSum& sum : sums) {
      if (sum.count() == 0) return std::vector<double>();
      means.push_back(static_cast<double>(sum.sum()) / static_cast<double>(sum.count()) / whole.steps());
    }
  }
  std::vector<double> start;
  for (std::size_t cluster = 0; cluster < clusters; ++cluster)
    for (const auto& means : by_column) start.push_back(means[cluster]);
  return start;
}

Result<std::vector<std::uint16_t>> matched_numbers(std::span<const std::uint16_t> before,
                                                   std::span<const std::uint16_t> after, std::size_t clusters) {
  std::vector<std::uint16_t> was, is;
  for (std::size_t row = 0; row < before.size(); ++row) {
    if (before[row] == kNoCluster) continue;
    was.push_back(before[row]);
    is.push_back(after[row]);
  }
  STAYSAIL_TRY(const auto pairing, best_pairing(cross_counts(is, was, clusters, clusters), clusters));
  return std::vector<std::uint16_t>(pairing.begin(), pairing.end());
}

}  // namespace

Result<ContinuedClusters> continue_clusters(std::span<const Column> columns, std::span<const std::uint16_t> before,
                                            const KMeansOptions& options) {
  STAYSAIL_CHECK(check_before(columns, before, options.clusters));
  KMeansOptions begun = options;
  STAYSAIL_TRY(begun.start, means_of(columns, before, options.clusters));
  STAYSAIL_TRY(auto model, KMeans::fit(columns, begun));
  std::vector<std::uint16_t> numbers(options.clusters);
  std::iota(numbers.begin(), numbers.end(), std::uint16_t{0});
  const bool known = std::any_of(before.begin(), before.end(), [](auto label) { return label != kNoCluster; });
  if (begun.start.empty() && known) {
    STAYSAIL_TRY(numbers, matched_numbers(before, model.labels(), options.clusters));
  }
  return ContinuedClusters{std::move(model), std::move(numbers), !begun.start.empty()};
}

}  // namespace staysail::statistics
