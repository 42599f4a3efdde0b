#include "staysail/statistics/agreement.hpp"

#include <algorithm>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {
namespace {

using Labels = std::vector<std::uint16_t>;
using Table = std::vector<std::uint64_t>;

// Every pairing tried.
std::uint64_t best_sum(const Table& table, std::size_t rows, std::size_t columns) {
  std::vector<std::size_t> order(std::max(rows, columns));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::uint64_t best = 0;
  do {
    std::uint64_t sum = 0;
    for (std::size_t row = 0; row < rows; ++row)
      if (order[row] < columns) sum += table[row * columns + order[row]];
    best = std::max(best, sum);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

}  // namespace

TEST_CASE("the adjusted Rand index of Hubert and Arabie's worked example and of its ends") {
  // sklearn.metrics.adjusted_rand_score([0, 0, 1, 2], [0, 0, 1, 1]) is 0.5714...
  CHECK(adjusted_rand(cross_counts(Labels{0, 0, 1, 2}, Labels{0, 0, 1, 1}, 3, 2), 2) == doctest::Approx(4.0 / 7));
  CHECK(adjusted_rand(cross_counts(Labels{0, 0, 1, 1}, Labels{1, 1, 0, 0}, 2, 2), 2) == 1);
  CHECK(adjusted_rand(cross_counts(Labels{0, 0, 1, 1}, Labels{0, 1, 0, 1}, 2, 2), 2) == doctest::Approx(-0.5));
  CHECK(adjusted_rand(cross_counts(Labels{0, 0, 0}, Labels{0, 0, 0}, 1, 1), 1) == 1);
  CHECK(adjusted_rand(cross_counts(Labels{0, 0, 0, 0}, Labels{0, 1, 2, 3}, 1, 4), 4) == 0);
}

TEST_CASE("a pairing takes the greatest sum, not the greatest entry first") {
  CHECK(best_pairing(Table{10, 9, 9, 1}, 2).value() == std::vector<std::int32_t>{1, 0});
  CHECK(best_pairing(Table{7, 0, 0, 0, 0, 5}, 3).value() == std::vector<std::int32_t>{0, 2});
  CHECK(best_pairing(Table{3, 8, 1}, 1).value() == std::vector<std::int32_t>{-1, 0, -1});
  CHECK(best_pairing(Table{}, 1).value().empty());
  CHECK(best_pairing(Table{~0ULL}, 1).error().code() == Errc::amount_overflow);
}

TEST_CASE("property: no pairing is better than the one that is found") {
  rc::check([] {
    const auto rows = *rc::gen::inRange<std::size_t>(1, 6), columns = *rc::gen::inRange<std::size_t>(1, 6);
    const auto table = *rc::gen::container<Table>(rows * columns, rc::gen::inRange<std::uint64_t>(0, 20));
    const auto pairing = best_pairing(table, columns).value();
    std::uint64_t sum = 0;
    std::vector<bool> taken(columns);
    for (std::size_t row = 0; row < rows; ++row) {
      if (pairing[row] < 0) continue;
      const auto column = static_cast<std::size_t>(pairing[row]);
      RC_ASSERT(!taken[column]);
      taken[column] = true;
      sum += table[row * columns + column];
    }
    RC_ASSERT(sum == best_sum(table, rows, columns));
  });
}

}  // namespace staysail::statistics
