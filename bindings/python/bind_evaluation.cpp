#include <pybind11/stl.h>

#include "binding.hpp"
#include "staysail/statistics/proportion.hpp"
#include "staysail/statistics/sample_ratio.hpp"
#include "staysail/statistics/welch.hpp"

namespace staysail::python {
namespace {

std::uint64_t count_of(std::int64_t number) {
  if (number < 0) raise(Errc::invalid_argument, "a count is never negative: " + std::to_string(number));
  return static_cast<std::uint64_t>(number);
}

statistics::Proportion proportion(std::int64_t successes, std::int64_t trials) {
  return {count_of(successes), count_of(trials)};
}

py::tuple tuple_of(const statistics::Interval& interval) { return py::make_tuple(interval.low, interval.high); }

py::tuple wilson(std::int64_t x, std::int64_t n, double confidence) {
  return tuple_of(statistics::wilson(proportion(x, n), confidence).value());
}

py::tuple newcombe(std::int64_t x1, std::int64_t n1, std::int64_t x2, std::int64_t n2, double confidence) {
  return tuple_of(statistics::newcombe(proportion(x1, n1), proportion(x2, n2), confidence).value());
}

// (count, mean, variance)
statistics::Sample sample_of(const py::tuple& sample) {
  return {count_of(sample[0].cast<std::int64_t>()), sample[1].cast<double>(), sample[2].cast<double>()};
}

py::tuple welch(const py::tuple& a, const py::tuple& b, double confidence) {
  const auto test = statistics::welch(sample_of(a), sample_of(b), confidence).value();
  return py::make_tuple(test.difference, test.standard_error, test.t, test.degrees, test.p_value,
                        tuple_of(test.interval));
}

py::tuple sample_ratio(const std::vector<std::int64_t>& counts, const std::vector<double>& shares) {
  std::vector<std::uint64_t> arms;
  for (const std::int64_t count : counts) arms.push_back(count_of(count));
  const auto test = statistics::sample_ratio(arms, shares).value();
  return py::make_tuple(test.statistic, test.degrees, test.p_value);
}

}  // namespace

void bind_evaluation(py::module_& m) {
  m.def("wilson", &wilson, py::arg("x"), py::arg("n"), py::arg("confidence"));
  m.def("newcombe", &newcombe, py::arg("x1"), py::arg("n1"), py::arg("x2"), py::arg("n2"), py::arg("confidence"));
  m.def("welch", &welch, py::arg("a"), py::arg("b"), py::arg("confidence"));
  m.def("sample_ratio", &sample_ratio, py::arg("counts"), py::arg("shares"));
}

}  // namespace staysail::python
