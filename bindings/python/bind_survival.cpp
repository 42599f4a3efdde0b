#include <pybind11/stl.h>

#include <algorithm>

#include "number_columns.hpp"
#include "staysail/statistics/aalen_johansen.hpp"
#include "staysail/statistics/cox.hpp"
#include "staysail/statistics/discrete_hazard.hpp"
#include "staysail/statistics/kaplan_meier.hpp"
#include "staysail/statistics/log_rank.hpp"
#include "staysail/statistics/weibull_aft.hpp"

namespace staysail::python {
namespace {

using statistics::CoxModel;
using statistics::CoxTies;
using statistics::DiscreteHazard;
using statistics::HazardLink;
using statistics::KaplanMeier;
using statistics::RiskTable;
using statistics::SurvivalColumns;
using statistics::SurvivalScale;
using statistics::WeibullAft;

SurvivalScale scale_of(const std::string& name) {
  if (name == "plain") return SurvivalScale::plain;
  if (name == "log") return SurvivalScale::log;
  if (name == "log-log") return SurvivalScale::log_log;
  raise(Errc::invalid_argument, "the scale of an interval is plain, log or log-log; given: " + name);
}

// The curve with the table it comes from.
struct Curve {
  RiskTable table;
  KaplanMeier estimate;
};

Curve kaplan_meier(const Numbers& duration, const Numbers& event, const std::optional<Numbers>& weights) {
  const auto events = flags(span_of(event), "an event");
  return unlocked([&]() -> Result<Curve> {
    STAYSAIL_TRY(RiskTable table, RiskTable::of(span_of(duration), events, span_of(weights)));
    STAYSAIL_TRY(KaplanMeier estimate, KaplanMeier::of(table));
    return Curve{std::move(table), std::move(estimate)};
  });
}

// time, at risk, events, censored, survival, standard error
py::tuple columns_of(const Curve& curve) {
  std::vector<double> time, at_risk, events, censored, survival, error;
  for (const RiskTable::Row& row : curve.table.rows()) {
    const statistics::Estimate estimate = curve.estimate.survival(row.time);
    time.push_back(row.time);
    at_risk.push_back(row.at_risk);
    events.push_back(row.events);
    censored.push_back(row.censored);
    survival.push_back(estimate.value);
    error.push_back(estimate.standard_error);
  }
  return py::make_tuple(numbers_of(time), numbers_of(at_risk), numbers_of(events), numbers_of(censored),
                        numbers_of(survival), numbers_of(error));
}

Numbers survival_at(const Curve& curve, const Numbers& time) {
  std::vector<double> values;
  for (const double t : span_of(time)) values.push_back(curve.estimate.survival(t).value);
  return numbers_of(values);
}

py::tuple interval_at(const Curve& curve, const Numbers& time, const std::string& scale, double confidence) {
  std::vector<double> low, high;
  for (const double t : span_of(time)) {
    const auto interval = curve.estimate.interval(t, scale_of(scale), confidence).value();
    low.push_back(interval.low);
    high.push_back(interval.high);
  }
  return py::make_tuple(numbers_of(low), numbers_of(high));
}

py::tuple quantile_interval(const Curve& curve, double share, const std::string& scale, double confidence) {
  const auto interval = curve.estimate.quantile_interval(share, scale_of(scale), confidence).value();
  return py::make_tuple(interval.low, interval.high);
}

py::tuple restricted_mean(const Curve& curve, double horizon) {
  const auto mean = curve.estimate.restricted_mean(horizon).value();
  return py::make_tuple(mean.value, mean.standard_error);
}

py::tuple test_tuple(const statistics::ChiSquareTest& test) {
  return py::make_tuple(test.statistic, test.degrees, test.p_value);
}

std::vector<std::uint32_t> codes_of(const std::optional<Numbers>& numbers) {
  std::vector<std::uint32_t> codes;
  for (const double value : span_of(numbers)) codes.push_back(static_cast<std::uint32_t>(value));
  return codes;
}

// `group`: 0 .. groups - 1
py::tuple log_rank(const Numbers& duration, const Numbers& event, const Numbers& group, std::size_t groups,
                   double rho) {
  const auto events = flags(span_of(event), "an event");
  const auto codes = codes_of(group);
  const auto test = unlocked([&]() -> Result<statistics::LogRankTest> {
    if (events.size() != span_of(duration).size() || codes.size() != events.size())
      return Error(Errc::schema_mismatch, "duration, event and group are columns of equal lengths");
    std::vector<std::vector<double>> durations(groups);
    std::vector<std::vector<std::uint8_t>> of_group(groups);
    for (std::size_t row = 0; row < codes.size(); ++row) {
      durations[codes[row]].push_back(span_of(duration)[row]);
      of_group[codes[row]].push_back(events[row]);
    }
    std::vector<RiskTable> tables;
    for (std::size_t g = 0; g < groups; ++g) {
      STAYSAIL_TRY(RiskTable table, RiskTable::of(durations[g], of_group[g]));
      tables.push_back(std::move(table));
    }
    return statistics::log_rank(tables, rho);
  });
  return py::make_tuple(test.chi_square, test.degrees, test.p_value, test.observed, test.expected);
}

// time, survival, and by cause the incidence and its standard errors
py::tuple aalen_johansen(const Numbers& duration, const Numbers& cause) {
  const auto codes = codes_of(cause);
  const auto curves = unlocked([&] { return statistics::AalenJohansen::of(span_of(duration), codes); });
  std::vector<double> time, survival;
  std::vector<std::vector<double>> incidence(curves.causes()), error(curves.causes());
  for (const auto& step : curves.steps()) {
    time.push_back(step.time);
    survival.push_back(step.survival);
    for (std::size_t k = 0; k < curves.causes(); ++k) {
      incidence[k].push_back(step.incidence[k]);
      error[k].push_back(step.standard_error[k]);
    }
  }
  py::list incidences, errors;
  for (std::size_t k = 0; k < curves.causes(); ++k) {
    incidences.append(numbers_of(incidence[k]));
    errors.append(numbers_of(error[k]));
  }
  return py::make_tuple(numbers_of(time), numbers_of(survival), incidences, errors);
}

// --- Regressions. The columns are kept alive by the caller.

struct Columns {
  Columns(const std::vector<std::string>& names, const std::vector<Numbers>& covariates, const Numbers& duration,
          const Numbers& event)
      : events(flags(span_of(event), "an event")) {
    view.names = names;
    for (const Numbers& column : covariates) view.covariates.push_back(span_of(column));
    view.duration = span_of(duration);
    view.event = events;
  }
  std::vector<std::uint8_t> events;
  SurvivalColumns view;
};

CoxTies ties_of(const std::string& name) {
  if (name == "efron") return CoxTies::efron;
  if (name == "breslow") return CoxTies::breslow;
  if (name == "exact") return CoxTies::exact;
  raise(Errc::invalid_argument, "ties are treated as efron, breslow or exact; given: " + name);
}

CoxModel fit_cox(const std::vector<std::string>& names, const std::vector<Numbers>& covariates, const Numbers& duration,
                 const Numbers& event, const std::optional<Numbers>& start, const std::optional<Numbers>& strata,
                 const std::string& ties) {
  const CoxTies treatment = ties_of(ties);
  Columns columns(names, covariates, duration, event);
  const auto stratum = codes_of(strata);
  columns.view.start = span_of(start);
  columns.view.stratum = stratum;
  return unlocked([&] { return CoxModel::fit(columns.view, treatment); });
}

// Cumulative hazard at each of `time`.
Numbers cox_baseline(const CoxModel& model, const Numbers& time, std::uint32_t stratum) {
  const auto steps = model.baseline(stratum);
  std::vector<double> values;
  for (const double t : span_of(time)) {
    const auto after = std::upper_bound(steps.begin(), steps.end(), t,
                                        [](double wanted, const auto& step) { return wanted < step.time; });
    values.push_back(after == steps.begin() ? 0 : std::prev(after)->cumulative_hazard);
  }
  return numbers_of(values);
}

std::vector<double> robust_errors(const CoxModel& model, const std::optional<Numbers>& clusters) {
  const auto codes = codes_of(clusters);
  return unlocked([&] { return model.robust_errors(codes); });
}

py::tuple proportionality(const CoxModel& model) {
  const auto test = unlocked([&] { return model.proportionality(); });
  py::list each;
  for (const auto& one : test.by_covariate) each.append(test_tuple(one));
  return py::make_tuple(each, test_tuple(test.together));
}

void bind_cox(py::module_& m) {
  py::class_<CoxModel>(m, "CoxModel")
      .def_static("fit", &fit_cox, py::arg("names"), py::arg("covariates"), py::arg("duration"), py::arg("event"),
                  py::arg("start"), py::arg("strata"), py::arg("ties"))
      .def("estimates", [](const CoxModel& model) { return tuple_of(model.estimates()); })
      .def_property_readonly("null_log_likelihood", &CoxModel::null_log_likelihood)
      .def("tests",
           [](const CoxModel& model) {
             return py::make_tuple(test_tuple(model.likelihood_ratio_test()), test_tuple(model.wald_test()),
                                   test_tuple(model.score_test()));
           })
      .def("concordance", &CoxModel::concordance)
      .def("baseline", &cox_baseline, py::arg("t"), py::arg("stratum"))
      .def("robust_errors", &robust_errors, py::arg("clusters"))
      .def("proportionality", &proportionality);
}

std::vector<double> one_each(const Numbers& covariates, std::size_t wanted) {
  if (span_of(covariates).size() != wanted)
    raise(Errc::invalid_argument, "there is one number a covariate, " + std::to_string(wanted) +
                                      "; given: " + std::to_string(span_of(covariates).size()));
  return vector_of(covariates);
}

Numbers weibull_survival(const WeibullAft& model, const Numbers& time, const Numbers& covariates) {
  const auto x = one_each(covariates, model.estimates().parameters.size() - 2);
  std::vector<double> values;
  for (const double t : span_of(time)) {
    if (!(t >= 0)) raise(Errc::invalid_argument, "a time is 0 or more: " + std::to_string(t));
    values.push_back(t == 0 ? 1 : model.survival(t, x));
  }
  return numbers_of(values);
}

Numbers discrete_survival(const DiscreteHazard& model, const Numbers& time, const Numbers& covariates) {
  const auto x = one_each(covariates, model.estimates().parameters.size());
  std::vector<double> values;
  for (const std::int64_t t : whole_numbers(span_of(time), "a number of periods, t,"))
    values.push_back(model.survival(t, x));
  return numbers_of(values);
}

double weibull_quantile(const WeibullAft& model, double share, const Numbers& covariates) {
  if (!(share > 0 && share < 1))
    raise(Errc::invalid_argument, "a share lies between 0 and 1: " + std::to_string(share));
  return model.quantile(share, one_each(covariates, model.estimates().parameters.size() - 2));
}

HazardLink link_of(const std::string& name) {
  if (name == "logit") return HazardLink::logit;
  if (name == "cloglog") return HazardLink::cloglog;
  raise(Errc::invalid_argument, "the link of a discrete hazard is logit or cloglog; given: " + name);
}

void bind_parametric(py::module_& m) {
  py::class_<WeibullAft>(m, "WeibullModel")
      .def_static(
          "fit",
          [](const std::vector<std::string>& names, const std::vector<Numbers>& covariates, const Numbers& duration,
             const Numbers& event) {
            const Columns columns(names, covariates, duration, event);
            return unlocked([&] { return WeibullAft::fit(columns.view); });
          },
          py::arg("names"), py::arg("covariates"), py::arg("duration"), py::arg("event"))
      .def("estimates", [](const WeibullAft& model) { return tuple_of(model.estimates()); })
      .def_property_readonly("null_log_likelihood", &WeibullAft::null_log_likelihood)
      .def("survival", &weibull_survival, py::arg("t"), py::arg("covariates"))
      .def("quantile", &weibull_quantile, py::arg("share"), py::arg("covariates"));
  py::class_<DiscreteHazard>(m, "DiscreteHazardModel")
      .def_static(
          "fit",
          [](const std::vector<std::string>& names, const std::vector<Numbers>& covariates, const Numbers& duration,
             const Numbers& event, const std::string& link) {
            const Columns columns(names, covariates, duration, event);
            const HazardLink chosen = link_of(link);
            return unlocked([&] { return DiscreteHazard::fit(columns.view, chosen); });
          },
          py::arg("names"), py::arg("covariates"), py::arg("duration"), py::arg("event"), py::arg("link"))
      .def("estimates", [](const DiscreteHazard& model) { return tuple_of(model.estimates()); })
      .def_property_readonly("null_log_likelihood", &DiscreteHazard::null_log_likelihood)
      .def("levels",
           [](const DiscreteHazard& model) {
             py::dict levels;
             for (const auto& level : model.levels())
               levels[py::int_(static_cast<std::int64_t>(level.period))] = level.value;
             return levels;
           })
      .def("survival", &discrete_survival, py::arg("t"), py::arg("covariates"));
}

}  // namespace

void bind_survival(py::module_& m) {
  py::class_<Curve>(m, "KaplanMeierCurve")
      .def("columns", &columns_of)
      .def("survival", &survival_at, py::arg("t"))
      .def("interval", &interval_at, py::arg("t"), py::arg("scale"), py::arg("confidence"))
      .def(
          "quantile", [](const Curve& curve, double share) { return curve.estimate.quantile(share).value(); },
          py::arg("share"))
      .def("quantile_interval", &quantile_interval, py::arg("share"), py::arg("scale"), py::arg("confidence"))
      .def("restricted_mean", &restricted_mean, py::arg("horizon"));
  m.def("kaplan_meier", &kaplan_meier, py::arg("duration"), py::arg("event"), py::arg("weights"));
  m.def("log_rank", &log_rank, py::arg("duration"), py::arg("event"), py::arg("group"), py::arg("groups"),
        py::arg("rho"));
  m.def("aalen_johansen", &aalen_johansen, py::arg("duration"), py::arg("cause"));
  bind_cox(m);
  bind_parametric(m);
}

}  // namespace staysail::python
