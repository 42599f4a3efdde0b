#include <cmath>

#include "numbers.hpp"
#include "staysail/statistics/beta_binomial.hpp"
#include "staysail/statistics/incumbent_policy.hpp"
#include "staysail/statistics/linear_bandit.hpp"
#include "staysail/statistics/off_policy.hpp"

namespace staysail::python {
namespace {

using statistics::BetaDistribution;
using statistics::IncumbentPolicy;
using statistics::LinUcb;
using statistics::Proportion;

std::vector<Proportion> groups_of(const Counts& successes, const Counts& trials) {
  if (successes.size() != trials.size())
    raise(Errc::invalid_argument, "successes and trials have one count a group each: " +
                                      std::to_string(successes.size()) + " and " + std::to_string(trials.size()));
  std::vector<Proportion> groups;
  for (py::ssize_t i = 0; i < successes.size(); ++i) {
    groups.push_back(proportion_of(successes.data()[i], trials.data()[i]));
    if (groups.back().successes > groups.back().trials)
      raise(Errc::invalid_argument, "more successes than trials in group " + std::to_string(i));
  }
  return groups;
}

py::tuple fit_beta_binomial(const Counts& successes, const Counts& trials, const std::string& method) {
  if (method != "likelihood" && method != "moments")
    raise(Errc::invalid_argument, "a method is likelihood or moments: " + method);
  const auto groups = groups_of(successes, trials);
  const auto fit = unlocked([&] {
    return statistics::fit_beta_binomial(
        groups, method == "moments" ? statistics::PriorMethod::moments : statistics::PriorMethod::likelihood);
  });
  return py::make_tuple(fit.prior.a, fit.prior.b, fit.log_likelihood);
}

BetaDistribution beta_of(double a, double b) {
  if (!(a > 0 && b > 0 && std::isfinite(a) && std::isfinite(b)))
    raise(Errc::invalid_argument, "the parameters of a beta distribution are positive and finite");
  return {a, b};
}

// Posterior means, and their lower and upper ends.
py::tuple shrunk(double a, double b, const Counts& successes, const Counts& trials, double confidence) {
  const BetaDistribution prior = beta_of(a, b);
  const auto groups = groups_of(successes, trials);
  std::vector<double> means, low, high;
  unlocked([&]() -> Status {
    for (const Proportion& group : groups) {
      const BetaDistribution posterior = prior.after(group);
      STAYSAIL_TRY(const auto interval, posterior.interval(confidence));
      means.push_back(posterior.mean());
      low.push_back(interval.low);
      high.push_back(interval.high);
    }
    return ok();
  });
  return py::make_tuple(read_only(means), read_only(low), read_only(high));
}

double probability_greater(double a, double b, double other_a, double other_b) {
  return unlocked([&] { return statistics::probability_greater(beta_of(a, b), beta_of(other_a, other_b)); });
}

// The incumbent, then cell by cell: the arm chosen, and of each arm gain, P(better) and propensity.
py::tuple learn_policy(const Counts& successes, const Counts& trials, std::size_t arms, double level,
                       std::optional<std::size_t> incumbent, double budget) {
  const auto outcomes = groups_of(successes, trials);
  std::vector<std::int64_t> chosen;
  std::vector<double> gains, better, propensities;
  const auto policy = unlocked([&]() -> Result<IncumbentPolicy> {
    STAYSAIL_TRY(IncumbentPolicy learnt, IncumbentPolicy::learn(outcomes, arms, {level, incumbent}));
    for (std::size_t cell = 0; cell < learnt.cells(); ++cell) {
      chosen.push_back(static_cast<std::int64_t>(learnt.chosen(cell)));
      for (const statistics::ArmBelief& belief : learnt.beliefs(cell)) {
        gains.push_back(belief.gain);
        better.push_back(belief.better);
      }
      STAYSAIL_TRY(const auto shares, learnt.propensities(cell, budget));
      propensities.insert(propensities.end(), shares.begin(), shares.end());
    }
    return learnt;
  });
  return py::make_tuple(policy.incumbent(), chosen, read_only(gains), read_only(better), read_only(propensities));
}

std::size_t index_of(std::int64_t number, const char* what) {
  if (number < 0) raise(Errc::invalid_argument, std::string(what) + " is never negative: " + std::to_string(number));
  return static_cast<std::size_t>(number);
}

LinUcb make_bandit(std::int64_t k, std::int64_t d, double alpha) {
  return LinUcb::of(index_of(k, "a number of arms"), index_of(d, "a number of dimensions"), alpha).value();
}

py::list scores(const LinUcb& bandit, const Numbers& x) {
  py::list pairs;
  for (const auto& score : bandit.scores(span_of(x)).value()) pairs.append(py::make_tuple(score.estimate, score.width));
  return pairs;
}

std::string bandit_text(const LinUcb& bandit) {
  return "<LinUcb of " + std::to_string(bandit.arms()) + " arms and " + std::to_string(bandit.dimensions()) +
         " dimensions>";
}

void bind_linear_bandit(py::module_& m) {
  auto cls = py::class_<LinUcb>(m, "LinUcb", "Which of k arms to try next, from a context of d numbers (LinUCB).");
  cls.def(py::init(&make_bandit), py::arg("k"), py::arg("d"), py::arg("alpha") = 1.0)
      .def(
          "choose", [](const LinUcb& bandit, const Numbers& x) { return bandit.choose(span_of(x)).value(); },
          py::arg("x"), "The arm with the greatest upper bound in this context; the first of equals.")
      .def("scores", &scores, py::arg("x"), "(estimate, width) of each arm; its bound is estimate + alpha * width.")
      .def(
          "update",
          [](LinUcb& bandit, std::int64_t arm, const Numbers& x, double reward) {
            bandit.update(index_of(arm, "an arm"), span_of(x), reward).value();
          },
          py::arg("arm"), py::arg("x"), py::arg("reward"), "Learns what an arm brought in a context.")
      .def(
          "theta",
          [](const LinUcb& bandit, std::int64_t arm) {
            return read_only(bandit.theta(index_of(arm, "an arm")).value());
          },
          py::arg("arm"), "The coefficients of an arm.")
      .def("__repr__", &bandit_text);
  show_in(cls, "staysail.knowledge");
}

std::optional<statistics::RewardModel> model_of(const std::optional<Numbers>& taken,
                                                const std::optional<Numbers>& target) {
  if (taken.has_value() != target.has_value())
    raise(Errc::invalid_argument, "a model of rewards says both: of the action taken and of the other policy");
  if (!taken) return std::nullopt;
  return statistics::RewardModel{span_of(*taken), span_of(*target)};
}

py::tuple off_policy(const Numbers& reward, const Numbers& propensity, const Numbers& target,
                     const std::optional<Numbers>& model_taken, const std::optional<Numbers>& model_target) {
  const statistics::LoggedActions log{span_of(reward), span_of(propensity), span_of(target)};
  const auto model = model_of(model_taken, model_target);
  const auto value =
      unlocked([&] { return model ? statistics::off_policy(log, *model) : statistics::off_policy(log); });
  const auto either = [](const std::optional<statistics::Estimate>& estimate, double statistics::Estimate::*field) {
    return estimate ? py::object(py::float_((*estimate).*field)) : py::object(py::none());
  };
  return py::make_tuple(value.ips.value, value.ips.standard_error, value.snips,
                        either(value.dm, &statistics::Estimate::value), either(value.dr, &statistics::Estimate::value),
                        either(value.dr, &statistics::Estimate::standard_error), value.effective_rows,
                        value.largest_weight);
}

}  // namespace

void bind_learning(py::module_& m) {
  m.def("fit_beta_binomial", &fit_beta_binomial, py::arg("successes"), py::arg("trials"), py::arg("method"));
  m.def("shrunk", &shrunk, py::arg("a"), py::arg("b"), py::arg("successes"), py::arg("trials"), py::arg("confidence"));
  m.def("probability_greater", &probability_greater, py::arg("a"), py::arg("b"), py::arg("other_a"),
        py::arg("other_b"));
  m.def("learn_policy", &learn_policy, py::arg("successes"), py::arg("trials"), py::arg("arms"), py::arg("level"),
        py::arg("incumbent"), py::arg("budget"));
  m.def("off_policy", &off_policy, py::arg("reward"), py::arg("propensity"), py::arg("target"), py::arg("model_taken"),
        py::arg("model_target"));
  bind_linear_bandit(m);
}

}  // namespace staysail::python
