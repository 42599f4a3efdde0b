#include "staysail/statistics/gamma_gamma.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "statistics/distinct_rows.hpp"
#include "statistics/log_scale.hpp"
#include "statistics/repeat_start.hpp"

namespace staysail::statistics {
namespace {

using Rows = std::vector<WeightedRow<2>>;  // count, mean

Status check_row(double count, double mean) {
  if (!(count >= 0 && count <= kMostRepeats && count == std::floor(count)))
    return Error(Errc::invalid_argument,
                 "a frequency is a whole number of amounts, 0 to 1000000; given: " + std::to_string(count));
  if (count > 0 && !(mean > 0 && std::isfinite(mean)))
    return Error(Errc::invalid_argument, "a mean amount is positive and finite; given: " + std::to_string(mean));
  return ok();
}

Result<Rows> rows_of(std::span<const double> count, std::span<const double> mean, std::span<const double> weights) {
  if (count.size() != mean.size() || (!weights.empty() && weights.size() != count.size()))
    return Error(Errc::invalid_argument,
                 "columns of one table have equal lengths; given: " + std::to_string(count.size()) + " counts, " +
                     std::to_string(mean.size()) + " means, " + std::to_string(weights.size()) + " weights");
  Rows rows;
  for (std::size_t i = 0; i < count.size(); ++i) {
    auto units = weight_units(weights.empty() ? 1 : weights[i]);
    const Status good = check_row(count[i], mean[i]);
    if (!good) return good.error().within("row " + std::to_string(i + 1));
    if (!units) return units.error().within("row " + std::to_string(i + 1));
    if (count[i] > 0 && *units > 0) rows.push_back({{count[i], mean[i]}, *units});
  }
  make_distinct(rows);
  if (rows.size() < 2)
    return Error(Errc::degenerate_input, "a fit needs units with different mean amounts; given: " +
                                             std::to_string(rows.size()) + " different with a frequency above 0");
  return rows;
}

// All rows of one count; the sums of logarithms are weighted.
struct CountGroup {
  double count = 0;
  double weight = 0;
  double log_means = 0;
  Taylor log_shifted;  // of ln(gamma + count mean), by gamma
};

std::vector<CountGroup> groups_of(const Rows& rows, double gamma) {
  std::vector<CountGroup> groups;
  for (const WeightedRow<2>& row : rows) {
    const auto [count, mean] = row.values;
    const double weight = weight_of(row.units);
    if (groups.empty() || groups.back().count != count) groups.push_back({count, 0, 0, {}});
    const double shifted = gamma + count * mean;
    CountGroup& group = groups.back();
    group.weight += weight;
    group.log_means += weight * natural_log(mean);
    group.log_shifted.value += weight * natural_log(shifted);
    group.log_shifted.first += weight / shifted;
    group.log_shifted.second -= weight / (shifted * shifted);
  }
  return groups;
}

// Gamma(px+q)/(Gamma(px) Gamma(q)) gamma^q mean^(px-1) x^(px) / (gamma + x mean)^(px+q), with x amounts.
Likelihood likelihood_of_rows(const Rows& rows, std::span<const double> logs) {
  const auto p = positive_variable<3>(0, logs[0]);
  const auto q = positive_variable<3>(1, logs[1]);
  const auto gamma = positive_variable<3>(2, logs[2]);
  const Jet<3> shared = q * natural_log(gamma) - log_gamma(q);
  Jet<3> sum;
  for (const CountGroup& group : groups_of(rows, gamma.value)) {
    const Jet<3> shape = p * group.count;
    sum.add(shared + log_gamma(shape + q) - log_gamma(shape) + shape * natural_log(group.count), group.weight);
    sum += (shape - 1) * group.log_means;
    sum -= (shape + q) * compose(group.log_shifted, gamma);
  }
  return likelihood_of(sum);
}

double mean_of(const Rows& rows) {
  double sum = 0;
  double weight = 0;
  for (const WeightedRow<2>& row : rows) {
    sum += weight_of(row.units) * row.values[1];
    weight += weight_of(row.units);
  }
  return sum / weight;
}

}  // namespace

Result<GammaGamma> GammaGamma::fit(std::span<const double> count, std::span<const double> mean,
                                   std::span<const double> weights) {
  STAYSAIL_TRY(const Rows rows, rows_of(count, mean, weights));
  const auto likelihood = [&](std::span<const double> logs) { return likelihood_of_rows(rows, logs); };
  // p gamma / (q - 1) is the mean.
  const std::vector<double> start = logarithms(std::vector<double>{2, 3, mean_of(rows)});
  const Maximum maximum = maximise(likelihood, start);
  if (!inside(maximum, start))
    return Error(Errc::degenerate_input,
                 "the likelihood has no maximum: the mean amounts differ too little between units, or within them");
  return GammaGamma(of_log_scale(maximum));
}

Result<GammaGamma> GammaGamma::of(std::vector<double> parameters) {
  STAYSAIL_TRY(Estimates estimates, known_parameters(std::move(parameters), "p, q, gamma", 3));
  return GammaGamma(std::move(estimates));
}

double GammaGamma::population_mean() const { return expected_mean(0, 0); }

double GammaGamma::expected_mean(double count, double mean) const {
  const std::vector<double>& values = estimates_.parameters;
  const double below = values[0] * count + values[1] - 1;
  if (!(below > 0)) return std::numeric_limits<double>::infinity();
  return (values[2] + count * mean) * values[0] / below;
}

}  // namespace staysail::statistics
