// Dice: numbers that look random and are the same in every run, for made-up data.
#pragma once

#include <cmath>
#include <cstdint>

namespace staysail::statistics {

class Dice {
 public:
  // Uniform in (0, 1): the upper bits of a linear congruential generator (Knuth's MMIX).
  double roll() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (static_cast<double>(state_ >> 12) + 0.5) / static_cast<double>(1ULL << 52);
  }
  double wait(double rate) { return -std::log(roll()) / rate; }
  // Standard normal, by Box and Muller.
  double normal() { return std::sqrt(-2 * std::log(roll())) * std::cos(6.283185307179586 * roll()); }

 private:
  std::uint64_t state_ = 20261129;
};

}  // namespace staysail::statistics
