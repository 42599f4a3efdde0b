#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "binding.hpp"
#include "feel_value.hpp"
#include "interrupt.hpp"
#include "named_store.hpp"
#include "night_at_hand.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/cycle/night_diff.hpp"
#include "staysail/indicators/catalogue_table.hpp"
#include "staysail/strategy/lint.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail::python {
namespace {

Playbook load(const std::filesystem::path& folder, const std::optional<std::filesystem::path>& mapping,
              const std::vector<std::string>& extensions) {
  return unlocked([&]() -> Result<Playbook> {
    PlaybookOptions options;
    options.subscriptions = subscription_schema(extensions);
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

std::vector<Finding> lint_of(const Playbook& playbook, const py::object& as_of) {
  LintOptions options;
  options.as_of = optional_day(as_of);
  return unlocked([&] { return lint(playbook, options); });
}

PlaybookDiff diff_of(const Playbook& before, const Playbook& after, const std::string& url,
                     const std::optional<std::filesystem::path>& mapping, const std::optional<std::string>& period) {
  Interrupt interrupt(1);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) -> Result<PlaybookDiff> {
    STAYSAIL_TRY(const ModelCatalog catalog, catalog_of(mapping));
    STAYSAIL_TRY(const auto store, open_existing_store(url));
    STAYSAIL_TRY(const NightRecord night, night_of(*store, period));
    return diff_night(*store, catalog, night, before, after, &executor, control);
  });
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
          py::arg("extensions") = std::vector<std::string>(),
          "Reads and checks a folder; `mapping` is the mapping.toml whose custom fact tables its indicators name, "
          "`extensions` are the columns that the export brings beside the model's.")
      .def_property_readonly("name", [](const Playbook& self) { return self.identity().name; })
      .def_property_readonly("version", [](const Playbook& self) { return self.identity().version; })
      .def_property_readonly("folder", &Playbook::folder)
      .def_property_readonly(
          "digest", [](const Playbook& self) { return self.digest().to_string(); },
          "Names the contents of all its files.")
      .def_property_readonly("strategies", &strategies_of,
                             "Dicts of id, when and priority, as compile_strategies() takes them.")
      .def("lint", &lint_of, py::kw_only(), py::arg("as_of") = py::none(),
           "What is wrong, or looks wrong, without any customer data; `as_of`: tell strategies that ended before.")
      .def_property_readonly(
          "indicators",
          [](const Playbook& self) { return unlocked([&] { return catalogue_table(self.indicators()); }); },
          "One row an indicator: definition, rule in words, unit, scale, direction, source, inputs, facts, and a "
          "version that changes when its figures may.")
      .def("diff", &diff_of, py::arg("after"), py::kw_only(), py::arg("store"), py::arg("mapping") = py::none(),
           py::arg("period") = py::none(),
           "Whose action changes when `after` takes the place of this playbook, over the frame of a stored night: the "
           "latest, or that of the month `period` (YYYY-MM).")
      .def("__repr__", &shown);
  show_in(playbook, "staysail");
}

}  // namespace staysail::python
