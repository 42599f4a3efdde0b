#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "binding.hpp"
#include "feel_value.hpp"
#include "interrupt.hpp"
#include "named_store.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/cycle/night_diff.hpp"
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

// The latest night of the store, or that of a month.
Result<NightRecord> night_of(Store& store, const std::optional<Month>& period) {
  STAYSAIL_TRY(const auto periods, NightRecord::periods(store));
  if (periods.empty()) return Error(Errc::not_found, "this store has no night yet; staysail.run() makes one");
  STAYSAIL_TRY(auto night, NightRecord::load(store, period.value_or(periods.back())));
  if (night) return *std::move(night);
  return Error(Errc::not_found, "there was no night in " + period->to_string());
}

PlaybookDiff diff_of(const Playbook& before, const Playbook& after, const std::string& url,
                     const std::optional<std::filesystem::path>& mapping, const std::optional<std::string>& period) {
  Interrupt interrupt(1);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) -> Result<PlaybookDiff> {
    std::optional<Month> month;
    if (period) {
      STAYSAIL_TRY(month, Month::parse(*period));
    }
    ModelCatalog catalog;
    if (mapping) {
      STAYSAIL_TRY(const Mapping read, Mapping::load(mapping->string()));
      catalog = read.catalog;
    }
    STAYSAIL_TRY(const auto store, open_named_store(url));
    STAYSAIL_TRY(const NightRecord night, night_of(*store, month));
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
      .def("diff", &diff_of, py::arg("after"), py::kw_only(), py::arg("store"), py::arg("mapping") = py::none(),
           py::arg("period") = py::none(),
           "Whose action changes when `after` takes the place of this playbook, over the frame of a stored night: the "
           "latest, or that of the month `period` (YYYY-MM).")
      .def("__repr__", &shown);
  show_in(playbook, "staysail");
}

}  // namespace staysail::python
