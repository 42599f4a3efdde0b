#include "staysail/statistics/survival_quality.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace staysail::statistics {
namespace {

using Numbers = std::vector<double>;
using Events = std::vector<std::uint8_t>;

TEST_CASE("concordance counts the pairs of which it is known who went first") {
  // Pairs: (1, 2), (1, 3), (1, 4), (3, 4); the second is cut off at 2, and 3 and 4 are told apart by their durations.
  const Numbers duration{1, 2, 3, 4};
  const Events event{1, 0, 1, 0};
  CHECK(concordance(duration, event, Numbers{4, 3, 2, 1}).value() == 1.0);
  CHECK(concordance(duration, event, Numbers{1, 2, 3, 4}).value() == 0.0);
  CHECK(concordance(duration, event, Numbers{3, 3, 1, 2}).value() == doctest::Approx(2.5 / 4));
  CHECK_FALSE(concordance(duration, Events{0, 0, 0, 0}, duration).value());
}

TEST_CASE("of equal durations the one that was cut off lasted longer, and two events tell nothing") {
  CHECK(concordance(Numbers{5, 5}, Events{1, 0}, Numbers{2, 1}).value() == 1.0);
  CHECK_FALSE(concordance(Numbers{5, 5}, Events{1, 1}, Numbers{2, 1}).value());
}

TEST_CASE("without anybody cut off the Brier score is the mean squared distance") {
  const Numbers duration{1, 2, 3, 4}, survival{0.1, 0.4, 0.8, 0.9};
  const Events event{1, 1, 1, 1};
  CHECK(brier_score(duration, event, survival, 2).value() ==
        doctest::Approx((0.01 + 0.16 + 0.04 + 0.01) / 4).epsilon(1e-12));
}

TEST_CASE("those cut off tell by the weight of the others") {
  // One of four is cut off at 1: the three left stand for 4 / 3 each.
  const Numbers duration{1, 2, 3, 4}, survival{0.5, 0.4, 0.8, 0.9};
  const Events event{0, 1, 1, 1};
  CHECK(brier_score(duration, event, survival, 2).value() ==
        doctest::Approx((0.16 + 0.04 + 0.01) * 4 / 3 / 4).epsilon(1e-12));
  // An event at the time of a cut-off came before it.
  CHECK(brier_score(Numbers{2, 2, 3}, Events{1, 0, 1}, Numbers{0.5, 0.5, 0.5}, 2.5).value() ==
        doctest::Approx((0.25 + 0.25 * 2) / 3).epsilon(1e-12));
}

TEST_CASE("what makes no sense is refused with its row") {
  CHECK(concordance(Numbers{1}, Events{1, 0}, Numbers{1}).error().code() == Errc::invalid_argument);
  CHECK(concordance(Numbers{1, -2}, Events{1, 0}, Numbers{1, 1}).error().message().find("row 2") == 0);
  CHECK(brier_score(Numbers{1}, Events{1}, Numbers{1.5}, 1).error().code() == Errc::invalid_argument);
  CHECK_FALSE(brier_score(Numbers{1, 2}, Events{0, 0}, Numbers{1, 1}, 3).value().value_or(0) > 0);
}

}  // namespace
}  // namespace staysail::statistics
