#include <pybind11/stl.h>

#include "binding.hpp"
#include "named_store.hpp"
#include "staysail/cycle/group_report.hpp"
#include "staysail/cycle/household_report.hpp"

namespace staysail::python {
namespace {

GroupReport report_of(const std::string& url, const GroupRequest& request) {
  return unlocked([&]() -> Result<GroupReport> {
    STAYSAIL_TRY(const auto store, open_existing_store(url));
    return report_groups(*store, request);
  });
}

Batch groups(const std::string& store, std::string id, std::vector<std::string> figures, const std::string& roll_up,
             bool lines) {
  return report_of(store, {std::move(id), std::move(figures), line_figure_of(roll_up).value(), lines}).rows;
}

Batch group_faults(const std::string& store) { return group_faults_frame(report_of(store, {}).faults).value(); }

Batch households(const std::string& url, std::string id) {
  return unlocked([&]() -> Result<Batch> {
    STAYSAIL_TRY(const auto store, open_existing_store(url));
    STAYSAIL_TRY(auto report, report_households(*store, {std::move(id), Purpose()}));
    return std::move(report.rows);
  });
}

}  // namespace

void bind_groups(py::module_& m) {
  m.def("groups", &groups, py::arg("store"), py::arg("id") = "", py::kw_only(),
        py::arg("figures") = std::vector<std::string>{}, py::arg("roll_up") = "sum", py::arg("lines") = true,
        "Group customers as a Frame, with figures of the latest night brought up from the lines (sum, mean, max, min): "
        "group_id, parent_id, depth, members, customers_below, lines, active_lines, then the figures. With the id of a "
        "group, or of a member or line of one, its tree from the top down: level, kind, id, role, status, lines, "
        "active_lines, then the figures.");
  m.def("group_faults", &group_faults, py::arg("store"),
        "Memberships that contradict each other and count for nothing: fault, groups, advice.");
  m.def("households", &households, py::arg("store"), py::arg("id") = "",
        "Customers who live or pay together: household_id, customers, lines, members, evidence. With the id of a "
        "household or of a customer in one, what holds it together: customer, other, address, payment, device, weight, "
        "shared_address (masked).");
}

}  // namespace staysail::python
