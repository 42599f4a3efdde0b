#include "staysail/statistics/natural_breaks.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "staysail/base/int128.hpp"

namespace staysail::statistics {
namespace {

// (greatest - least) * count stays below this, so that count times the sum of squares stays within 126 bits.
constexpr double kMostSpread = 9223372036854775808.0;

// Sums over the first distinct values, less the least of them.
class Prefixes {
 public:
  explicit Prefixes(const ValueCounts& counts) : sums_(counts.values().size() + 1) {
    for (std::size_t i = 0; i < counts.values().size(); ++i) {
      const Int128 value = static_cast<Int128>(counts.values()[i]) - counts.values()[0];
      const auto count = static_cast<Int128>(counts.counts()[i]);
      sums_[i + 1] = {sums_[i].count + count, sums_[i].sum + count * value, sums_[i].squares + count * value * value};
    }
  }
  std::size_t size() const { return sums_.size() - 1; }
  // Squared distances of the values [begin, end) to their mean. The difference is exact, and rounded once.
  double distances(std::size_t begin, std::size_t end) const {
    const Int128 count = sums_[end].count - sums_[begin].count, sum = sums_[end].sum - sums_[begin].sum;
    const Int128 squares = sums_[end].squares - sums_[begin].squares;
    return static_cast<double>(squares * count - sum * sum) / static_cast<double>(count);
  }

 private:
  struct Sums {
    Int128 count = 0, sum = 0, squares = 0;
  };
  std::vector<Sums> sums_;
};

// Class by class the least distances of the first values; where the last class begins never goes back as values are
// added, so that each class is found by halves.
class Breaks {
 public:
  Breaks(const Prefixes& prefixes, std::uint32_t classes)
      : prefixes_(prefixes), begins_(classes, std::vector<std::uint32_t>(prefixes.size() + 1)) {
    for (std::size_t end = 1; end <= prefixes.size(); ++end) least_.push_back(prefixes.distances(0, end));
    least_.insert(least_.begin(), 0);
    for (std::uint32_t more = 1; more < classes; ++more) {
      next_.assign(least_.size(), std::numeric_limits<double>::infinity());
      find(more, more + 1, prefixes.size(), more, prefixes.size() - 1);
      least_.swap(next_);
    }
  }
  // Where the classes begin, the first left out.
  std::vector<std::size_t> begins() const {
    std::vector<std::size_t> result(begins_.size() - 1);
    std::size_t end = prefixes_.size();
    for (std::size_t more = begins_.size() - 1; more > 0; --more) result[more - 1] = end = begins_[more][end];
    return result;
  }

 private:
  // For all ends of [first, last], where the last class begins within [low, high].
  void find(std::uint32_t more, std::size_t first, std::size_t last, std::size_t low, std::size_t high) {
    if (first > last) return;
    const std::size_t end = first + (last - first) / 2;
    for (std::size_t begin = low; begin <= std::min(high, end - 1); ++begin) {
      const double distances = least_[begin] + prefixes_.distances(begin, end);
      if (distances >= next_[end]) continue;
      next_[end] = distances;
      begins_[more][end] = static_cast<std::uint32_t>(begin);
    }
    const std::size_t middle = begins_[more][end];
    find(more, first, end - 1, low, middle);
    find(more, end + 1, last, middle, high);
  }

  const Prefixes& prefixes_;
  std::vector<double> least_, next_;
  std::vector<std::vector<std::uint32_t>> begins_;
};

}  // namespace

Result<std::vector<std::int64_t>> natural_breaks(const ValueCounts& counts, std::uint32_t classes) {
  const auto values = counts.values();
  if (classes == 0 || classes > values.size())
    return Error(Errc::invalid_argument, std::to_string(classes) + " classes need as many distinct values and one at " +
                                             "least; there are " + std::to_string(values.size()) + ": ask for fewer");
  const double range = static_cast<double>(values.back()) - static_cast<double>(values.front());
  if (range * static_cast<double>(counts.total()) >= kMostSpread)
    return Error(Errc::amount_overflow, "values this far apart and this many are not broken exactly; use quantiles");
  std::vector<std::int64_t> ends;
  for (const std::size_t begin : Breaks(Prefixes(counts), classes).begins()) ends.push_back(values[begin - 1]);
  return ends;
}

}  // namespace staysail::statistics
