#include "statistics/seeding.hpp"

#include <algorithm>
#include <bit>
#include <optional>

#include "statistics/canonical_sample.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kStarts = 4, kRounds = 8;

using Distances = std::vector<std::int64_t>;

UInt128 total_of(const Distances& distances) {
  UInt128 total = 0;
  for (const std::int64_t distance : distances) total += static_cast<std::uint64_t>(distance);
  return total;
}

// The points one after another, for the one pass that compares all of them with one.
class Rows {
 public:
  explicit Rows(const FixedPoints& points) : width_(points.dimensions()), cells_(points.size() * width_) {
    for (std::size_t row = 0; row < points.size(); ++row)
      points.copy_row(row, std::span(cells_).subspan(row * width_, width_));
  }
  std::size_t size() const { return cells_.size() / width_; }
  std::span<const std::int32_t> row(std::size_t index) const {
    return std::span(cells_).subspan(index * width_, width_);
  }
  // Each point's squared distance to `point` or what it was, whichever is less.
  Distances nearer(const Distances& distances, std::size_t point) const {
    Distances result(distances);
    const std::int32_t* const to = cells_.data() + point * width_;
    for (std::size_t i = 0; i < result.size(); ++i) {
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < width_; ++j) {
        const std::int64_t difference = static_cast<std::int64_t>(cells_[i * width_ + j]) - to[j];
        sum += difference * difference;
      }
      result[i] = std::min(result[i], sum);
    }
    return result;
  }

 private:
  std::size_t width_;
  std::vector<std::int32_t> cells_;
};

// Draws points in proportion to their squared distances.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : seed_(seed) {}
  std::size_t uniform(std::size_t count) { return static_cast<std::size_t>(random_below(count, seed_, next_++)); }
  // A sum of fewer than 2^64 distances below 2^54 times 50 bits would not fit: samples are far smaller.
  std::size_t by_distance(const Distances& distances, UInt128 total) {
    const UInt128 wanted = (static_cast<UInt128>(random_bits(seed_, next_++) >> 14) * total) >> 50;
    UInt128 passed = 0;
    for (std::size_t i = 0; i < distances.size(); ++i) {
      passed += static_cast<std::uint64_t>(distances[i]);
      if (passed > wanted) return i;
    }
    return 0;  // all points lie on a centroid
  }

 private:
  std::uint64_t seed_, next_ = 0;
};

// Of several candidates the one that leaves the least distances.
std::size_t next_centroid(const Rows& rows, Distances& distances, std::size_t candidates, Draw& draw) {
  const UInt128 total = total_of(distances);
  std::size_t chosen = 0;
  std::optional<UInt128> least;
  Distances best;
  for (std::size_t i = 0; i < candidates; ++i) {
    const std::size_t candidate = draw.by_distance(distances, total);
    auto left = rows.nearer(distances, candidate);
    const UInt128 sum = total_of(left);
    if (least && sum >= *least) continue;
    least = sum;
    chosen = candidate;
    best = std::move(left);
  }
  distances = std::move(best);
  return chosen;
}

Centroids plus_plus(const Rows& rows, std::size_t clusters, std::uint64_t seed) {
  Draw draw(seed);
  Centroids centroids;
  const auto take = [&](std::size_t row) {
    centroids.insert(centroids.end(), rows.row(row).begin(), rows.row(row).end());
  };
  const std::size_t first = draw.uniform(rows.size());
  take(first);
  Distances distances = rows.nearer(Distances(rows.size(), std::int64_t{1} << 62), first);
  const auto candidates = static_cast<std::size_t>(2 + std::bit_width(clusters) / 2);
  for (std::size_t c = 1; c < clusters; ++c) take(next_centroid(rows, distances, candidates, draw));
  return centroids;
}

}  // namespace

Result<Centroids> seeded(const FixedPoints& points, std::size_t clusters, std::uint64_t seed, const Workers& workers) {
  const Rows rows(points);
  std::optional<Int128> least;
  Centroids best;
  for (std::size_t start = 0; start < kStarts; ++start) {
    Lloyd lloyd(points, plus_plus(rows, clusters, random_bits(seed, start)), workers);
    STAYSAIL_CHECK(lloyd.run(kRounds));
    if (least && lloyd.inertia() >= *least) continue;
    least = lloyd.inertia();
    best = lloyd.centroids();
  }
  return best;
}

}  // namespace staysail::statistics
