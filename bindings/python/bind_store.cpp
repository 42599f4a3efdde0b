#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>

#include "audit.hpp"
#include "binding.hpp"
#include "named_store.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/erasure.hpp"

namespace staysail::python {
namespace {

py::dict verify(const std::string& url) {
  const StoreReport report = unlocked([&]() -> Result<StoreReport> {
    STAYSAIL_TRY(const std::string inspecting, url_to_inspect(url));
    STAYSAIL_TRY(const auto store, open_existing_store(inspecting));
    return store->verify();
  });
  py::dict told;
  told["sound"] = report.sound;
  told["records"] = report.records;
  told["rows"] = report.rows;
  told["change"] = report.sequence;
  told["first_fault"] = report.first_fault;
  told["lines"] = report.lines;
  return told;
}

void backup(const std::string& url, const std::filesystem::path& out) {
  unlocked([&]() -> Result<bool> {
    STAYSAIL_TRY(const auto store, open_existing_store(url));
    STAYSAIL_CHECK(store->backup(out.string()));
    return true;
  });
}

ErasureAudit audited(const std::string& actor, const std::string& key) {
  return ErasureAudit{key, wall_clock(), actor};
}

std::uint64_t restore(const std::filesystem::path& backup, const std::string& url, bool replace,
                      const std::string& actor, const std::string& audit_key) {
  return unlocked([&]() -> Result<std::uint64_t> {
    STAYSAIL_TRY(const StoreUrl parts, StoreUrl::parse(url));
    STAYSAIL_TRY(const SqliteOptions place, restore_place(parts));
    return restore_erased(
        place.path, [&] { return restore_sqlite_store(backup.string(), place, replace); },
        [&] { return open_existing_store(url); }, audited(actor, audit_key));
  });
}

py::dict erase(const std::string& url, const std::string& id, const std::string& actor, const std::string& audit_key) {
  const ErasureReport report = unlocked([&]() -> Result<ErasureReport> {
    STAYSAIL_TRY(const StoreUrl parts, StoreUrl::parse(url));
    STAYSAIL_TRY(const auto store, open_existing_store(url));
    STAYSAIL_TRY(const ErasureReport erased, erase_customer(*store, id, audited(actor, audit_key)));
    if (parts.scheme == "sqlite") STAYSAIL_CHECK(keep_tombstones(store->entities(), parts.path));
    return erased;
  });
  py::dict told;
  told["ids"] = report.ids;
  told["records"] = report.records;
  told["rows"] = report.rows;
  told["repeated"] = report.repeated;
  return told;
}

}  // namespace

void bind_store(py::module_& m) {
  m.def("verify", &verify, py::arg("store"));
  m.def("backup", &backup, py::arg("store"), py::arg("out"));
  m.def("restore", &restore, py::arg("backup"), py::arg("store"), py::kw_only(), py::arg("replace") = false,
        py::arg("actor") = "ss.restore", py::arg("audit_key") = kAuditKey);
  m.def("erase", &erase, py::arg("store"), py::arg("id"), py::kw_only(), py::arg("actor") = "ss.erase",
        py::arg("audit_key") = kAuditKey);
}

}  // namespace staysail::python
