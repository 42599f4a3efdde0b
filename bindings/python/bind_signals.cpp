#include "numbers.hpp"
#include "staysail/statistics/cusum.hpp"
#include "staysail/statistics/ewma.hpp"
#include "staysail/statistics/page_hinkley.hpp"
#include "staysail/statistics/pairwise_weights.hpp"
#include "staysail/statistics/trend.hpp"
#include "staysail/warning/false_alarms.hpp"

namespace staysail::python {
namespace {

py::tuple cusum(const Numbers& x, double k, double h, double target, double deviation) {
  const auto chart = unlocked([&] { return statistics::cusum(span_of(x), {k, h, target, deviation}); });
  return py::make_tuple(read_only(chart.upper), read_only(chart.lower), chart.signal);
}

py::tuple ewma(const Numbers& x, double lambda, double limit, double target, double deviation) {
  const auto chart = unlocked([&] { return statistics::ewma(span_of(x), {lambda, limit, target, deviation}); });
  return py::make_tuple(read_only(chart.average), read_only(chart.lower_limit), read_only(chart.upper_limit),
                        chart.signal);
}

py::tuple page_hinkley(const Numbers& x, double delta, std::optional<double> threshold) {
  const auto chart = unlocked([&] { return statistics::page_hinkley(span_of(x), delta, threshold); });
  return py::make_tuple(read_only(chart.statistic), chart.signal);
}

py::tuple mann_kendall(const Numbers& x) {
  const auto test = unlocked([&] { return statistics::mann_kendall(span_of(x)); });
  return py::make_tuple(test.s, test.variance, test.z, test.p_value, test.tau);
}

py::tuple theil_sen(const Numbers& x, const std::optional<Numbers>& positions) {
  const auto line = unlocked([&] {
    return positions ? statistics::theil_sen(span_of(x), span_of(*positions)) : statistics::theil_sen(span_of(x));
  });
  return py::make_tuple(line.slope, line.intercept);
}

double cusum_run_length(double k, double h, double shift) {
  return unlocked([&] { return statistics::cusum_run_length(k, h, shift); });
}

double ewma_run_length(double lambda, double limit, double shift) {
  return unlocked([&] { return statistics::ewma_run_length(lambda, limit, shift); });
}

double cusum_limit(double k, double false_alarms, double observations) {
  return unlocked([&] { return cusum_threshold({false_alarms, observations}, k); });
}

double ewma_limit(double lambda, double false_alarms, double observations) {
  return unlocked([&] { return ewma_threshold({false_alarms, observations}, lambda); });
}

py::tuple pairwise_weights(const Numbers& judgements) {
  const auto result = statistics::pairwise_weights(span_of(judgements)).value();
  return py::make_tuple(read_only(result.weights), result.eigenvalue, result.consistency_ratio);
}

}  // namespace

void bind_signals(py::module_& m) {
  m.def("cusum", &cusum, py::arg("x"), py::arg("k"), py::arg("h"), py::arg("target"), py::arg("deviation"));
  m.def("ewma", &ewma, py::arg("x"), py::arg("lam"), py::arg("L"), py::arg("target"), py::arg("deviation"));
  m.def("page_hinkley", &page_hinkley, py::arg("x"), py::arg("delta"), py::arg("threshold"));
  m.def("mann_kendall", &mann_kendall, py::arg("x"));
  m.def("theil_sen", &theil_sen, py::arg("x"), py::arg("positions"));
  m.def("cusum_run_length", &cusum_run_length, py::arg("k"), py::arg("h"), py::arg("shift"));
  m.def("ewma_run_length", &ewma_run_length, py::arg("lam"), py::arg("L"), py::arg("shift"));
  m.def("cusum_limit", &cusum_limit, py::arg("k"), py::arg("false_alarms"), py::arg("observations"));
  m.def("ewma_limit", &ewma_limit, py::arg("lam"), py::arg("false_alarms"), py::arg("observations"));
  m.def("pairwise_weights", &pairwise_weights, py::arg("judgements"));
}

}  // namespace staysail::python
