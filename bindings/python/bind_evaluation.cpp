#include "numbers.hpp"
#include "staysail/statistics/proportion.hpp"
#include "staysail/statistics/real_sum.hpp"
#include "staysail/statistics/sample_ratio.hpp"
#include "staysail/statistics/survival_difference.hpp"
#include "staysail/statistics/welch.hpp"

namespace staysail::python {
namespace {

py::tuple wilson(std::int64_t x, std::int64_t n, double confidence) {
  return tuple_of(statistics::wilson(proportion_of(x, n), confidence).value());
}

py::tuple newcombe(std::int64_t x1, std::int64_t n1, std::int64_t x2, std::int64_t n2, double confidence) {
  return tuple_of(statistics::newcombe(proportion_of(x1, n1), proportion_of(x2, n2), confidence).value());
}

py::tuple welch(const Numbers& a, const Numbers& b, double confidence) {
  const auto test = unlocked([&]() -> Result<statistics::WelchTest> {
    STAYSAIL_TRY(const auto of_a, statistics::sample_of(span_of(a)));
    STAYSAIL_TRY(const auto of_b, statistics::sample_of(span_of(b)));
    return statistics::welch(of_a, of_b, confidence);
  });
  return py::make_tuple(test.difference, test.standard_error, test.t, test.degrees, test.p_value,
                        tuple_of(test.interval));
}

py::tuple sample_ratio(const std::vector<std::int64_t>& counts, const std::vector<double>& shares) {
  std::vector<std::uint64_t> arms;
  for (const std::int64_t count : counts) arms.push_back(count_of(count));
  const auto test = statistics::sample_ratio(arms, shares).value();
  return py::make_tuple(test.statistic, test.degrees, test.p_value);
}

// Of one arm.
Result<statistics::RiskTable> arm_of(const Numbers& duration, const Marks& event, const Marks& treated,
                                     std::uint8_t mark) {
  std::vector<double> durations;
  std::vector<std::uint8_t> events;
  for (py::ssize_t i = 0; i < duration.size(); ++i) {
    if (treated.data()[i] != mark) continue;
    durations.push_back(duration.data()[i]);
    events.push_back(event.data()[i]);
  }
  return statistics::RiskTable::of(durations, events);
}

py::tuple survival_difference(const Numbers& duration, const Marks& event, const Marks& treated,
                              std::optional<double> horizon, double confidence) {
  if (event.size() != duration.size() || treated.size() != duration.size())
    raise(Errc::schema_mismatch, "duration, event and treated are columns of equal lengths");
  const auto found = unlocked([&]() -> Result<statistics::SurvivalDifference> {
    STAYSAIL_TRY(const auto with, arm_of(duration, event, treated, 1));
    STAYSAIL_TRY(const auto without, arm_of(duration, event, treated, 0));
    return statistics::survival_difference(with, without, horizon, confidence);
  });
  const auto& test = found.log_rank;
  return py::make_tuple(found.horizon, found.treated.value, found.untreated.value, found.difference,
                        found.standard_error, found.p_value, tuple_of(found.interval),
                        test ? py::object(py::make_tuple(test->chi_square, test->degrees, test->p_value)) : py::none());
}

}  // namespace

void bind_evaluation(py::module_& m) {
  m.def("wilson", &wilson, py::arg("x"), py::arg("n"), py::arg("confidence"));
  m.def("newcombe", &newcombe, py::arg("x1"), py::arg("n1"), py::arg("x2"), py::arg("n2"), py::arg("confidence"));
  m.def("welch", &welch, py::arg("a"), py::arg("b"), py::arg("confidence"));
  m.def("survival_difference", &survival_difference, py::arg("duration"), py::arg("event"), py::arg("treated"),
        py::arg("horizon"), py::arg("confidence"));
  m.def("sample_ratio", &sample_ratio, py::arg("counts"), py::arg("shares"));
}

}  // namespace staysail::python
