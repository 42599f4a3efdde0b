#include "numbers.hpp"
#include "staysail/statistics/covariate_adjustment.hpp"
#include "staysail/statistics/multiplicity.hpp"
#include "staysail/statistics/power.hpp"
#include "staysail/statistics/sequential_test.hpp"
#include "staysail/statistics/stratified_tables.hpp"
#include "staysail/statistics/two_proportions.hpp"

namespace staysail::python {
namespace {

py::tuple two_proportions(std::int64_t x1, std::int64_t n1, std::int64_t x2, std::int64_t n2, double confidence) {
  const auto test = statistics::compare_proportions(proportion_of(x1, n1), proportion_of(x2, n2), confidence).value();
  return py::make_tuple(test.difference, test.standard_error, test.z, test.chi_square, test.p_value,
                        tuple_of(test.interval));
}

py::tuple cuped(const Numbers& y, const Marks& treated, const Numbers& covariate, double confidence) {
  const auto adjusted = unlocked(
      [&] { return statistics::adjusted_difference(span_of(y), span_of(treated), span_of(covariate), confidence); });
  const auto& test = adjusted.test;
  return py::make_tuple(adjusted.theta, adjusted.variance_cut, test.difference, test.standard_error, test.t,
                        test.degrees, test.p_value, tuple_of(test.interval));
}

// The one of size and power that is not given.
double plan_proportions(double p1, double p2, std::optional<double> size, std::optional<double> power, double alpha) {
  if (size) return statistics::power_for_proportions(p1, p2, *size, {alpha}).value();
  return statistics::size_for_proportions(p1, p2, power.value(), {alpha}).value();
}

double plan_means(double difference, double deviation, std::optional<double> size, std::optional<double> power,
                  double alpha) {
  return unlocked([&] {
    return size ? statistics::power_for_means(difference, deviation, *size, {alpha})
                : statistics::size_for_means(difference, deviation, power.value(), {alpha});
  });
}

// `cells`: four counts for each table.
std::vector<statistics::TwoByTwo> tables_of(const Counts& cells) {
  std::vector<statistics::TwoByTwo> tables;
  const auto counts = span_of(cells);
  for (std::size_t i = 0; i + 3 < counts.size(); i += 4)
    tables.push_back({count_of(counts[i]), count_of(counts[i + 1]), count_of(counts[i + 2]), count_of(counts[i + 3])});
  return tables;
}

py::tuple mantel_haenszel(const Counts& cells, double confidence) {
  const auto test = statistics::mantel_haenszel(tables_of(cells), confidence).value();
  return py::make_tuple(test.odds_ratio, tuple_of(test.interval), test.chi_square, test.p_value);
}

py::tuple mcnemar(const Counts& cells) {
  const auto test = statistics::mcnemar(tables_of(cells).at(0)).value();
  return py::make_tuple(test.chi_square, 1.0, test.p_value);
}

py::array benjamini_hochberg(const Numbers& p_values) {
  return read_only(unlocked([&] { return statistics::benjamini_hochberg(span_of(p_values)); }));
}

py::array holm(const Numbers& p_values) {
  return read_only(unlocked([&] { return statistics::holm(span_of(p_values)); }));
}

py::tuple tuple_of_look(const statistics::SequentialLook& look) {
  return py::make_tuple(look.likelihood_ratio, look.p_value, tuple_of(look.interval), look.rejects);
}

statistics::SequentialTest test_of(double tau2, double confidence, double null) {
  return statistics::SequentialTest::of({tau2, confidence, null}).value();
}

py::list sequential_looks(const Numbers& differences, const Numbers& standard_errors, double tau2, double confidence,
                          double null) {
  auto test = test_of(tau2, confidence, null);
  py::list looks;
  for (py::ssize_t i = 0; i < differences.size(); ++i)
    looks.append(tuple_of_look(test.look(differences.data()[i], standard_errors.data()[i]).value()));
  return looks;
}

// `cells`: x1, n1, x2, n2 for each look.
py::list sequential_proportions(const Counts& cells, double tau2, double confidence) {
  auto test = test_of(tau2, confidence, 0);
  py::list looks;
  const auto counts = span_of(cells);
  for (std::size_t i = 0; i + 3 < counts.size(); i += 4)
    looks.append(tuple_of_look(
        test.look(proportion_of(counts[i], counts[i + 1]), proportion_of(counts[i + 2], counts[i + 3])).value()));
  return looks;
}

}  // namespace

void bind_effects(py::module_& m) {
  m.def("two_proportions", &two_proportions, py::arg("x1"), py::arg("n1"), py::arg("x2"), py::arg("n2"),
        py::arg("confidence"));
  m.def("cuped", &cuped, py::arg("y"), py::arg("treated"), py::arg("covariate"), py::arg("confidence"));
  m.def("plan_proportions", &plan_proportions, py::arg("p1"), py::arg("p2"), py::arg("size"), py::arg("power"),
        py::arg("alpha"));
  m.def("plan_means", &plan_means, py::arg("difference"), py::arg("deviation"), py::arg("size"), py::arg("power"),
        py::arg("alpha"));
  m.def("mantel_haenszel", &mantel_haenszel, py::arg("cells"), py::arg("confidence"));
  m.def("mcnemar", &mcnemar, py::arg("cells"));
  m.def("benjamini_hochberg", &benjamini_hochberg, py::arg("p_values"));
  m.def("holm", &holm, py::arg("p_values"));
  m.def("sequential_looks", &sequential_looks, py::arg("differences"), py::arg("standard_errors"), py::arg("tau2"),
        py::arg("confidence"), py::arg("null"));
  m.def("sequential_proportions", &sequential_proportions, py::arg("cells"), py::arg("tau2"), py::arg("confidence"));
}

}  // namespace staysail::python
