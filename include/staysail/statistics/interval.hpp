// Interval: a range that covers the true value with a stated confidence.
#pragma once

namespace staysail::statistics {

struct Interval {
  double low = 0;
  double high = 0;
  bool contains(double value) const { return low <= value && value <= high; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace staysail::statistics
