#include "staysail/statistics/k_means.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "clustered.hpp"

namespace staysail::statistics {
namespace {

using Numbers = std::vector<double>;

// Lloyd's rounds written out in doubles, without grid, kernel or memory of sums.
struct Plain {
  std::vector<std::uint16_t> labels;
  Numbers centroids;
  double inertia = 0;
};

Plain plain_rounds(const Rows& rows, Numbers centroids, std::size_t rounds) {
  const std::size_t width = rows.front().size(), clusters = centroids.size() / width;
  Plain plain{std::vector<std::uint16_t>(rows.size()), std::move(centroids)};
  for (std::size_t round = 0;; ++round) {
    plain.inertia = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      double best = std::numeric_limits<double>::infinity();
      for (std::size_t c = 0; c < clusters; ++c) {
        double distance = 0;
        for (std::size_t j = 0; j < width; ++j) distance += std::pow(rows[row][j] - plain.centroids[c * width + j], 2);
        if (distance < best) best = distance, plain.labels[row] = static_cast<std::uint16_t>(c);
      }
      plain.inertia += best;
    }
    if (round == rounds) return plain;
    Numbers sums(plain.centroids.size()), counts(clusters);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      ++counts[plain.labels[row]];
      for (std::size_t j = 0; j < width; ++j) sums[plain.labels[row] * width + j] += rows[row][j];
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
      if (counts[i / width] > 0) plain.centroids[i] = sums[i] / counts[i / width];
  }
}

KMeansOptions asked(std::size_t clusters) {
  KMeansOptions options;
  options.clusters = clusters;
  return options;
}

KMeansOptions plain_options(Numbers start, std::size_t clusters, std::size_t iterations = 20) {
  KMeansOptions options = asked(clusters);
  options.iterations = iterations;
  options.standardise = false;
  options.start = std::move(start);
  return options;
}

Numbers numbers_of(std::span<const double> values) { return {values.begin(), values.end()}; }

// Nothing when it can be fitted.
std::optional<Errc> code_of(const std::vector<Column>& columns, const KMeansOptions& options) {
  const auto fitted = KMeans::fit(columns, options);
  return fitted ? std::nullopt : std::optional(fitted.error().code());
}

void check_same(const KMeans& a, const KMeans& b) {
  CHECK(numbers_of(a.centroids()) == numbers_of(b.centroids()));
  CHECK(std::equal(a.labels().begin(), a.labels().end(), b.labels().begin(), b.labels().end()));
  CHECK(a.inertia() == b.inertia());
  CHECK(a.iterations() == b.iterations());
}

}  // namespace

TEST_CASE("two pairs of rows are two clusters, numbered by the first column") {
  const auto model = KMeans::fit(number_columns({{10, 1}, {0, 0}, {0, 1}, {10, 0}}), asked(2)).value();
  CHECK(numbers_of(model.centroids()) == Numbers{0, 0.5, 10, 0.5});
  CHECK(std::vector<std::uint16_t>(model.labels().begin(), model.labels().end()) ==
        std::vector<std::uint16_t>{1, 0, 0, 1});
  CHECK(model.sizes()[0] == 2);
  CHECK(model.converged());
  // Each row lies one standard deviation from its centroid, in the second column alone.
  CHECK(model.inertia() == doctest::Approx(4).epsilon(1e-6));
  CHECK(model.columns() == std::vector<std::string>{"x0", "x1"});
}

TEST_CASE("a given start goes the way of Lloyd's rounds written out") {
  const Rows rows = clustered_rows(3000, 5, 4);
  Numbers start;
  for (std::size_t c = 0; c < 6; ++c) start.insert(start.end(), rows[c].begin(), rows[c].end());
  for (const std::size_t rounds : {0, 1, 3, 20}) {
    const auto model = KMeans::fit(number_columns(rows), plain_options(start, 6, rounds)).value();
    const Plain plain = plain_rounds(rows, start, rounds);
    CHECK(std::equal(plain.labels.begin(), plain.labels.end(), model.labels().begin(), model.labels().end()));
    for (std::size_t i = 0; i < start.size(); ++i)
      CHECK(std::fabs(model.centroids()[i] - plain.centroids[i]) < (rounds == 0 ? 1e-5 : 1e-9));
    CHECK(model.inertia() == doctest::Approx(plain.inertia).epsilon(1e-6));
  }
}

