// KMeansFit: k-means on points that are there already, so that several fits share them.
#pragma once

#include "statistics/canonical_sample.hpp"
#include "statistics/point_columns.hpp"
#include "staysail/statistics/k_means.hpp"

namespace staysail::statistics {

// `options` and `here` outlive it; `here` works where the options name no executor.
inline Workers workers_of(const KMeansOptions& options, Executor& here) {
  return {options.executor == nullptr ? here : *options.executor, options.control,
          options.instructions.value_or(instruction_sets().back())};
}

// The rows a beginning is drawn from; none where the options have a start.
CanonicalSample seed_sample(const FixedPoints& points, const KMeansOptions& options, const Workers& workers);

struct KMeansFit {
  // Preconditions: options that KMeans::fit() would take; a sample from seed_sample().
  static Result<KMeans> on(const PointColumns& data, const KMeansOptions& options, const CanonicalSample& sample,
                           const Workers& workers);
};

}  // namespace staysail::statistics
