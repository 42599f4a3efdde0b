#include "evaluation/uplift_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "staysail/statistics/salted_sample.hpp"

namespace staysail::evaluation {
namespace {

constexpr std::size_t kLeastOfArm = 10;

Result<std::vector<double>> known_reals(const Batch& frame, const std::string& name, const char* what) {
  const Column* column = frame.find(name);
  if (column == nullptr)
    return Error(Errc::not_found, std::string("the frame has no column for the ") + what + " '" + name + "'");
  STAYSAIL_TRY(std::vector<double> values, reals_of(*column));
  const auto missing = std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); });
  if (missing == 0) return values;
  return Error(Errc::invalid_argument, std::string("the ") + what + " of " + std::to_string(missing) +
                                           " rows is not known; leave them out of '" + name + "'");
}

Result<std::vector<std::uint8_t>> marks_of(const std::vector<double>& values, const std::string& name) {
  std::vector<std::uint8_t> marks;
  for (const double value : values) {
    if (value != 0 && value != 1)
      return Error(Errc::invalid_argument,
                   "the arm '" + name + "' holds 1 (treated) and 0; this one is neither: " + std::to_string(value));
    marks.push_back(value == 1 ? 1 : 0);
  }
  return marks;
}

Status check_arms(const std::vector<std::uint8_t>& treated) {
  const auto first = static_cast<std::size_t>(std::count(treated.begin(), treated.end(), 1));
  if (std::min(first, treated.size() - first) >= kLeastOfArm) return ok();
  return Error(Errc::degenerate_input,
               "an uplift is learnt from ten treated and ten untreated rows or more; these are " +
                   std::to_string(first) + " and " + std::to_string(treated.size() - first));
}

}  // namespace

std::vector<std::string> covariates_of(const Batch& frame, const UpliftTraining& training) {
  std::vector<std::string> names;
  for (const Field& field : frame.schema().fields())
    if (field.name != training.outcome && field.name != training.treated && field.name != training.id)
      names.push_back(field.name);
  return names;
}

std::uint32_t part_of_row(std::size_t rank, std::uint32_t parts, std::uint64_t seed) {
  const std::uint32_t bucket =
      statistics::salted_bucket("uplift", std::to_string(rank), "part of " + std::to_string(seed));
  return bucket % parts;
}

Result<UpliftRows> UpliftRows::of(const Batch& frame, const UpliftTraining& training, const CovariateBasis& basis) {
  STAYSAIL_TRY(const std::vector<double> outcome, known_reals(frame, training.outcome, "outcome"));
  STAYSAIL_TRY(const std::vector<double> arms, known_reals(frame, training.treated, "arm"));
  STAYSAIL_TRY(const std::vector<std::uint8_t> treated, marks_of(arms, training.treated));
  STAYSAIL_CHECK(check_arms(treated));
  UpliftRows as_they_came{basis.width(), {}, outcome, treated, {}};
  STAYSAIL_TRY(as_they_came.covariates, basis.rows(frame));
  UpliftRows rows;
  rows.width = basis.width();
  rows.places.resize(outcome.size());
  std::iota(rows.places.begin(), rows.places.end(), 0);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const auto of_a = as_they_came.row(a), of_b = as_they_came.row(b);
    const auto [x, y] = std::mismatch(of_a.begin(), of_a.end(), of_b.begin());
    if (x != of_a.end()) return *x < *y;
    return std::pair(treated[a], outcome[a]) < std::pair(treated[b], outcome[b]);
  };
  std::sort(rows.places.begin(), rows.places.end(), before);
  for (const std::uint32_t place : rows.places) {
    const auto row = as_they_came.row(place);
    rows.covariates.insert(rows.covariates.end(), row.begin(), row.end());
    rows.outcome.push_back(outcome[place]);
    rows.treated.push_back(treated[place]);
  }
  return rows;
}

bool UpliftRows::binary() const {
  return std::all_of(outcome.begin(), outcome.end(), [](double y) { return y == 0 || y == 1; });
}

UpliftRows UpliftRows::where(const std::function<bool(std::size_t)>& wanted) const {
  UpliftRows rows;
  rows.width = width;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!wanted(i)) continue;
    rows.covariates.insert(rows.covariates.end(), row(i).begin(), row(i).end());
    rows.outcome.push_back(outcome[i]);
    rows.treated.push_back(treated[i]);
    rows.places.push_back(places[i]);
  }
  return rows;
}

UpliftRows UpliftRows::arm(std::uint8_t mark) const {
  return where([&](std::size_t i) { return treated[i] == mark; });
}

}  // namespace staysail::evaluation
