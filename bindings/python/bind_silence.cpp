#include "binding.hpp"
#include "staysail/statistics/silence.hpp"

namespace staysail::python {
namespace {

constexpr std::int64_t kLongest = 1'000'000;

std::uint32_t days_of(const char* name, std::int64_t days, std::int64_t most) {
  if (days < 0 || days > most)
    raise(Errc::invalid_argument, std::string(name) + " is 0 to " + std::to_string(most) + ": " + std::to_string(days));
  return static_cast<std::uint32_t>(days);
}

py::object mean_wait(const statistics::ActivityWindow& window, std::uint32_t silent) {
  if (window.active == 0 || window.active == window.days || silent == 0) return py::none();
  return py::float_(statistics::mean_wait_for_silent_run(window, silent));
}

py::tuple silent_run(std::int64_t active, std::int64_t days, std::int64_t silent_days) {
  statistics::ActivityWindow window;
  window.days = days_of("days", days, kLongest);
  window.active = days_of("active", active, days);
  const std::uint32_t silent = days_of("silent_days", silent_days, kLongest);
  if (days == 0) raise(Errc::invalid_argument, "a rhythm needs at least one observed day; days is 0");
  return py::make_tuple(statistics::silent_run_probability(window, silent),
                        statistics::plug_in_silent_run_probability(window, silent), mean_wait(window, silent));
}

double quiet_period(double events, double observed, double shape, double rate, double ahead) {
  if (!(events >= 0 && observed > 0 && shape > 0 && rate > 0 && ahead > 0))
    raise(Errc::invalid_argument, "events is 0 or more; observed, shape, rate and ahead are positive");
  return statistics::quiet_period_probability(events, observed, shape, rate, ahead);
}

}  // namespace

void bind_silence(py::module_& m) {
  m.def("silent_run", &silent_run, py::arg("active"), py::arg("days"), py::arg("silent_days"));
  m.def("quiet_period_probability", &quiet_period, py::arg("events"), py::arg("observed"), py::arg("shape"),
        py::arg("rate"), py::arg("ahead"));
}

}  // namespace staysail::python
