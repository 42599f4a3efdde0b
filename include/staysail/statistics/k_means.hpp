// k-means: clusters of rows that lie near each other, by Lloyd's rounds in whole numbers.
//
// Columns become coordinates on a fixed grid (standardised: less the mean, by the standard deviation of all rows), so
// that distances and sums are exact: the same bytes for any executor, split, order of rows, compiler and instruction
// set. The beginning is drawn by k-means++ from the points themselves, never from their places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/instruction_set.hpp"
#include "staysail/columns/column.hpp"

namespace staysail::statistics {

struct KMeansOptions {
  std::size_t clusters = 8;     // 1 to 65534
  std::size_t iterations = 20;  // at most; fewer when no point changes its cluster
  std::uint64_t seed = 0;
  // Each column by its standard deviation. Else distances are between the values as they are.
  bool standardise = true;
  // Where to begin: one row a cluster of one number a column, in units of the columns. Empty: drawn with `seed`.
  std::vector<double> start;
  Executor* executor = nullptr;  // null: the calling thread
  Control control;
  std::optional<InstructionSet> instructions;  // one of instruction_sets(); the best when empty
};

// A fitted model. Immutable, cheap to copy, safe to share between threads.
class KMeans {
 public:
  // Columns of numbers, booleans or days, of equal lengths. A cluster that is left without rows begins anew at the row
  // farthest from its centroid; of equally near centroids the first is taken. Without `start`, clusters are numbered by
  // their centroids, first column first; with it, as the rows of `start`.
  // Errors: `invalid_argument` for a missing value (naming column and row), no columns, more clusters than distinct
  // rows, a wrong `start`; `schema_mismatch` for a text column or unequal lengths; `degenerate_input` for a column of
  // one value only; `cancelled`.
  static Result<KMeans> fit(std::span<const Column> columns, const KMeansOptions& options = {});

  // Row-major, one row a cluster, in units of the columns: the means of the rows that the last round but the assigning
  // found in each cluster.
  std::span<const double> centroids() const;
  std::size_t clusters() const;
  const std::vector<std::string>& columns() const;
  // Of each row the nearest cluster.
  std::span<const std::uint16_t> labels() const;
  std::span<const std::uint64_t> sizes() const;
  // Sum of the squared distances to the nearest centroid: in standard deviations where standardised.
  double inertia() const;
  std::size_t iterations() const;
  // Whether no row changed its cluster in the last round.
  bool converged() const;
  // The nearest cluster of each row of columns of the same names and order, on the scale of the rows that were fitted.
  Result<std::vector<std::uint16_t>> nearest(std::span<const Column> columns, Executor* executor = nullptr) const;

 private:
  friend struct KMeansFit;  // src/statistics: fits on points that are there already
  struct State;
  explicit KMeans(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace staysail::statistics
