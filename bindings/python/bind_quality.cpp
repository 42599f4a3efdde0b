#include <pybind11/stl.h>

#include "binding.hpp"
#include "feel_value.hpp"
#include "named_store.hpp"
#include "staysail/cycle/data_quality_trend.hpp"

namespace staysail::python {
namespace {

Batch quality(const std::string& store, std::vector<std::string> tables, const py::object& as_of, bool only_faults) {
  QualityRequest request{std::move(tables), optional_day(as_of), only_faults};
  return unlocked([&]() -> Result<Batch> {
    STAYSAIL_TRY(const auto opened, open_existing_store(store));
    return quality_with_trend(*opened, request);
  });
}

}  // namespace

void bind_quality(py::module_& m) {
  m.def("quality", &quality, py::arg("store"), py::kw_only(), py::arg("tables") = std::vector<std::string>{},
        py::arg("as_of") = py::none(), py::arg("only_faults") = false,
        "How good each attribute of each source is: a Frame of table, attribute, source, measure, good, all, percent, "
        "before, trend.");
}

}  // namespace staysail::python
