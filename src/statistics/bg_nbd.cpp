#include "staysail/statistics/bg_nbd.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "statistics/drop_out_rows.hpp"
#include "statistics/log_scale.hpp"
#include "statistics/repeat_start.hpp"
#include "statistics/rising.hpp"
#include "statistics/weight.hpp"

namespace staysail::statistics {
namespace {

// What a set of parameters r, alpha, a, b comes to, with derivatives by their logarithms. With x repeat events the
// likelihood of a history is, over the number of chances to drop out that were survived,
//   Gamma(r+x)/Gamma(r) alpha^r B(a, b+k)/B(a, b) [(alpha+T)^-(r+x) + a/(b+k-1) (alpha+last)^-(r+x)],
// k = x for BG/NBD (no second term for x = 0), k = x + 1 for MBG/NBD.
struct Parameters {
  Parameters(std::span<const double> logs, std::size_t most)
      : r(positive_variable<4>(0, logs[0])),
        alpha(positive_variable<4>(1, logs[1])),
        a(positive_variable<4>(2, logs[2])),
        b(positive_variable<4>(3, logs[3])),
        of_r(r.value, most),
        of_b(b.value, most),
        of_both(a.value + b.value, most) {}

  // What all histories of x events and k chances share.
  Jet<4> common(std::size_t x, std::size_t k) const {
    return compose(of_r[x], r) + r * natural_log(alpha) + compose(of_b[k], b) - compose(of_both[k], a + b);
  }
  // ln(a / (b + k - 1)).
  Jet<4> dropped(std::size_t k) const { return natural_log(a) - natural_log(b + (static_cast<double>(k) - 1)); }

  Jet<4> r, alpha, a, b;
  RisingLogs of_r, of_b, of_both;
};

// A sum over rows in the variables r, alpha and the row's drop-out term, brought to the four parameters.
Jet<4> substituted(const DropOutSums& sums, const std::array<Jet<4>, 3>& variables) {
  Jet<4> result(sums.value);
  for (std::size_t v = 0, cell = 0; v < 3; ++v) {
    result.add(compose({0, sums.first[v], 0}, variables[v]), 1);
    for (std::size_t w = 0; w <= v; ++w, ++cell)
      for (std::size_t i = 0, pair = 0; i < 4; ++i)
        for (std::size_t j = 0; j <= i; ++j, ++pair) {
          const double cross = variables[v].first[i] * variables[w].first[j];
          const double other = variables[w].first[i] * variables[v].first[j];
          result.second[pair] += sums.second[cell] * (v == w ? cross : cross + other);
        }
  }
  return result;
}

class RepeatLikelihood {
 public:
  RepeatLikelihood(const RepeatHistories& histories, DropOut drop_out)
      : rows_(histories), extra_(drop_out == DropOut::after_any_event ? 1 : 0) {}

  Likelihood operator()(std::span<const double> logs) {
    const Parameters parameters(logs, rows_.most_events() + extra_ + 1);
    rows_.prepare(parameters.alpha.value);
    Jet<4> sum;
    for (const DropOutRows::Group& group : rows_.groups()) sum += part(parameters, group);
    return likelihood_of(sum);
  }

 private:
  Jet<4> part(const Parameters& parameters, const DropOutRows::Group& group) const {
    const std::size_t chances = group.events + extra_;
    const Jet<4> dropped = chances > 0 ? parameters.dropped(chances) : Jet<4>();
    const DropOutSums sums = rows_.sums(group, parameters.r.value, chances > 0 ? &dropped.value : nullptr);
    Jet<4> result = substituted(sums, {parameters.r, parameters.alpha, dropped});
    return result.add(parameters.common(group.events, chances), group.weight);
  }

  DropOutRows rows_;
  std::size_t extra_;
};

// (1 - (1 - z)^(a-1)) / (a - 1), also where a is 1.
double power_difference(double a, double z) {
  const double log = log_one_plus(-z);
  const double exponent = (a - 1) * log;
  return exponent == 0 ? -log : -log * (exponential_less_one(exponent) / exponent);
}

// Mean number of events within t of an active unit with rate Gamma(r, alpha) and drop-out Beta(a, b). With z =
// t/(alpha+t) and c = a+b-1 it is c/(a-1) (1 - (1-z)^(a-1) 2F1(a-1, c-r; c; z)), written so that nothing cancels at a =
// 1 or c = 0: the paper's series after Euler's and Pfaff's transformations.
double expected_while_active(double r, double alpha, double a, double b, double t) {
  const double z = t / (alpha + t);
  const double c = a + b - 1;
  double term = (c - r) * z;  // (a)_(k-1) (c-r)_k / ((c+1)_(k-1) k!) z^k
  double series = term;
  for (int k = 1; k < 10'000'000 && std::fabs(term) > 1e-17 * std::fabs(series); ++k) {
    term *= (a + k - 1) * (c - r + k) / ((c + k) * (k + 1)) * z;
    series += term;
  }
  return c * power_difference(a, z) - power(1 - z, a - 1) * series;
}

}  // namespace

Result<BgNbd> BgNbd::fit(const RepeatHistories& histories, DropOut drop_out) {
  STAYSAIL_TRY(const RepeatStart start, RepeatStart::of(histories));
  RepeatLikelihood likelihood(histories, drop_out);
  const std::vector<double> from = logarithms(std::vector<double>{1, start.time_per_event, 1, 1});
  const Maximum maximum = maximise([&](std::span<const double> logs) { return likelihood(logs); }, from);
  STAYSAIL_TRY(Estimates estimates, repeat_estimates(maximum, from));
  return BgNbd(drop_out, std::move(estimates));
}

Result<BgNbd> BgNbd::of(std::vector<double> parameters, DropOut drop_out) {
  STAYSAIL_TRY(Estimates estimates, known_parameters(std::move(parameters), "r, alpha, a, b", 4));
  return BgNbd(drop_out, std::move(estimates));
}

double BgNbd::expected_events(double ahead) const {
  const std::vector<double>& p = estimates_.parameters;
  if (ahead == 0) return 0;
  if (drop_out_ == DropOut::after_a_repeat) return expected_while_active(p[0], p[1], p[2], p[3], ahead);
  return p[3] / (p[2] + p[3]) * expected_while_active(p[0], p[1], p[2], p[3] + 1, ahead);
}

double BgNbd::probability_active(const RepeatHistory& history) const {
  const std::vector<double>& p = estimates_.parameters;
  const double chances = history.events + (drop_out_ == DropOut::after_any_event ? 1 : 0);
  if (chances == 0) return 1;
  const double longer = natural_log((p[1] + history.observed) / (p[1] + history.last));
  const double dropped = natural_log(p[2] / (p[3] + chances - 1)) + (p[0] + history.events) * longer;
  return 1 / (1 + exponential(dropped));
}

double BgNbd::expected_events(double ahead, const RepeatHistory& history) const {
  const std::vector<double>& p = estimates_.parameters;
  if (ahead == 0) return 0;
  const double chances = history.events + (drop_out_ == DropOut::after_any_event ? 1 : 0);
  return probability_active(history) *
         expected_while_active(p[0] + history.events, p[1] + history.observed, p[2], p[3] + chances, ahead);
}

}  // namespace staysail::statistics
