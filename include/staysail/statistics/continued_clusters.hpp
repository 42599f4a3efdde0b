// Clusters that go on from an earlier clustering of the same things, so that a number keeps its meaning.
//
// Each cluster begins at the mean, today, of the rows that were in it. Where one has no row left, clusters are found
// anew and get the numbers that leave most rows where they were (the assignment problem, exactly). The same bytes for
// any executor and order of rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/statistics/k_means.hpp"

namespace staysail::statistics {

// Of a row that was not there, or in no cluster.
inline constexpr std::uint16_t kNoCluster = 0xffff;

struct ContinuedClusters {
  KMeans model;
  std::vector<std::uint16_t> numbers;  // of the model's clusters: the earlier ones they go on from
  bool warm = false;                   // every cluster began where it was
  // Of row i the number that goes on.
  std::uint16_t label(std::size_t row) const { return numbers[model.labels()[row]]; }
};

// `before`: for each row its earlier cluster, below options.clusters, or kNoCluster; options.start does not count. With
// no row known the numbers are those of the model. Errors as KMeans::fit(); `invalid_argument` for another length or a
// label too high.
Result<ContinuedClusters> continue_clusters(std::span<const Column> columns, std::span<const std::uint16_t> before,
                                            const KMeansOptions& options);

}  // namespace staysail::statistics
