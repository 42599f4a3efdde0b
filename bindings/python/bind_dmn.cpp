#include <pybind11/stl.h>

#include <chrono>

#include "feel_value.hpp"
#include "staysail/decision/dmn.hpp"

namespace staysail::python {
namespace {

// The wall clock in UTC: what now() and today() of a model say.
DateTime clock_time() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  DateTime now =
      DateTime::of(Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count()));
  now.time.offset_seconds = 0;
  return now;
}

DmnModel load(const py::object& path) {
  const auto text = py::str(py::module_::import("os").attr("fspath")(path)).cast<std::string>();
  return unlocked([&] { return DmnModel::load(text); });
}

DmnOutcome outcome_of(const DmnModel& model, const std::string& name, const py::object& inputs) {
  const Inputs given = inputs_of(inputs);
  return unlocked([&] { return model.evaluate(name, given, DmnOptions{clock_time()}); });
}

py::object evaluate(const DmnModel& model, const std::string& name, const py::object& inputs) {
  return object_of(outcome_of(model, name, inputs).value);
}

py::tuple explain(const DmnModel& model, const std::string& name, const py::object& inputs) {
  const DmnOutcome outcome = outcome_of(model, name, inputs);
  return py::make_tuple(object_of(outcome.value), py::cast(outcome.reasons));
}

std::vector<std::string> faults(const DmnModel& model) {
  std::vector<std::string> texts;
  for (const Error& fault : model.faults()) texts.push_back(fault.to_string());
  return texts;
}

}  // namespace

void bind_dmn(py::module_& m) {
  py::class_<DmnModel>(m, "DmnModel", "A decision model (DMN 1.1 to 1.5). Immutable; may be used from many threads.")
      .def_property_readonly("name", &DmnModel::name)
      .def_property_readonly("decisions", &DmnModel::decisions)
      .def_property_readonly("services", &DmnModel::services)
      .def_property_readonly("inputs", &DmnModel::inputs)
      .def_property_readonly("faults", &faults,
                             "Expressions that are no FEEL, as file:line:column: message. They are null.")
      .def("evaluate", &evaluate, py::arg("name"), py::arg("inputs") = py::none(),
           "The value of a decision, a decision service or a knowledge model.")
      .def("explain", &explain, py::arg("name"), py::arg("inputs") = py::none(),
           "The value, and why values on the way to it are None.");
  m.def("load_dmn", &load, py::arg("path"), "Reads a model and the models it imports from the same folder.");
}

}  // namespace staysail::python