TEST_CASE("the same bytes for any order of rows, executor and instruction set [threads]") {
  const Rows rows = clustered_rows(5000, 7, 5);
  Rows turned(rows.rbegin(), rows.rend());
  std::rotate(turned.begin(), turned.begin() + 1234, turned.end());
  KMeansOptions options = asked(5);
  options.instructions = InstructionSet::portable;
  const auto model = KMeans::fit(number_columns(rows), options).value();
  const auto other = KMeans::fit(number_columns(turned), options).value();
  CHECK(numbers_of(model.centroids()) == numbers_of(other.centroids()));
  CHECK(model.inertia() == other.inertia());
  std::vector<std::uint16_t> labels(other.labels().begin(), other.labels().end());
  std::rotate(labels.begin(), labels.end() - 1234, labels.end());
  CHECK(std::equal(labels.rbegin(), labels.rend(), model.labels().begin(), model.labels().end()));
  for (const std::size_t threads : {1, 2, 8}) {
    ThreadPool pool(threads);
    options.executor = &pool;
    for (const InstructionSet set : instruction_sets()) {
      options.instructions = set;
      check_same(model, KMeans::fit(number_columns(rows), options).value());
    }
  }
}

// Rows without any clusters, a few rounds: where they begin is where they end.
TEST_CASE("the beginning is drawn from the rows, not from their places") {
  Dice dice;
  Rows rows(20000);
  for (auto& row : rows) row = {dice.roll(), dice.roll(), dice.roll()};
  KMeansOptions options = asked(7);
  options.iterations = 2;
  const auto model = KMeans::fit(number_columns(rows), options).value();
  std::reverse(rows.begin(), rows.end());
  const auto turned = KMeans::fit(number_columns(rows), options).value();
  CHECK(numbers_of(model.centroids()) == numbers_of(turned.centroids()));
  options.seed = 1;
  CHECK(numbers_of(model.centroids()) != numbers_of(KMeans::fit(number_columns(rows), options).value().centroids()));
}

TEST_CASE("of equally near centroids the first takes the row") {
  const auto columns = number_columns({{0}, {4}, {2}});
  for (const InstructionSet set : instruction_sets())
    for (const Numbers& start : {Numbers{0, 4}, Numbers{4, 0}}) {
      auto options = plain_options(start, 2, 0);
      options.instructions = set;
      CHECK(KMeans::fit(columns, options).value().labels()[2] == 0);
    }
}

TEST_CASE("a cluster without rows begins anew at the farthest row") {
  const auto columns = number_columns({{0}, {1}, {2}, {30}, {90}, {96}});
  const auto model = KMeans::fit(columns, plain_options({0, 0, 55}, 3)).value();
  CHECK(numbers_of(model.centroids()) == Numbers{1, 30, 93});
  CHECK(model.inertia() == doctest::Approx(20).epsilon(1e-5));
  // Of two equally far rows the one whose value comes first, wherever it stands.
  const auto first = KMeans::fit(number_columns({{-9}, {0}, {9}}), plain_options({0, 0}, 2)).value();
  const auto last = KMeans::fit(number_columns({{9}, {0}, {-9}}), plain_options({0, 0}, 2)).value();
  CHECK(numbers_of(first.centroids()) == Numbers{4.5, -9});
  CHECK(numbers_of(last.centroids()) == Numbers{4.5, -9});
}

TEST_CASE("standardised columns do not know their units, and rows find their clusters again") {
  Rows rows = clustered_rows(2000, 3, 4);
  const auto model = KMeans::fit(number_columns(rows), asked(4)).value();
  const auto again = model.nearest(number_columns(rows)).value();
  CHECK(std::equal(again.begin(), again.end(), model.labels().begin(), model.labels().end()));
  for (auto& row : rows) row[1] = row[1] * 1024 + 77;
  const auto scaled = KMeans::fit(number_columns(rows), asked(4)).value();
  CHECK(scaled.inertia() == doctest::Approx(model.inertia()).epsilon(1e-6));
  CHECK(scaled.centroids()[1] == doctest::Approx(model.centroids()[1] * 1024 + 77).epsilon(1e-6));
  rows.assign(1, {1e12, -1e12, 0});
  CHECK(model.nearest(number_columns(rows)).value().size() == 1);
}

