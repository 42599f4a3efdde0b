// RisingLogs: ln(x (x + 1) ... (x + k - 1)) for k = 0 .. largest with two derivatives by x. Differences of gamma
// functions at whole distances, without the cancellation of taking them one from another.
#pragma once

#include <cstddef>
#include <vector>

#include "statistics/jet.hpp"

namespace staysail::statistics {

class RisingLogs {
 public:
  RisingLogs(double x, std::size_t largest) : taylors_(largest + 1) {
    for (std::size_t k = 0; k < largest; ++k) {
      const double inverse = 1 / (x + static_cast<double>(k));
      const Taylor& below = taylors_[k];
      taylors_[k + 1] = {below.value + natural_log(x + static_cast<double>(k)), below.first + inverse,
                         below.second - inverse * inverse};
    }
  }
  const Taylor& operator[](std::size_t k) const { return taylors_[k]; }

 private:
  std::vector<Taylor> taylors_;
};

}  // namespace staysail::statistics
