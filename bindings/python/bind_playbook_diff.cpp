#include <pybind11/stl.h>

#include "binding.hpp"
#include "staysail/strategy/playbook_diff.hpp"

namespace staysail::python {
namespace {

py::list files_of(const PlaybookDiff& diff) {
  py::list files;
  for (const FileDifference& file : diff.files) {
    py::dict told;
    told["file"] = file.file;
    told["effect"] = std::string(name_of(file.effect));
    files.append(told);
  }
  return files;
}

std::string shown(const PlaybookDiff& diff) {
  return "PlaybookDiff(" + std::to_string(diff.actions.size()) + " actions change among " +
         std::to_string(diff.subscriptions) + " subscriptions)";
}

}  // namespace

void bind_playbook_diff(py::module_& m) {
  py::class_<PlaybookDiff> diff(m, "PlaybookDiff", "What changes when one playbook takes another's place. Immutable.");
  diff.def_property_readonly("files", &files_of,
                             "Files that differ: dicts of file and effect (shown, not_shown or none).")
      .def_readonly("rules", &PlaybookDiff::rules, "Keys of contact.toml that differ.")
      .def_readonly("subscriptions", &PlaybookDiff::subscriptions)
      .def_property_readonly(
          "strategies", [](const PlaybookDiff& self) { return strategies_frame(self).value(); },
          "One row a strategy: fate, keys that differ, how many match, and tasks gained, lost and kept.")
      .def_property_readonly(
          "actions", [](const PlaybookDiff& self) { return actions_frame(self).value(); },
          "One row a task that changes: the strategy before and after, and the rule or guard that changed it.")
      .def("__repr__", &shown);
  show_in(diff, "staysail");
}

}  // namespace staysail::python
