#include "binding.hpp"
#include "feel_value.hpp"
#include "staysail/strategy/lint.hpp"

namespace staysail::python {
namespace {

py::dict example_of(const Finding& finding) {
  py::dict example;
  for (const auto& [name, value] : finding.example.values()) example[py::str(name)] = object_of(value);
  return example;
}

}  // namespace

void bind_finding(py::module_& m) {
  py::class_<Finding> finding(m, "Finding", "What lint says of one place of a playbook. Immutable.");
  finding.def_property_readonly("code", [](const Finding& self) { return std::string(name_of(self.code)); })
      .def_property_readonly(
          "severity", [](const Finding& self) { return std::string(name_of(self.severity)); }, "note, warning or error")
      .def_property_readonly(
          "certainty", [](const Finding& self) { return std::string(name_of(self.certainty)); },
          "proven, example (it is shown), or sampled: nothing that was tried shows the contrary")
      .def_property_readonly("file", [](const Finding& self) { return self.place.file; })
      .def_property_readonly("line", [](const Finding& self) { return self.place.line; })
      .def_property_readonly("column", [](const Finding& self) { return self.place.column; })
      .def_readonly("subject", &Finding::subject, "A strategy's id, a table's file or an indicator's name.")
      .def_readonly("other", &Finding::other, "The other strategy; empty where there is none.")
      .def_readonly("sentence", &Finding::sentence)
      .def_readonly("chinese", &Finding::chinese)
      .def_property_readonly("example", &example_of, "A customer who shows it, as a dict; empty where none does.")
      .def("__repr__", [](const Finding& self) { return "Finding(" + self.to_string() + ")"; });
  show_in(finding, "staysail");
}

}  // namespace staysail::python
