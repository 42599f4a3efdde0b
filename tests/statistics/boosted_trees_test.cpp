#include "staysail/statistics/boosted_trees.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "statistics/gradient_histogram.hpp"

namespace staysail::statistics {
namespace {

CodedRows product_rows() {
  CodedRows rows;
  rows.features.resize(2);
  for (std::size_t i = 0; i < 400; ++i) {
    const auto a = static_cast<std::uint8_t>(1 + i * 7 % 20), b = static_cast<std::uint8_t>(1 + i * 11 % 19);
    rows.features[0].codes.push_back(a);
    rows.features[1].codes.push_back(b);
    rows.target.push_back((a > 10) != (b > 9) ? 1 : 0);
  }
  rows.features[0].size = 21;
  rows.features[1].size = 20;
  return rows;
}

TEST_CASE("sums of packed gradients are exact beyond one block, and a part and its rest make the whole") {
  constexpr std::uint32_t kRows = 100'003;
  std::vector<std::int32_t> scores(kRows);
  std::vector<std::uint8_t> target(kRows), codes(kRows);
  std::vector<std::uint32_t> all, part, rest;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    scores[i] = static_cast<std::int32_t>(i * 2654435761U % 9'000'000) - 4'500'000;
    target[i] = i % 3 == 0;
    codes[i] = static_cast<std::uint8_t>(i % 5);
    all.push_back(i);
    (i % 4 == 0 ? part : rest).push_back(i);
  }
  std::vector<std::int64_t> packed(kRows);
  pack_gradients(scores, target, {}, packed);
  const CodeColumn column{codes.data(), 5, true};
  const auto of = [&](const std::vector<std::uint32_t>& rows) {
    std::vector<std::int64_t> own;
    for (const std::uint32_t row : rows) own.push_back(packed[row]);
    return GradientHistogram::of({&column, 1}, rows, own);
  };
  GradientHistogram whole = of(all);
  Gradient plain;
  for (std::uint32_t i = 0; i < kRows; i += 5) plain.add_packed(packed[i]);
  CHECK(whole.column(0)[0] == plain);
  whole -= of(part);
  CHECK(whole == of(rest));
}

TEST_CASE("what two features decide only together is found, and contributions sum to the score exactly") {
  const CodedRows rows = product_rows();
  const BoostedFit fit = fit_boosted_trees(rows).value();
  CHECK(fit.held_out_loss < 0.2);
  const std::vector<const std::uint8_t*> codes{rows.features[0].codes.data(), rows.features[1].codes.data()};
  std::vector<std::int64_t> scores(rows.rows()), parts(2 * rows.rows());
  fit.model.score(codes, scores);
  fit.model.contributions(codes, rows.rows(), parts);
  for (std::size_t i = 0; i < rows.rows(); ++i)
    REQUIRE(fit.model.expected() + parts[i] + parts[rows.rows() + i] == scores[i]);
}

TEST_CASE("a row of several trials is as many rows, none with the event but the last") {
  std::vector<std::int32_t> scores{-700'000, 300'000, 2'000'000};
  const std::vector<std::uint8_t> target{1, 0, 1}, trials{8, 3, 1};
  std::vector<std::int64_t> together(3), apart(3), plain(3);
  pack_gradients(scores, target, trials, together);
  pack_gradients(scores, std::vector<std::uint8_t>{0, 0, 0}, {}, plain);
  pack_gradients(scores, target, {}, apart);
  for (std::size_t i = 0; i < 3; ++i) CHECK(together[i] == apart[i] + (trials[i] - 1) * plain[i]);
  CodedRows rows = product_rows(), repeated = product_rows();
  for (std::size_t i = 0; i < rows.rows(); ++i) rows.trials.push_back(i % 2 == 0 ? 4 : 1);
  for (std::size_t i = 0; i < rows.rows(); ++i) rows.groups.push_back(i), repeated.groups.push_back(i);
  for (std::size_t i = 0; i < rows.rows(); i += 2)
    for (int copy = 0; copy < 3; ++copy) {
      for (CodedFeature& feature : repeated.features) feature.codes.push_back(feature.codes[i]);
      repeated.target.push_back(0);
      repeated.groups.push_back(i);
    }
  const BoostingOptions alone{0, 0, 0.5, 2};
  CHECK(fit_boosted_trees(rows, alone).value().model.nodes == fit_boosted_trees(repeated, alone).value().model.nodes);
  rows.trials[0] = 9;
  CHECK(fit_boosted_trees(rows).error().code() == Errc::invalid_argument);
  rows.trials.pop_back();
  CHECK(fit_boosted_trees(rows).error().code() == Errc::invalid_argument);
}

TEST_CASE("trees that lead nowhere or in circles are refused") {
  BoostedTrees model = fit_boosted_trees(product_rows()).value().model;
  REQUIRE(model.validate());
  const BoostedTrees good = model;
  model.nodes[0].left = 0;
  CHECK_FALSE(model.validate());
  model = good;
  model.nodes[0].feature = 99;
  CHECK_FALSE(model.validate());
  model = good;
  model.roots.push_back(static_cast<std::uint32_t>(model.nodes.size()));
  CHECK_FALSE(model.validate());
}

TEST_CASE("rows that make no sense are refused") {
  CodedRows rows = product_rows();
  rows.features[0].codes[3] = 21;
  CHECK(fit_boosted_trees(rows).error().code() == Errc::invalid_argument);
  rows = product_rows();
  rows.features[1].codes.pop_back();
  CHECK(fit_boosted_trees(rows).error().code() == Errc::invalid_argument);
  rows = product_rows();
  rows.target[0] = 2;
  CHECK(fit_boosted_trees(rows).error().code() == Errc::invalid_argument);
  rows.target.assign(rows.target.size(), 1);
  CHECK(fit_boosted_trees(rows).error().code() == Errc::degenerate_input);
}

}  // namespace
}  // namespace staysail::statistics