TEST_CASE("money, booleans and days are compared as the numbers they are") {
  ColumnBuilder money(Field{"arpu", ColumnType::number, 2, "CNY"});
  ColumnBuilder roams(Field{"roams", ColumnType::boolean, 0, {}});
  ColumnBuilder since(Field{"since", ColumnType::day, 0, {}});
  for (int i = 0; i < 4; ++i) {
    money.append_number(i < 2 ? 1000 + i : 9000 + i);
    roams.append_boolean(i >= 2);
    since.append_day(20000 + i);
  }
  const auto model = KMeans::fit(std::vector<Column>{money.finish(), roams.finish(), since.finish()}, asked(2)).value();
  CHECK(numbers_of(model.centroids()) == Numbers{10.005, 0, 20000.5, 90.025, 1, 20002.5});
}

TEST_CASE("what cannot be clustered is refused, with what to do") {
  const auto columns = number_columns({{1, 5}, {2, 6}, {1, 5}});
  CHECK(code_of({}, asked(2)) == Errc::invalid_argument);
  CHECK(code_of(columns, asked(0)) == Errc::invalid_argument);
  CHECK(code_of(columns, asked(2)) == std::nullopt);
  const auto few = KMeans::fit(columns, asked(3));
  REQUIRE_FALSE(few);
  CHECK(few.error().message().find("there are 2: ask for fewer") != std::string::npos);
  KMeansOptions given = asked(3);
  given.start = {1, 5, 2, 6, 3, 7};
  CHECK(code_of(columns, given) == Errc::invalid_argument);
  given.start.pop_back();
  CHECK(code_of(columns, given) == Errc::invalid_argument);
  CHECK(code_of(number_columns({{1, 5}, {2, 5}}), asked(2)) == Errc::degenerate_input);
  const auto hole = KMeans::fit(number_columns({{1, 5}, {2, std::nan("")}}), asked(2));
  REQUIRE_FALSE(hole);
  CHECK(hole.error().message().find("row 2 of column x1 has no value") != std::string::npos);
  ColumnBuilder text(Field{"city", ColumnType::text, 0, {}}), null(Field{"arpu", ColumnType::number, 2, {}});
  text.append_text("Wuhan");
  null.append_null();
  CHECK(code_of({text.finish()}, asked(1)) == Errc::schema_mismatch);
  CHECK(code_of({null.finish()}, asked(1)) == Errc::invalid_argument);
}

TEST_CASE("a host that asks to stop is heard between two rounds") {
  const std::atomic<bool> stop{true};
  KMeansOptions options = asked(2);
  options.control.stop = &stop;
  CHECK(code_of(number_columns({{1}, {2}, {3}}), options) == Errc::cancelled);
}

TEST_CASE("property: rows lie nearest to their own centroid, and centroids that stay are means") {
  rc::check([] {
    const auto width = *rc::gen::inRange<std::size_t>(1, 10);
    const auto rows = *rc::gen::nonEmpty(rc::gen::container<Rows>(rc::gen::container<Numbers>(
        width, rc::gen::map(rc::gen::inRange(-50, 50), [](int x) { return static_cast<double>(x); }))));
    const auto clusters = *rc::gen::inRange<std::size_t>(1, 6);
    KMeansOptions options = plain_options({}, clusters, 60);
    const auto fitted = KMeans::fit(number_columns(rows), options);
    if (!fitted) return;
    const Plain plain = plain_rounds(rows, numbers_of(fitted->centroids()), 1);
    RC_ASSERT(fitted->inertia() >= 0);
    RC_ASSERT(std::fabs(plain_rounds(rows, numbers_of(fitted->centroids()), 0).inertia - fitted->inertia()) < 1e-2);
    for (std::size_t i = 0; fitted->converged() && i < plain.centroids.size(); ++i)
      RC_ASSERT(std::fabs(plain.centroids[i] - fitted->centroids()[i]) < 1e-9);
  });
}

}  // namespace staysail::statistics
