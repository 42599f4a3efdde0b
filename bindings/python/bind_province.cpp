#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "audit.hpp"
#include "frame.hpp"
#include "interrupt.hpp"
#include "named_store.hpp"
#include "staysail/cycle/province.hpp"

namespace staysail::python {
namespace {

Result<TransferReport> carry_up(const std::string& from, const std::string& to, const std::string& city,
                                const std::optional<std::filesystem::path>& mapping, const Control& control) {
  STAYSAIL_TRY(const auto below, open_existing_store(from));
  STAYSAIL_TRY(const auto above, open_named_store(to));
  STAYSAIL_TRY(const ModelCatalog catalog, catalog_of(mapping));
  const ErasureAudit audit{kAuditKey, wall_clock(), "ss.transfer"};
  STAYSAIL_TRY(auto report, transfer(*below, city, *above, catalog, control, audit));
  STAYSAIL_TRY(const StoreUrl parts, StoreUrl::parse(to));
  if (parts.scheme == "sqlite") STAYSAIL_CHECK(keep_tombstones(above->entities(), parts.path));
  return report;
}

py::dict transfer_up(const std::string& from, const std::string& to, const std::string& city,
                     const std::optional<std::filesystem::path>& mapping) {
  Interrupt interrupt(1);
  const TransferReport report = interruptible(
      interrupt, [&](Executor&, const Control& control) { return carry_up(from, to, city, mapping, control); });
  py::dict news;
  for (const ReplicatedTable& table : report.tables) news[py::str(table.table)] = table.news;
  news["analyses"] = report.analyses_new;
  news["erased"] = report.erased;
  return news;
}

Result<Batch> province_of(const std::string& url, const std::optional<std::string>& period) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  STAYSAIL_TRY(const auto months, analysed_months(*store));
  if (months.empty()) return Error(Errc::not_found, "no city has told of a night yet; begin with staysail.transfer()");
  Month month = months.back();
  if (period) {
    STAYSAIL_TRY(month, Month::parse(*period));
  }
  STAYSAIL_TRY(const auto cities, analyses_of(*store, month));
  if (cities.empty()) return Error(Errc::not_found, "no city has told of a night in " + month.to_string());
  return province_frame(cities);
}

Batch province(const std::string& store, const std::optional<std::string>& period) {
  return unlocked([&] { return province_of(store, period); });
}

}  // namespace

void bind_province(py::module_& m) {
  m.def("transfer", &transfer_up, py::kw_only(), py::arg("from_store"), py::arg("to_store"), py::arg("city"),
        py::arg("mapping") = py::none(),
        "Carries what a city's store knows of its customers, bills and nights up into the province's store; tickets, "
        "contacts, tasks and orders stay. Gives what was news, by table, and how many customers whom the city has "
        "erased are erased now; late and repeated "
        "transfers change nothing.");
  m.def("province", &province, py::arg("store"), py::kw_only(), py::arg("period") = py::none(),
        "What the cities' nights of a month (\"2026-01\"; the latest by default) found, as a Frame of city, figure, "
        "name, lines and total; the city '' stands for all of them together.");
}

}  // namespace staysail::python
