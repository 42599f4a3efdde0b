#include <pybind11/stl.h>

#include "number_columns.hpp"
#include "staysail/statistics/bg_bb.hpp"
#include "staysail/statistics/bg_nbd.hpp"
#include "staysail/statistics/discounted_growth.hpp"
#include "staysail/statistics/discrete_lifetime.hpp"
#include "staysail/statistics/gamma_gamma.hpp"
#include "staysail/statistics/markov_reward.hpp"
#include "staysail/statistics/pareto_nbd.hpp"

namespace staysail::python {
namespace {

using statistics::BgBb;
using statistics::BgNbd;
using statistics::DiscreteLifetime;
using statistics::DropOut;
using statistics::GammaGamma;
using statistics::LifetimeCounts;
using statistics::LifetimeLaw;
using statistics::ParetoNbd;
using Weights = std::optional<Numbers>;

// compute(row) for `rows` rows, without the interpreter's lock.
template <class Compute>
Numbers by_row(std::size_t rows, const Compute& compute) {
  return numbers_of(unlocked([&]() -> Result<std::vector<double>> {
    std::vector<double> values(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      STAYSAIL_TRY(values[row], compute(row));
    }
    return values;
  }));
}

Status check_ahead(double ahead) {
  if (ahead >= 0 && std::isfinite(ahead)) return ok();
  return Error(Errc::invalid_argument, "the time ahead, t, is 0 or more and finite; given: " + std::to_string(ahead));
}

Result<std::uint32_t> whole_ahead(double ahead) {
  if (ahead >= 0 && ahead <= 100'000 && ahead == std::floor(ahead)) return static_cast<std::uint32_t>(ahead);
  return Error(Errc::invalid_argument,
               "opportunities ahead, t, are a whole number, 0 to 100000; given: " + std::to_string(ahead));
}

// --- Repeat events in continuous time: BgNbd and ParetoNbd look alike.

struct Histories {
  std::span<const double> events, last, observed;
  Result<statistics::RepeatHistory> at(std::size_t row) const {
    const statistics::RepeatHistory history{events[row], last[row], observed[row]};
    STAYSAIL_CHECK(statistics::check_history(history));
    return history;
  }
};

template <class Law>
Numbers expected_of_new(const Law& law, const Numbers& ahead) {
  return by_row(span_of(ahead).size(), [&, t = span_of(ahead)](std::size_t row) -> Result<double> {
    STAYSAIL_CHECK(check_ahead(t[row]));
    return law.expected_events(t[row]);
  });
}

template <class Law>
Numbers probability_active(const Law& law, const Numbers& events, const Numbers& last, const Numbers& observed) {
  const Histories histories{span_of(events), span_of(last), span_of(observed)};
  return by_row(histories.events.size(), [&](std::size_t row) -> Result<double> {
    STAYSAIL_TRY(const auto history, histories.at(row));
    return law.probability_active(history);
  });
}

template <class Law>
Numbers expected_of_known(const Law& law, const Numbers& ahead, const Numbers& events, const Numbers& last,
                          const Numbers& observed) {
  const Histories histories{span_of(events), span_of(last), span_of(observed)};
  return by_row(histories.events.size(), [&, t = span_of(ahead)](std::size_t row) -> Result<double> {
    STAYSAIL_CHECK(check_ahead(t[row]));
    STAYSAIL_TRY(const auto history, histories.at(row));
    return law.expected_events(t[row], history);
  });
}

template <class Law>
Numbers discounted(const Law& law, const Numbers& events, const Numbers& last, const Numbers& observed,
                   std::uint32_t periods, double discount, double length) {
  const statistics::DiscountedPeriods plan{periods, length, discount};
  plan.validate().value();
  const Histories histories{span_of(events), span_of(last), span_of(observed)};
  return by_row(histories.events.size(), [&](std::size_t row) -> Result<double> {
    STAYSAIL_TRY(const auto history, histories.at(row));
    return statistics::discounted_growth([&](double t) { return law.expected_events(t, history); }, plan);
  });
}

template <class Law>
py::class_<Law> bind_repeat_law(py::module_& m, const char* name) {
  return py::class_<Law>(m, name)
      .def("estimates", [](const Law& law) { return tuple_of(law.estimates()); })
      .def("expected", &expected_of_new<Law>, py::arg("t"))
      .def("active", &probability_active<Law>, py::arg("frequency"), py::arg("recency"), py::arg("T"))
      .def("expected_given", &expected_of_known<Law>, py::arg("t"), py::arg("frequency"), py::arg("recency"),
           py::arg("T"))
      .def("discounted", &discounted<Law>, py::arg("frequency"), py::arg("recency"), py::arg("T"), py::arg("periods"),
           py::arg("discount"), py::arg("period"));
}

DropOut drop_out(bool modified) { return modified ? DropOut::after_any_event : DropOut::after_a_repeat; }

BgNbd fit_bg_nbd(const Numbers& events, const Numbers& last, const Numbers& observed, const Weights& weights,
                 bool modified) {
  return unlocked([&]() -> Result<BgNbd> {
    STAYSAIL_TRY(const auto table,
                 statistics::RepeatHistories::of(span_of(events), span_of(last), span_of(observed), span_of(weights)));
    return BgNbd::fit(table, drop_out(modified));
  });
}

ParetoNbd fit_pareto_nbd(const Numbers& events, const Numbers& last, const Numbers& observed, const Weights& weights) {
  return unlocked([&]() -> Result<ParetoNbd> {
    STAYSAIL_TRY(const auto table,
                 statistics::RepeatHistories::of(span_of(events), span_of(last), span_of(observed), span_of(weights)));
    return ParetoNbd::fit(table);
  });
}

void bind_repeat_laws(py::module_& m) {
  bind_repeat_law<BgNbd>(m, "BgNbdLaw")
      .def_static("fit", &fit_bg_nbd, py::arg("frequency"), py::arg("recency"), py::arg("T"), py::arg("weights"),
                  py::arg("modified"))
      .def_static(
          "of",
          [](std::vector<double> parameters, bool modified) {
            return BgNbd::of(std::move(parameters), drop_out(modified)).value();
          },
          py::arg("parameters"), py::arg("modified"));
  bind_repeat_law<ParetoNbd>(m, "ParetoNbdLaw")
      .def_static("fit", &fit_pareto_nbd, py::arg("frequency"), py::arg("recency"), py::arg("T"), py::arg("weights"))
      .def_static(
          "of", [](std::vector<double> parameters) { return ParetoNbd::of(std::move(parameters)).value(); },
          py::arg("parameters"));
}

// --- Repeat events at opportunities.

struct Opportunities {
  std::span<const double> events, last, seen;
  Result<statistics::OpportunityHistory> at(std::size_t row) const {
    const statistics::OpportunityHistory history{events[row], last[row], seen[row]};
    STAYSAIL_CHECK(statistics::check_history(history));
    return history;
  }
};

Numbers expected_at_opportunities(const BgBb& law, const Numbers& ahead) {
  return by_row(span_of(ahead).size(), [&, t = span_of(ahead)](std::size_t row) -> Result<double> {
    STAYSAIL_TRY(const std::uint32_t count, whole_ahead(t[row]));
    return law.expected_events(count);
  });
}

Numbers active_at_next(const BgBb& law, const Numbers& events, const Numbers& last, const Numbers& seen) {
  const Opportunities histories{span_of(events), span_of(last), span_of(seen)};
  return by_row(histories.events.size(), [&](std::size_t row) -> Result<double> {
    STAYSAIL_TRY(const auto history, histories.at(row));
    return law.probability_active(history);
  });
}

Numbers expected_after(const BgBb& law, const Numbers& ahead, const Numbers& events, const Numbers& last,
                       const Numbers& seen) {
  const Opportunities histories{span_of(events), span_of(last), span_of(seen)};
  return by_row(histories.events.size(), [&, t = span_of(ahead)](std::size_t row) -> Result<double> {
    STAYSAIL_TRY(const std::uint32_t count, whole_ahead(t[row]));
    STAYSAIL_TRY(const auto history, histories.at(row));
    return law.expected_events(count, history);
  });
}

void bind_bg_bb(py::module_& m) {
  py::class_<BgBb>(m, "BgBbLaw")
      .def_static(
          "fit",
          [](const Numbers& events, const Numbers& last, const Numbers& seen, const Weights& weights) {
            return unlocked([&] { return BgBb::fit(span_of(events), span_of(last), span_of(seen), span_of(weights)); });
          },
          py::arg("frequency"), py::arg("recency"), py::arg("periods"), py::arg("weights"))
      .def_static(
          "of", [](std::vector<double> parameters) { return BgBb::of(std::move(parameters)).value(); },
          py::arg("parameters"))
      .def("estimates", [](const BgBb& law) { return tuple_of(law.estimates()); })
      .def("expected", &expected_at_opportunities, py::arg("t"))
      .def("active", &active_at_next, py::arg("frequency"), py::arg("recency"), py::arg("periods"))
      .def("expected_given", &expected_after, py::arg("t"), py::arg("frequency"), py::arg("recency"),
           py::arg("periods"));
}

// --- Mean amounts.

Numbers expected_amounts(const GammaGamma& law, const Numbers& count, const Numbers& mean) {
  return by_row(span_of(count).size(), [&](std::size_t row) -> Result<double> {
    const double x = span_of(count)[row];
    const double z = span_of(mean)[row];
    if (!(x >= 0 && std::isfinite(x) && z >= 0 && std::isfinite(z)))
      return Error(Errc::invalid_argument,
                   "frequency and monetary value are 0 or more and finite; see row " + std::to_string(row + 1));
    return law.expected_mean(x, z);
  });
}

void bind_gamma_gamma(py::module_& m) {
  py::class_<GammaGamma>(m, "GammaGammaLaw")
      .def_static(
          "fit",
          [](const Numbers& count, const Numbers& mean, const Weights& weights) {
            return unlocked([&] { return GammaGamma::fit(span_of(count), span_of(mean), span_of(weights)); });
          },
          py::arg("frequency"), py::arg("monetary_value"), py::arg("weights"))
      .def_static(
          "of", [](std::vector<double> parameters) { return GammaGamma::of(std::move(parameters)).value(); },
          py::arg("parameters"))
      .def("estimates", [](const GammaGamma& law) { return tuple_of(law.estimates()); })
      .def("population_mean", &GammaGamma::population_mean)
      .def("expected_mean", &expected_amounts, py::arg("frequency"), py::arg("monetary_value"));
}

// --- Lifetimes in whole periods.

LifetimeLaw lifetime_law(const std::string& name) {
  if (name == "geometric") return LifetimeLaw::geometric;
  return name == "shifted_beta_geometric" ? LifetimeLaw::shifted_beta_geometric : LifetimeLaw::beta_discrete_weibull;
}

DiscreteLifetime fit_survivors(const std::string& law, const std::vector<Numbers>& cohorts) {
  return unlocked([&]() -> Result<DiscreteLifetime> {
    LifetimeCounts counts;
    for (const Numbers& cohort : cohorts) {
      STAYSAIL_TRY(const auto part, LifetimeCounts::of_survivors(span_of(cohort)));
      counts.merge(part);
    }
    return DiscreteLifetime::fit(counts, lifetime_law(law));
  });
}

DiscreteLifetime fit_durations(const std::string& law, const Numbers& duration, const Numbers& event,
                               const Weights& weights) {
  const auto periods = whole_numbers(span_of(duration), "a duration in periods");
  const auto ended = flags(span_of(event), "an event");
  return unlocked([&]() -> Result<DiscreteLifetime> {
    STAYSAIL_TRY(const auto counts, LifetimeCounts::of(periods, ended, span_of(weights)));
    return DiscreteLifetime::fit(counts, lifetime_law(law));
  });
}

Numbers survival(const DiscreteLifetime& law, const Numbers& t) {
  const auto periods = whole_numbers(span_of(t), "a number of periods, t,");
  return by_row(periods.size(), [&](std::size_t row) -> Result<double> {
    if (periods[row] < 0)
      return Error(Errc::invalid_argument, "a number of periods is never negative: " + std::to_string(periods[row]));
    return law.survival(periods[row]);
  });
}

Numbers residual(const DiscreteLifetime& law, const Numbers& t, double discount) {
  const auto periods = whole_numbers(span_of(t), "a number of periods, t,");
  return by_row(periods.size(), [&](std::size_t row) { return law.discounted_residual(periods[row], discount); });
}

void bind_lifetimes(py::module_& m) {
  py::class_<DiscreteLifetime>(m, "LifetimeLaw")
      .def_static("fit_survivors", &fit_survivors, py::arg("law"), py::arg("cohorts"))
      .def_static("fit_durations", &fit_durations, py::arg("law"), py::arg("duration"), py::arg("event"),
                  py::arg("weights"))
      .def_static(
          "of",
          [](const std::string& law, std::vector<double> parameters) {
            return DiscreteLifetime::of(lifetime_law(law), std::move(parameters)).value();
          },
          py::arg("law"), py::arg("parameters"))
      .def("estimates", [](const DiscreteLifetime& law) { return tuple_of(law.estimates()); })
      .def_property_readonly("boundary", &DiscreteLifetime::boundary)
      .def("survival", &survival, py::arg("t"))
      .def("residual", &residual, py::arg("t"), py::arg("discount"));
}

Numbers chain_value(const std::vector<std::vector<double>>& transition, const std::vector<double>& reward,
                    double discount, std::optional<std::size_t> horizon) {
  return numbers_of(unlocked([&]() -> Result<std::vector<double>> {
    STAYSAIL_TRY(const auto chain, statistics::MarkovReward::of(transition, reward, discount));
    return chain.value(horizon);
  }));
}

}  // namespace

void bind_value(py::module_& m) {
  bind_repeat_laws(m);
  bind_bg_bb(m);
  bind_gamma_gamma(m);
  bind_lifetimes(m);
  m.def("chain_value", &chain_value, py::arg("transition"), py::arg("reward"), py::arg("discount"), py::arg("horizon"));
}

}  // namespace staysail::python
