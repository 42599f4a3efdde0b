// Lloyd: assigns points to the nearest centroid and moves centroids to the means, in whole numbers: the same bits for
// any split of the work and any order of the points.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/fixed_points.hpp"

namespace staysail::statistics {

// Row-major, one row a cluster.
using Centroids = std::vector<std::int32_t>;

// The nearest centroid of each point, of equally near ones the first. Precondition: centroids on the grid of the
// points, 1 to 65534 of them.
std::vector<std::uint16_t> nearest_centroids(const FixedPoints& points, const Centroids& centroids,
                                             const Workers& workers);

class Lloyd {
 public:
  // `points` and `workers` outlive this.
  Lloyd(const FixedPoints& points, Centroids start, const Workers& workers);

  // Assigns and moves up to `most` times, then assigns once more unless nothing moved. A cluster that is left without
  // points takes the point that lies farthest from its centroid; of equally far ones the one whose coordinates come
  // first. `cancelled` between two rounds.
  Status run(std::size_t most);

  const Centroids& centroids() const { return centroids_; }
  const std::vector<std::uint16_t>& labels() const { return labels_; }
  // Those that the centroids are the means of.
  const std::vector<std::uint16_t>& meant_labels() const { return converged_ ? labels_ : meant_; }
  std::vector<std::uint64_t> sizes() const { return counts_; }
  // Sum of the squared distances to the nearest centroid, in grid units.
  Int128 inertia() const;
  std::size_t rounds() const { return rounds_; }
  bool converged() const { return converged_; }

 private:
  struct Moves {
    std::vector<std::int64_t> sums;
    std::vector<std::int64_t> counts;
    std::uint64_t moved = 0;
  };
  std::uint64_t assign();
  void assign_part(const std::vector<double>& forms, std::size_t first, std::size_t end, Moves& moves);
  void move_point(std::size_t row, std::uint16_t to, Moves& moves) const;
  void take_in(const Moves& moves);
  void move_centroids();
  void fill(std::size_t cluster);

  const FixedPoints& points_;
  const Workers& workers_;
  std::size_t width_, clusters_;
  Centroids centroids_;
  std::vector<std::uint16_t> labels_, meant_;
  std::vector<std::int64_t> sums_;
  std::vector<std::uint64_t> counts_;
  std::size_t rounds_ = 0;
  bool converged_ = false;
};

}  // namespace staysail::statistics
