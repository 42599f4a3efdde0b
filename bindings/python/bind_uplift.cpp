#include "numbers.hpp"
#include "staysail/statistics/uplift_curve.hpp"

namespace staysail::python {
namespace {

using statistics::UpliftCurve;

statistics::UpliftDefinition definition_of(const std::string& name) {
  if (name == "area_n2") return statistics::UpliftDefinition::area_n2;
  if (name == "scikit-uplift") return statistics::UpliftDefinition::scikit_uplift;
  if (name == "causalml") return statistics::UpliftDefinition::causalml;
  raise(Errc::invalid_argument, "a definition is area_n2, scikit-uplift or causalml: " + name);
}

statistics::UpliftStrategy strategy_of(const std::string& name) {
  if (name == "overall") return statistics::UpliftStrategy::overall;
  if (name == "by_group") return statistics::UpliftStrategy::by_group;
  raise(Errc::invalid_argument, "a strategy is overall or by_group: " + name);
}

template <class Figure>
double figure_of(const Numbers& y, const Marks& treated, const Numbers& score, const Figure& figure) {
  return unlocked([&]() -> Result<double> {
    STAYSAIL_TRY(const UpliftCurve curve, UpliftCurve::of(span_of(y), span_of(treated), span_of(score)));
    return figure(curve);
  });
}

double qini(const Numbers& y, const Marks& treated, const Numbers& score, const std::string& name, bool normalised) {
  const auto definition = definition_of(name);
  return figure_of(y, treated, score,
                   [&](const UpliftCurve& curve) { return statistics::qini(curve, definition, normalised); });
}

double auuc(const Numbers& y, const Marks& treated, const Numbers& score, const std::string& name, bool normalised) {
  const auto definition = definition_of(name);
  return figure_of(y, treated, score,
                   [&](const UpliftCurve& curve) { return statistics::auuc(curve, definition, normalised); });
}

double uplift_at(const Numbers& y, const Marks& treated, const Numbers& score, double share, const std::string& name) {
  const auto strategy = strategy_of(name);
  return figure_of(y, treated, score,
                   [&](const UpliftCurve& curve) { return statistics::uplift_at(curve, share, strategy); });
}

double weighted_average_uplift(const Numbers& y, const Marks& treated, const Numbers& score, std::int64_t bins) {
  return figure_of(y, treated, score, [&](const UpliftCurve& curve) {
    return statistics::weighted_average_uplift(curve, static_cast<std::size_t>(bins < 0 ? 0 : bins));
  });
}

}  // namespace

void bind_uplift(py::module_& m) {
  m.def("qini", &qini, py::arg("y"), py::arg("treated"), py::arg("score"), py::arg("definition"),
        py::arg("normalised"));
  m.def("auuc", &auuc, py::arg("y"), py::arg("treated"), py::arg("score"), py::arg("definition"),
        py::arg("normalised"));
  m.def("uplift_at", &uplift_at, py::arg("y"), py::arg("treated"), py::arg("score"), py::arg("share"),
        py::arg("strategy"));
  m.def("weighted_average_uplift", &weighted_average_uplift, py::arg("y"), py::arg("treated"), py::arg("score"),
        py::arg("bins"));
}

}  // namespace staysail::python
