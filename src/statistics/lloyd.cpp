#include "statistics/lloyd.hpp"

#include <algorithm>
#include <limits>

#include "staysail/base/decimal_text.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint16_t kNone = std::numeric_limits<std::uint16_t>::max();
// Blocks between two looks at what moved: their labels and points stay in the nearest cache.
constexpr std::size_t kRunBlocks = 32;

NearestKernel kernel_of(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) return nearest_avx512;
  if (set == InstructionSet::avx2) return nearest_avx2;
#else
  static_cast<void>(set);
#endif
  return nearest_portable;
}

// What the kernel reads, padded to whole groups.
std::vector<double> forms_of(const Centroids& centroids, std::size_t width) {
  const std::size_t count = centroids.size() / width;
  const std::size_t padded = (count + kCentroidGroup - 1) / kCentroidGroup * kCentroidGroup;
  std::vector<double> forms;
  forms.reserve(padded * (width + 1));
  for (std::size_t c = 0; c < count; ++c) {
    double length = 0;
    for (std::size_t j = 0; j < width; ++j) {
      const double x = centroids[c * width + j];
      forms.push_back(-2 * x);
      length += x * x;
    }
    forms.push_back(length);
  }
  for (std::size_t c = count; c < padded; ++c) {
    forms.resize(forms.size() + width, 0.0);
    forms.push_back(std::numeric_limits<double>::infinity());
  }
  return forms;
}

// Memory of a kernel's own, aligned as it asks.
class Scratch {
 public:
  explicit Scratch(std::size_t numbers) : memory_(numbers + kPadding) {}
  double* aligned() {
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
    return memory_.data() + (64 - address % 64) % 64 / sizeof(double);
  }

 private:
  static constexpr std::size_t kPadding = 64 / sizeof(double);
  std::vector<double> memory_;
};

// Calls seen(first row, labels of the rows of some blocks) for runs of the blocks [first, end).
template <class Seen>
void each_run(const FixedPoints& points, const std::vector<double>& forms, InstructionSet set, std::size_t first,
              std::size_t end, const Seen& seen) {
  const std::size_t width = points.dimensions();
  Scratch scratch(width * kBlockPoints);
  std::uint16_t nearest[kRunBlocks * kBlockPoints];
  NearestTask task{nullptr, 0, width, forms.data(), forms.size() / (width + 1), scratch.aligned(), nearest};
  for (std::size_t block = first; block < end; block += kRunBlocks) {
    task.points = points.block(block);
    task.blocks = std::min(kRunBlocks, end - block);
    kernel_of(set)(task);
    const std::size_t row = block * kBlockPoints;
    seen(row, std::span(nearest, std::min(task.blocks * kBlockPoints, points.size() - row)));
  }
}

}  // namespace

std::vector<std::uint16_t> nearest_centroids(const FixedPoints& points, const Centroids& centroids,
                                             const Workers& workers) {
  const auto forms = forms_of(centroids, points.dimensions());
  std::vector<std::uint16_t> labels(points.size());
  workers.each_part(points.blocks(), [&](std::size_t, std::size_t first, std::size_t end) {
    each_run(points, forms, workers.instructions, first, end, [&](std::size_t row, std::span<std::uint16_t> nearest) {
      std::copy(nearest.begin(), nearest.end(), labels.begin() + static_cast<std::ptrdiff_t>(row));
    });
  });
  return labels;
}

Lloyd::Lloyd(const FixedPoints& points, Centroids start, const Workers& workers)
    : points_(points),
      workers_(workers),
      width_(points.dimensions()),
      clusters_(start.size() / width_),
      centroids_(std::move(start)),
      labels_(points.size(), kNone),
      sums_(centroids_.size()),
      counts_(clusters_) {}

Status Lloyd::run(std::size_t most) {
  for (; rounds_ < most; ++rounds_) {
    STAYSAIL_CHECK(workers_.control.check());
    converged_ = assign() == 0;
    if (converged_) return ok();
    move_centroids();
    workers_.control.report("clusters", rounds_ + 1, most);
  }
  meant_ = labels_;
  converged_ = assign() == 0;
  return ok();
}

