// GradientHistogram: sums of gradients by code, for several features of one set of rows. Sums are integers: those of
// parts of the rows add up to those of the whole, and of a whole less one part are those of the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/packed_gradient.hpp"

namespace staysail::statistics {

// Codes of a feature or of a relation, by row.
struct CodeColumn {
  const std::uint8_t* codes = nullptr;
  std::size_t size = 0;  // codes are below it; at most 256
  bool ordered = true;
};

class GradientHistogram {
 public:
  // Of `rows`, whose packed gradients are `packed`, in that order.
  static GradientHistogram of(std::span<const CodeColumn> columns, std::span<const std::uint32_t> rows,
                              std::span<const std::int64_t> packed);
  GradientHistogram& operator-=(const GradientHistogram& part);

  std::span<const Gradient> column(std::size_t index) const {
    return std::span(sums_).subspan(starts_[index], starts_[index + 1] - starts_[index]);
  }
  friend bool operator==(const GradientHistogram&, const GradientHistogram&) = default;

 private:
  std::vector<std::size_t> starts_{0};
  std::vector<Gradient> sums_;
};

// Sum of packed gradients.
Gradient total_of(std::span<const std::int64_t> packed);

}  // namespace staysail::statistics
