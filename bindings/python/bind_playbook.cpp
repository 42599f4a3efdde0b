#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "binding.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail::python {
namespace {

Playbook load(const std::filesystem::path& folder, const std::optional<std::filesystem::path>& mapping) {
  return unlocked([&]() -> Result<Playbook> {
    PlaybookOptions options;
    if (!mapping) return Playbook::load(folder.string(), options);
    STAYSAIL_TRY(const Mapping read, Mapping::load(mapping->string()));
    options.model = read.catalog;
    return Playbook::load(folder.string(), options);
  });
}

// As compile_strategies() takes them.
py::list strategies_of(const Playbook& playbook) {
  py::list strategies;
  for (const MatchRule& rule : playbook.matcher().rules()) {
    py::dict strategy;
    strategy["id"] = rule.id.text();
    strategy["when"] = rule.when;
    strategy["priority"] = rule.priority;
    strategies.append(strategy);
  }
  return strategies;
}

std::string shown(const Playbook& playbook) {
  return "Playbook(" + playbook.identity().name + " " + playbook.identity().version + ", " +
         std::to_string(playbook.matcher().rules().size()) + " strategies)";
}

}  // namespace

void bind_playbook(py::module_& m) {
  py::class_<Playbook> playbook(
      m, "Playbook",
      "A folder that says what is measured, what it means and what to do; checked as a whole when it is loaded.");
  playbook
      .def_static(
          "load", &load, py::arg("folder"), py::kw_only(), py::arg("mapping") = py::none(),
          "Reads and checks a folder; `mapping` is the mapping.toml whose custom fact tables its indicators name.")
      .def_property_readonly("name", [](const Playbook& self) { return self.identity().name; })
      .def_property_readonly("version", [](const Playbook& self) { return self.identity().version; })
      .def_property_readonly("folder", &Playbook::folder)
      .def_property_readonly(
          "digest", [](const Playbook& self) { return self.digest().to_string(); },
          "Names the contents of all its files.")
      .def_property_readonly("strategies", &strategies_of,
                             "Dicts of id, when and priority, as compile_strategies() takes them.")
      .def("__repr__", &shown);
  show_in(playbook, "staysail");
}

}  // namespace staysail::python