// Only points that changed their cluster are added up anew: sums of whole numbers forget nothing.
std::uint64_t Lloyd::assign() {
  const auto forms = forms_of(centroids_, width_);
  std::vector<Moves> moves(workers_.parts(points_.blocks()));
  workers_.each_part(points_.blocks(), [&](std::size_t part, std::size_t first, std::size_t end) {
    assign_part(forms, first, end, moves[part]);
  });
  std::uint64_t moved = 0;
  for (const Moves& part : moves) {
    take_in(part);
    moved += part.moved;
  }
  return moved;
}

void Lloyd::assign_part(const std::vector<double>& forms, std::size_t first, std::size_t end, Moves& moves) {
  moves.sums.resize(sums_.size());
  moves.counts.resize(clusters_);
  each_run(points_, forms, workers_.instructions, first, end, [&](std::size_t begin, std::span<std::uint16_t> nearest) {
    for (std::size_t i = 0; i < nearest.size(); ++i) {
      std::uint16_t& label = labels_[begin + i];
      if (label == nearest[i]) continue;
      move_point(begin + i, nearest[i], moves);
      label = nearest[i];
    }
  });
}

// Out of the cluster it is in. Precondition: it is in another one or in none.
void Lloyd::move_point(std::size_t row, std::uint16_t to, Moves& moves) const {
  const std::int32_t* const point = points_.block(row / kBlockPoints) + row % kBlockPoints;
  const std::uint16_t from = labels_[row];
  for (std::size_t j = 0; j < width_; ++j) moves.sums[to * width_ + j] += point[j * kBlockPoints];
  ++moves.counts[to];
  ++moves.moved;
  if (from == kNone) return;
  for (std::size_t j = 0; j < width_; ++j) moves.sums[from * width_ + j] -= point[j * kBlockPoints];
  --moves.counts[from];
}

void Lloyd::take_in(const Moves& moves) {
  for (std::size_t i = 0; i < moves.sums.size(); ++i) sums_[i] += moves.sums[i];
  for (std::size_t c = 0; c < moves.counts.size(); ++c) counts_[c] += static_cast<std::uint64_t>(moves.counts[c]);
}

void Lloyd::move_centroids() {
  for (std::size_t c = 0; c < clusters_; ++c)
    for (std::size_t j = 0; counts_[c] != 0 && j < width_; ++j)
      centroids_[c * width_ + j] =
          static_cast<std::int32_t>(divide_half_even(sums_[c * width_ + j], static_cast<Int128>(counts_[c])));
  for (std::size_t c = 0; c < clusters_; ++c)
    if (counts_[c] == 0) fill(c);
}

// Empty clusters before this one have their points already: what lies near those is not far.
void Lloyd::fill(std::size_t cluster) {
  const auto centroid = [&](std::size_t c) { return std::span(centroids_).subspan(c * width_, width_); };
  std::int64_t farthest = -1;
  std::size_t found = 0;
  for (std::size_t row = 0; row < points_.size(); ++row) {
    std::int64_t distance = points_.squared_distance(row, centroid(labels_[row]));
    for (std::size_t c = 0; c < cluster; ++c)
      if (counts_[c] == 0) distance = std::min(distance, points_.squared_distance(row, centroid(c)));
    if (distance < farthest || (distance == farthest && !points_.before(row, found))) continue;
    farthest = distance;
    found = row;
  }
  points_.copy_row(found, centroid(cluster));
}

Int128 Lloyd::inertia() const {
  Int128 sum = points_.squared_lengths();
  for (std::size_t c = 0; c < clusters_; ++c)
    for (std::size_t j = 0; j < width_; ++j) {
      const Int128 x = centroids_[c * width_ + j];
      sum += x * x * static_cast<Int128>(counts_[c]) - 2 * x * sums_[c * width_ + j];
    }
  return sum;
}

}  // namespace staysail::statistics
