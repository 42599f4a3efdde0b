#include "staysail/statistics/continued_clusters.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace staysail;
using namespace staysail::statistics;

namespace {

Column numbers(const std::vector<std::int64_t>& values) {
  ColumnBuilder builder(Field{"x", ColumnType::number, 2, {}});
  for (const auto value : values) builder.append_number(value);
  return builder.finish();
}

std::vector<int> labels_of(const ContinuedClusters& found, std::size_t rows) {
  std::vector<int> labels;
  for (std::size_t row = 0; row < rows; ++row) labels.push_back(found.label(row));
  return labels;
}

KMeansOptions two() {
  KMeansOptions options;
  options.clusters = 2;
  return options;
}

}  // namespace

TEST_CASE("a cluster begins where its rows are now, and keeps its number") {
  const std::vector<Column> columns = {numbers({900, 910, 20, 30, 905})};
  const std::vector<std::uint16_t> before = {0, 0, 1, kNoCluster, 0};
  const auto found = continue_clusters(columns, before, two());
  REQUIRE(found);
  CHECK(found->warm);
  CHECK(labels_of(*found, 5) == std::vector<int>{0, 0, 1, 1, 0});
  CHECK(found->model.centroids()[0] == doctest::Approx(9.05));
}

TEST_CASE("where a cluster has no row left, most rows decide the numbers") {
  const std::vector<Column> columns = {numbers({900, 910, 20, 30, 905})};
  const std::vector<std::uint16_t> before = {0, 0, kNoCluster, kNoCluster, 0};
  const auto found = continue_clusters(columns, before, two());
  REQUIRE(found);
  CHECK_FALSE(found->warm);
  CHECK(labels_of(*found, 5) == std::vector<int>{0, 0, 1, 1, 0});
  const auto fresh = continue_clusters(columns, std::vector<std::uint16_t>(5, kNoCluster), two());
  CHECK(labels_of(*fresh, 5) == std::vector<int>{1, 1, 0, 0, 1});
}

TEST_CASE("reals and days go on like numbers") {
  ColumnBuilder reals(Field{"x", ColumnType::real, 0, {}}), days(Field{"day", ColumnType::day, 0, {}});
  for (const double value : {9.0, 9.1, 0.2, 0.3}) reals.append_real(value);
  for (const int day : {20000, 20001, 10000, 10001}) days.append_day(Day::since_epoch(day));
  const std::vector<Column> columns = {reals.finish(), days.finish()};
  const auto found = continue_clusters(columns, std::vector<std::uint16_t>{0, 0, 1, kNoCluster}, two());
  REQUIRE(found);
  CHECK(found->warm);
  CHECK(labels_of(*found, 4) == std::vector<int>{0, 0, 1, 1});
}

TEST_CASE("labels that cannot be are refused") {
  const std::vector<Column> columns = {numbers({1, 2, 3})};
  CHECK(continue_clusters(columns, std::vector<std::uint16_t>{0, 1}, two()).error().code() == Errc::invalid_argument);
  CHECK(continue_clusters(columns, std::vector<std::uint16_t>{0, 1, 2}, two()).error().code() ==
        Errc::invalid_argument);
}
