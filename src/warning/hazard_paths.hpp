// What lies before customers: the hazard of each kind in each of so many months, were all else to stay.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "warning/churn_state.hpp"
#include "warning/hazard_frame.hpp"
#include "warning/hazard_state.hpp"

namespace staysail {

// Of customers [begin, begin + count) of a frame.
class HazardPaths {
 public:
  struct Reasons {
    std::array<std::int32_t, statistics::TreeScorer::kLeading> features;  // -1: none
  };

  // `months`: how many lie before each.
  static HazardPaths of(const HazardModel::State& state, const FrameCodes& codes, const MonthsSoFar& so_far,
                        bool from_start, std::size_t begin, std::size_t count, std::uint32_t months);

  // Probability of being there after each of the months.
  std::vector<double> survival(std::size_t customer) const;
  // Of leaving by each kind within the first so many months.
  std::vector<double> incidence(std::size_t customer, std::uint32_t months) const;
  // Features that raise the hazard of the likeliest kind most in the first month, best first.
  Reasons reasons(std::size_t customer) const;

 private:
  std::size_t kinds_ = 0;
  std::uint32_t months_ = 0;
  std::vector<MonthSpan> spans_;
  std::vector<std::size_t> starts_;           // of each customer among the spans
  std::vector<std::vector<double>> hazards_;  // of each kind, by span
  std::vector<std::array<std::vector<std::int32_t>, statistics::TreeScorer::kLeading>> leading_;

  void score(const HazardModel::State& state, const FrameCodes& codes, std::size_t begin);
  void bound_sums();
};

}  // namespace staysail
