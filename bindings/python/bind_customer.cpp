#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "audit.hpp"
#include "binding.hpp"
#include "feel_value.hpp"
#include "interrupt.hpp"
#include "named_store.hpp"
#include "staysail/cycle/customer_story.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/report/table_export.hpp"

namespace staysail::python {
namespace {

using MappingPath = std::optional<std::filesystem::path>;

Purpose purpose_in(const std::string& name) { return name.empty() ? Purpose() : Purpose::of(name).value(); }

std::optional<Month> month_in(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return Month::parse(*text).value();
}

// Who looks.
struct Reader {
  std::string actor, audit_key;
  Purpose purpose;
};

Status note(Store& store, const Reader& reader, const std::string& subject, const char* what) {
  STAYSAIL_TRY(const bool noted,
               note_look(store, {wall_clock(), reader.actor, subject, reader.purpose.name(), what}, reader.audit_key));
  static_cast<void>(noted);  // of a store that may only be read, masks are shown without a note
  return ok();
}

struct Seen {
  CustomerView view;
  Batch story;
};

Result<Seen> see(const std::string& url, const std::string& id, const Reader& reader, std::optional<Day> as_of,
                 const StoryRequest& request) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  if (!as_of) {
    STAYSAIL_TRY(as_of, NightRecord::latest_day(*store));
  }
  Seen seen;
  STAYSAIL_TRY(seen.view, view_customer(store->entities(), id, reader.purpose, as_of));
  STAYSAIL_CHECK(note(*store, reader, seen.view.customer.text(), "view"));
  STAYSAIL_TRY(seen.story, customer_story(*store, seen.view, request));
  return seen;
}

py::object date_or_none(const std::optional<Day>& day) {
  if (!day) return py::none();
  return py::module_::import("datetime").attr("date").attr("fromisoformat")(day->to_string());
}

py::dict dict_of(const ViewRival& rival) {
  py::dict told;
  told["text"] = rival.text;
  told["source"] = rival.source;
  told["file"] = rival.file;
  told["told"] = date_or_none(rival.told);
  return told;
}

py::dict dict_of(const ViewValue& value) {
  py::list conflicts;
  for (const auto& rival : value.rivals) conflicts.append(dict_of(rival));
  py::dict told;
  told["attribute"] = value.attribute;
  told["text"] = value.text;
  told["source"] = value.source;
  told["file"] = value.file;
  told["told"] = date_or_none(value.told);
  told["age_days"] = value.age_days;
  told["audit_due"] = date_or_none(value.audit_due);
  told["stale"] = value.stale;
  told["confidence"] = value.confidence;
  told["conflicts"] = conflicts;
  return told;
}

py::dict dict_of(const ViewThing& thing) {
  py::list values;
  for (const auto& value : thing.values) values.append(dict_of(value));
  py::dict told;
  told["table"] = thing.table;
  told["id"] = thing.id;
  told["values"] = values;
  return told;
}

py::dict customer(const std::string& store, const std::string& id, const std::string& purpose, const py::object& as_of,
                  int months, const std::string& language, const std::string& actor, const std::string& audit_key) {
  const Reader reader{actor, audit_key, purpose_in(purpose)};
  const std::optional<Day> day = optional_day(as_of);
  const Seen seen = unlocked([&] { return see(store, id, reader, day, {months, language}); });
  py::list things, customers;
  for (const auto& thing : seen.view.things) things.append(dict_of(thing));
  for (const auto& one : seen.view.customers) customers.append(one.text());
  py::dict told;
  told["customer"] = seen.view.customer.text();
  told["customers"] = customers;
  told["things"] = things;
  told["story"] = seen.story;
  return told;
}

Result<Batch> read_table(const std::string& url, const MappingPath& mapping, StoredTableRequest request,
                         const Reader& reader, const Control& control) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  STAYSAIL_TRY(const ModelCatalog catalog, catalog_of(mapping));
  STAYSAIL_CHECK(note(*store, reader, request.table, "table"));
  if (!request.as_of) {
    STAYSAIL_TRY(request.as_of, NightRecord::latest_day(*store));
  }
  return stored_table(*store, catalog, request, control);
}

Batch table(const std::string& store, const std::string& name, const std::vector<std::string>& columns,
            const std::optional<std::string>& first, const std::optional<std::string>& last, const py::object& as_of,
            const std::string& purpose, const MappingPath& mapping, const std::string& actor,
            const std::string& audit_key) {
  const Reader reader{actor, audit_key, purpose_in(purpose)};
  const StoredTableRequest request{name, columns, month_in(first), month_in(last), optional_day(as_of), reader.purpose};
  Interrupt interrupt(1);
  return interruptible(interrupt, [&](Executor&, const Control& control) {
    return read_table(store, mapping, request, reader, control);
  });
}

Result<Batch> write_tables(const std::string& url, const MappingPath& mapping, const TableExportRequest& request,
                           const std::string& folder, const Reader& reader, const Control& control) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  STAYSAIL_TRY(const ModelCatalog catalog, catalog_of(mapping));
  STAYSAIL_CHECK(note(*store, reader, "tables", "export"));
  STAYSAIL_TRY(const auto files, export_tables(*store, catalog, request, folder, control));
  return exported_frame(files);
}

Batch export_to(const std::string& store, const std::filesystem::path& out, const std::vector<std::string>& tables,
                const std::optional<std::string>& first, const std::optional<std::string>& last,
                const py::object& as_of, const std::string& purpose, const MappingPath& mapping,
                const std::string& actor, const std::string& audit_key) {
  const Reader reader{actor, audit_key, purpose_in(purpose)};
  const TableExportRequest request{tables, month_in(first), month_in(last), optional_day(as_of), reader.purpose};
  Interrupt interrupt(1);
  return interruptible(interrupt, [&](Executor&, const Control& control) {
    return write_tables(store, mapping, request, out.string(), reader, control);
  });
}

}  // namespace

void bind_customer(py::module_& m) {
  const auto none = py::none();
  m.def("customer", &customer, py::arg("store"), py::arg("id"), py::kw_only(), py::arg("purpose") = "",
        py::arg("as_of") = none, py::arg("months") = 6, py::arg("language") = "en", py::arg("actor") = "ss.customer",
        py::arg("audit_key") = kAuditKey,
        "Everything about one customer, found by its id or that of an account or subscription: what is known with the "
        "source that said it, masked where the purpose does not open it, and the story of the last months as a Frame "
        "(when, subject, kind, text). The look is written into the audit trail.");
  m.def("table", &table, py::arg("store"), py::arg("name"), py::kw_only(),
        py::arg("columns") = std::vector<std::string>{}, py::arg("first") = none, py::arg("last") = none,
        py::arg("as_of") = none, py::arg("purpose") = "", py::arg("mapping") = none, py::arg("actor") = "ss.table",
        py::arg("audit_key") = kAuditKey,
        "A table of a store as a Frame: an entity table as merged from its sources, the months \"2026-01\" from first "
        "to last of a fact table, or \"view\": what is known of each subscription in one row.");
  m.def("export", &export_to, py::arg("store"), py::arg("out"), py::kw_only(),
        py::arg("tables") = std::vector<std::string>{}, py::arg("first") = none, py::arg("last") = none,
        py::arg("as_of") = none, py::arg("purpose") = "", py::arg("mapping") = none, py::arg("actor") = "ss.export",
        py::arg("audit_key") = kAuditKey,
        "Writes tables of a store into a folder, NAME.csv each, every table that has rows by default: a Frame of "
        "table, file, rows.");
}

}  // namespace staysail::python
