// DropOutRows: the part of a repeat-event likelihood that differs from row to row, summed fast.
//
// Of a row with x events it is ln((alpha+T)^-(r+x) + e^dropped (alpha+last)^-(r+x)) in r, alpha and dropped. Logarithms
// and reciprocals are taken once a distinct time, one exponential and one logarithm are left for a row. Owned by one
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "staysail/statistics/repeat_histories.hpp"

namespace staysail::statistics {

// Weighted sum over rows with its derivatives by r, alpha and dropped; second: rr, ar, aa, dr, da, dd.
struct DropOutSums {
  double value = 0;
  std::array<double, 3> first{};
  std::array<double, 6> second{};
};

class DropOutRows {
 public:
  // Rows of equal events.
  struct Group {
    std::size_t events = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    double weight = 0;
  };

  explicit DropOutRows(const RepeatHistories& histories);

  const std::vector<Group>& groups() const { return groups_; }
  std::size_t most_events() const { return groups_.empty() ? 0 : groups_.back().events; }
  // Call before sums() for each alpha.
  void prepare(double alpha);
  // `dropped` null: the second term is not there.
  DropOutSums sums(const Group& group, double r, const double* dropped) const;

 private:
  struct Shifted {  // of alpha + time
    double log = 0;
    double inverse = 0;
  };
  DropOutSums observed_part(const Group& group, double size) const;
  void add_dropped_part(const Group& group, double size, double dropped, DropOutSums& sums) const;

  std::vector<double> times_;
  std::vector<Shifted> shifted_;
  std::vector<std::uint32_t> last_, observed_;
  std::vector<double> weights_;
  std::vector<Group> groups_;
};

}  // namespace staysail::statistics
