#include "warning/bin_finder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace staysail {
namespace {

std::uint8_t counted(double value, const std::vector<double>& cuts) {
  if (std::isnan(value)) return 0;
  return static_cast<std::uint8_t>(1 +
                                   std::count_if(cuts.begin(), cuts.end(), [&](double cut) { return cut <= value; }));
}

void check_found(const std::vector<double>& cuts) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> values{0,       -0.0,         1e308,         -1e308,    5e-324,
                             -5e-324, std::nan(""), -std::nan(""), kInfinity, -kInfinity};
  for (const double cut : cuts)
    for (const double value :
         {cut, std::nextafter(cut, kInfinity), std::nextafter(cut, -kInfinity), cut / 2, cut * 1.01})
      values.push_back(value);
  std::vector<std::uint8_t> codes(values.size());
  BinFinder(cuts).find(values, codes.data());
  for (std::size_t i = 0; i < values.size(); ++i) {
    CAPTURE(values[i]);
    REQUIRE(codes[i] == counted(values[i], cuts));
  }
}

TEST_CASE("a bin is one more than the cuts that are not above the value, however the cuts lie") {
  check_found({});
  check_found({0});
  check_found({-0.0, 1e-300, 1, 1e300});
  check_found({-std::numeric_limits<double>::infinity(), 0, std::numeric_limits<double>::infinity()});
  std::mt19937_64 dice(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> cuts(dice() % 127);
    const double spread = std::ldexp(1, static_cast<int>(dice() % 80) - 40);  // crowded ones are halved
    const double middle = round % 3 == 0 ? 0 : 1000;
    for (double& cut : cuts) cut = middle + spread * (static_cast<double>(dice() % 100'000) - 50'000);
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    check_found(cuts);
  }
}

}  // namespace
}  // namespace staysail
