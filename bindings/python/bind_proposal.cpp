#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>

#include "binding.hpp"
#include "staysail/boss/mapping_proposal.hpp"

namespace staysail::python {
namespace {

std::vector<std::string> paths_in(const py::object& paths) {
  const bool is_one = py::isinstance<py::str>(paths) || py::hasattr(paths, "__fspath__");
  std::vector<std::string> texts;
  if (is_one) texts.push_back(paths.cast<std::filesystem::path>().string());
  else
    for (const auto& path : paths.cast<std::vector<std::filesystem::path>>()) texts.push_back(path.string());
  return texts;
}

std::string propose(const py::object& paths, const std::string& name) {
  const auto texts = paths_in(paths);
  ProposalOptions options;
  options.name = name;
  return unlocked([&] { return propose_mapping(texts, options); }).toml;
}

}  // namespace

void bind_proposal(py::module_& m) {
  m.def("propose_mapping", &propose, py::arg("paths"), py::kw_only(), py::arg("name") = "proposed",
        "A mapping (TOML, as text) for files that nobody has described yet: a path or several, or the folder in which "
        "they lie. Every guess stands beside its evidence; what is in doubt is marked UNCERTAIN.");
}

}  // namespace staysail::python
