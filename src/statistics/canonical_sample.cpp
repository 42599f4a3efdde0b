#include "statistics/canonical_sample.hpp"

#include <algorithm>
#include <numeric>

#include "statistics/radix_sort.hpp"
#include "staysail/base/int128.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint64_t kStride = 0x9E3779B97F4A7C15ULL;

std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
  return bits ^ (bits >> 31);
}

std::uint64_t hash_with(std::uint64_t hash, std::int32_t coordinate) {
  return mixed(hash + kStride + static_cast<std::uint32_t>(coordinate));
}

std::vector<std::uint64_t> hashes_of(const FixedPoints& points, const Workers& workers) {
  std::vector<std::uint64_t> hashes(points.blocks() * kBlockPoints);
  workers.each_part(points.blocks(), [&](std::size_t, std::size_t first, std::size_t end) {
    for (std::size_t b = first; b < end; ++b)
      for (std::size_t j = 0; j < points.dimensions(); ++j)
        for (std::size_t i = 0; i < kBlockPoints; ++i) {
          std::uint64_t& hash = hashes[b * kBlockPoints + i];
          hash = hash_with(hash, points.block(b)[j * kBlockPoints + i]);
        }
  });
  hashes.resize(points.size());
  return hashes;
}

// The hashes at random places of the sorted ones, sorted; all of them when they are few.
std::vector<std::uint64_t> drawn(const std::vector<std::uint64_t>& sorted, std::size_t most, std::uint64_t seed) {
  if (sorted.size() <= most) return sorted;
  std::vector<std::uint64_t> hashes;
  hashes.reserve(most);
  for (std::size_t i = 0; i < most; ++i)
    hashes.push_back(sorted[static_cast<std::size_t>(random_below(sorted.size(), seed, i))]);
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

// Says of most hashes that are not wanted that they are not, without a search.
class Sieve {
 public:
  explicit Sieve(const std::vector<std::uint64_t>& wanted) : bits_(std::size_t{1} << kBits) {
    for (const std::uint64_t hash : wanted) bits_[hash & kMask] = true;
  }
  bool may_hold(std::uint64_t hash) const { return bits_[hash & kMask]; }

 private:
  static constexpr int kBits = 20;
  static constexpr std::uint64_t kMask = (1U << kBits) - 1;
  std::vector<bool> bits_;
};

// A row for each of the sorted hashes; where two points share a hash, that of the one that comes first.
std::vector<std::uint32_t> rows_of(const FixedPoints& points, const std::vector<std::uint64_t>& hashes,
                                   const std::vector<std::uint64_t>& wanted) {
  constexpr std::uint32_t kNone = ~0U;
  std::vector<std::uint32_t> rows(wanted.size(), kNone);
  const Sieve sieve(wanted);
  for (std::uint32_t row = 0; row < hashes.size(); ++row) {
    if (!sieve.may_hold(hashes[row])) continue;
    const auto found = std::lower_bound(wanted.begin(), wanted.end(), hashes[row]);
    if (found == wanted.end() || *found != hashes[row]) continue;
    std::uint32_t& held = rows[static_cast<std::size_t>(found - wanted.begin())];
    if (held == kNone || points.before(row, held)) held = row;
  }
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (wanted[i] == wanted[i - 1]) rows[i] = rows[i - 1];
  return rows;
}

}  // namespace

std::uint64_t point_hash(const FixedPoints& points, std::size_t row) {
  std::uint64_t hash = 0;
  for (std::size_t j = 0; j < points.dimensions(); ++j) hash = hash_with(hash, points.at(row, j));
  return hash;
}

std::uint64_t random_bits(std::uint64_t seed, std::uint64_t n) {
  return mixed(mixed(seed + kStride) + (n + 1) * kStride);
}

std::uint64_t random_below(std::uint64_t bound, std::uint64_t seed, std::uint64_t n) {
  return static_cast<std::uint64_t>((static_cast<UInt128>(random_bits(seed, n)) * bound) >> 64);
}

CanonicalSample CanonicalSample::draw(const FixedPoints& points, std::size_t most, std::uint64_t seed,
                                      const Workers& workers) {
  const auto hashes = hashes_of(points, workers);
  auto sorted = hashes;
  radix_sort(sorted);
  CanonicalSample sample;
  sample.rows = rows_of(points, hashes, drawn(sorted, most, seed));
  sample.distinct = static_cast<std::uint64_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
  return sample;
}

}  // namespace staysail::statistics
