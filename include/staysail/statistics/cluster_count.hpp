// How many clusters: k-means for each number asked about, and what speaks for it.
//
// The highest silhouette often picks two; what a segment must be is stable: found again in other customers of the same
// kind. So fits to bootstrap samples are compared with each other. The same bytes for any executor and order of rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/statistics/k_means.hpp"

namespace staysail::statistics {

struct ClusterCountOptions {
  KMeansOptions k_means;        // `clusters` and `start` do not count
  std::size_t replicates = 10;  // bootstrap fits a number of clusters, at least 2
  std::size_t stability_rows = 4096, silhouette_rows = 1024, tree_rows = 8192;  // of the samples
  std::size_t tree_depth = 4;
};

struct ClusterCount {
  KMeans model;  // on all rows
  // Mean adjusted Rand index of neighbouring bootstrap fits, each taken to all rows of the sample, and the standard
  // deviation of those indices by the root of their number.
  double stability = 0, stability_error = 0;
  double silhouette = 0;  // mean of a sample (Rousseeuw 1987)
  // Share of rows, of others than a tree of cuts was grown on, that it puts into their cluster.
  double fidelity = 0;
};

struct ClusterCounts {
  std::vector<ClusterCount> counts;  // in the order asked
  // Place of the greatest number of clusters whose stability lies within one standard error of the best.
  std::size_t chosen = 0;
};

// Errors as KMeans::fit(); `invalid_argument` for no number, a number below 2 or options that make no sample.
Result<ClusterCounts> compare_cluster_counts(std::span<const Column> columns, std::span<const std::size_t> counts,
                                             const ClusterCountOptions& options = {});

}  // namespace staysail::statistics
