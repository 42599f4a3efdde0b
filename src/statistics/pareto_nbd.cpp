#include "staysail/statistics/pareto_nbd.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "statistics/log_scale.hpp"
#include "statistics/repeat_start.hpp"
#include "statistics/rising.hpp"
#include "statistics/weight.hpp"

namespace staysail::statistics {
namespace {

enum Variable : std::size_t { kR, kAlpha, kS, kBeta };
using Parameters = std::array<double, 4>;

// Nodes in (0, 1) and weights of the Gauss-Legendre rule of 16 points; the other half lies at their negatives.
constexpr std::array kNodes = {0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438,
                               0.755404408355003,   0.8656312023878318, 0.9445750230732326,  0.9894009349916499};
constexpr std::array kWeights = {0.1894506104550685,  0.18260341504492358, 0.16915651939500254,  0.14959598881657674,
                                 0.12462897125553388, 0.09515851168249279, 0.062253523938647894, 0.027152459411754095};

// ln((alpha+time)^-(r+x) (beta+time)^-s) less the same at `from`, in r, alpha, s, beta; `size` is r + x, `order` s.
Jet<4> log_decay(const Parameters& p, double size, double order, double from, double time) {
  Jet<4> decay;
  const std::array rates = {size, order};
  for (const std::size_t pair : {std::size_t{0}, std::size_t{1}}) {
    const double then = 1 / (p[2 * pair + 1] + from);
    const double now = 1 / (p[2 * pair + 1] + time);
    const double log = natural_log(now / then);
    decay.value += rates[pair] * log;
    decay.first[2 * pair] = log;
    decay.first[2 * pair + 1] = rates[pair] * (then - now);
    const std::size_t mixed = pair == 0 ? 1 : 8;  // (alpha, r), (beta, s)
    decay.second[mixed] = then - now;
    decay.second[mixed + 1] = rates[pair] * (now * now - then * then);
  }
  return decay;
}

// Integral over time from last to T of (alpha+t)^-(r+x) (beta+t)^-(s+1), relative to its integrand at `last`. By pieces
// of w = ln(m + t), m the smaller of alpha and beta, in which the integrand falls by a few powers of e and is analytic,
// so that 16 points reach the last digits. The tail below e^-45 is left out.
Jet<4> active_until_some_time(const Parameters& p, double x, const RepeatHistory& history) {
  const double size = p[kR] + x;
  const double smaller = std::min(p[kAlpha], p[kBeta]);
  const double begin = natural_log(smaller + history.last);
  const double range = natural_log(smaller + history.observed) - begin;
  const double piece = std::min(1.0, 8 / (size + p[kS]));
  const double pieces = std::max(1.0, std::ceil(range / piece));
  Jet<4> sum;
  for (double k = 0; k < pieces; ++k) {
    const double half = range / pieces / 2;
    const double middle = begin + (2 * k + 1) * half;
    if (-log_decay(p, size, p[kS] + 1, history.last, exponential(middle - half) - smaller).value > 45) break;
    for (std::size_t node = 0; node < kNodes.size(); ++node)
      for (const double side : {-1.0, 1.0}) {
        const double shifted = exponential(middle + side * half * kNodes[node]);
        const Jet<4> fall = log_decay(p, size, p[kS] + 1, history.last, shifted - smaller);
        sum.add(exponential(fall), half * kWeights[node] * shifted);
      }
  }
  return sum;
}

struct Ends {
  Jet<4> active;   // ln of: active when observation ends, relative to the integrand at `last`
  Jet<4> dropped;  // of: dropped out before, likewise
};

Ends ends(const Parameters& p, double x, const RepeatHistory& history) {
  const Jet<4> integral = active_until_some_time(p, x, history);
  Ends ends;
  ends.active = log_decay(p, p[kR] + x, p[kS], history.last, history.observed);
  ends.active += natural_log(Jet<4>::variable(kBeta, p[kBeta]) + history.last);
  ends.dropped = Jet<4>::variable(kS, p[kS]) * integral;
  return ends;
}

// ln(likelihood) less what all histories of x events share: ln(Gamma(r+x)/Gamma(r) alpha^r beta^s).
Jet<4> log_likelihood(const Parameters& p, double x, const RepeatHistory& history) {
  const Ends both = ends(p, x, history);
  const Jet<4> start =
      -((Jet<4>::variable(kR, p[kR]) + x) * natural_log(Jet<4>::variable(kAlpha, p[kAlpha]) + history.last)) -
      (Jet<4>::variable(kS, p[kS]) + 1) * natural_log(Jet<4>::variable(kBeta, p[kBeta]) + history.last);
  return start + natural_log(exponential(both.active) + both.dropped);
}

// From derivatives by the parameters to those by their logarithms.
Jet<4> by_logarithms(const Jet<4>& jet, const Parameters& p) {
  Jet<4> result(jet.value);
  for (std::size_t i = 0, pair = 0; i < 4; ++i) {
    result.first[i] = jet.first[i] * p[i];
    for (std::size_t j = 0; j <= i; ++j, ++pair) result.second[pair] = jet.second[pair] * p[i] * p[j];
    result.second[pair - 1] += result.first[i];
  }
  return result;
}

Likelihood likelihood_of_rows(const RepeatHistories& histories, std::span<const double> logs) {
  Parameters p{};
  for (std::size_t i = 0; i < 4; ++i) p[i] = exponential(logs[i]);
  const std::size_t most = histories.rows().back().events;
  const RisingLogs of_r(p[kR], most);
  const auto r = Jet<4>::variable(kR, p[kR]);
  const Jet<4> shared = r * natural_log(Jet<4>::variable(kAlpha, p[kAlpha])) +
                        Jet<4>::variable(kS, p[kS]) * natural_log(Jet<4>::variable(kBeta, p[kBeta]));
  Jet<4> sum;
  for (const RepeatHistories::Row& row : histories.rows()) {
    const double x = row.events;
    const RepeatHistory history{x, histories.times()[row.last], histories.times()[row.observed]};
    sum.add(shared + compose(of_r[row.events], r) + log_likelihood(p, x, history), weight_of(row.units));
  }
  return likelihood_of(by_logarithms(sum, p));
}

// Mean number of events within t of an active unit with rates Gamma(r, alpha) and Gamma(s, beta):
// r beta / (alpha (s-1)) (1 - (beta / (beta+t))^(s-1)), also where s is 1.
double expected_while_active(double r, double alpha, double s, double beta, double t) {
  const double log = log_one_plus(t / beta);
  const double exponent = -(s - 1) * log;
  const double lasting = exponent == 0 ? log : log * (exponential_less_one(exponent) / exponent);
  return r * beta / alpha * lasting;
}

}  // namespace

Result<ParetoNbd> ParetoNbd::fit(const RepeatHistories& histories) {
  STAYSAIL_TRY(const RepeatStart start, RepeatStart::of(histories));
  const auto likelihood = [&](std::span<const double> logs) { return likelihood_of_rows(histories, logs); };
  const std::vector<double> from = logarithms(std::vector<double>{1, start.time_per_event, 1, start.time_per_event});
  const Maximum maximum = maximise(likelihood, from);
  STAYSAIL_TRY(Estimates estimates, repeat_estimates(maximum, from));
  return ParetoNbd(std::move(estimates));
}

Result<ParetoNbd> ParetoNbd::of(std::vector<double> parameters) {
  STAYSAIL_TRY(Estimates estimates, known_parameters(std::move(parameters), "r, alpha, s, beta", 4));
  return ParetoNbd(std::move(estimates));
}

double ParetoNbd::expected_events(double ahead) const {
  const std::vector<double>& p = estimates_.parameters;
  return expected_while_active(p[kR], p[kAlpha], p[kS], p[kBeta], ahead);
}

double ParetoNbd::probability_active(const RepeatHistory& history) const {
  const std::vector<double>& values = estimates_.parameters;
  const Ends both = ends({values[0], values[1], values[2], values[3]}, history.events, history);
  const double active = exponential(both.active.value);
  return active / (active + both.dropped.value);
}

double ParetoNbd::expected_events(double ahead, const RepeatHistory& history) const {
  const std::vector<double>& p = estimates_.parameters;
  return probability_active(history) * expected_while_active(p[kR] + history.events, p[kAlpha] + history.observed,
                                                             p[kS], p[kBeta] + history.observed, ahead);
}

}  // namespace staysail::statistics
