#include "simulator/dice.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace staysail::simulator;

TEST_CASE("dice answer the same question alike, whatever was asked before") {
  const Dice dice(7, Thing::line, 12, 3);
  const std::uint64_t first = dice.bits(Roll::leave);
  (void)dice.bits(Roll::fade);
  CHECK(dice.bits(Roll::leave) == first);
  CHECK(Dice(7, Thing::line, 12, 3).bits(Roll::leave) == first);
}

TEST_CASE("dice of another seed, thing, number, month, question or turn answer otherwise") {
  const std::uint64_t first = Dice(7, Thing::line, 12, 3).bits(Roll::leave);
  CHECK(Dice(8, Thing::line, 12, 3).bits(Roll::leave) != first);
  CHECK(Dice(7, Thing::customer, 12, 3).bits(Roll::leave) != first);
  CHECK(Dice(7, Thing::line, 13, 3).bits(Roll::leave) != first);
  CHECK(Dice(7, Thing::line, 12, 4).bits(Roll::leave) != first);
  CHECK(Dice(7, Thing::line, 12, 3).bits(Roll::fade) != first);
  CHECK(Dice(7, Thing::line, 12, 3).bits(Roll::leave, 1) != first);
}

TEST_CASE("known numbers: an export stays the same for ever") {
  CHECK(Dice(42, Thing::line, 0, 0).bits(Roll::leave) == 9531071346437635295ULL);
  CHECK(Dice(42, Thing::customer, 99, -1).bits(Roll::birth, 5) == 13476789992387502096ULL);
}

TEST_CASE("units and picks are spread evenly, normals have mean 0 and deviation 1") {
  constexpr int kDraws = 20'000;
  double sum = 0, squares = 0, units = 0;
  int picks[7] = {};
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const Dice dice(1, Thing::customer, i);
    const double z = dice.normal(Roll::spend);
    sum += z;
    squares += z * z;
    units += dice.unit(Roll::entry);
    ++picks[dice.pick(Roll::channel, 7)];
  }
  CHECK(std::abs(sum / kDraws) < 0.03);
  CHECK(std::abs(squares / kDraws - 1.0) < 0.04);
  CHECK(std::abs(units / kDraws - 0.5) < 0.01);
  for (const int count : picks) CHECK(std::abs(count - kDraws / 7.0) < 200);
}

TEST_CASE("the exponential of our own agrees with the library's to twelve digits") {
  for (double x = -20.0; x <= 20.0; x += 0.37) CHECK(exponential(x) == doctest::Approx(std::exp(x)).epsilon(1e-12));
  CHECK(logistic(0.0) == 0.5);
}
