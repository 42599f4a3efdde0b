#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>

#include "interrupt.hpp"
#include "run.hpp"
#include "staysail/boss/exchange.hpp"
#include "staysail/boss/feed_check.hpp"

namespace staysail::python {
namespace {

struct Checked {
  FeedCheck check;
  RejectList rejects;
};

Result<Checked> checked(const std::string& boss, const std::string& mapping_path, std::size_t limit,
                        const Control& control) {
  STAYSAIL_TRY(const Mapping mapping, Mapping::load(mapping_path));
  Checked out{{}, RejectList(limit)};
  STAYSAIL_TRY(out.check, check_feed(*export_files(boss, mapping), mapping, out.rejects, control, wall_clock()));
  return out;
}

py::dict dict_of(const RejectedRow& row) {
  py::dict told;
  told["file"] = row.file;
  told["line"] = row.line;
  told["byte_offset"] = row.byte_offset;
  told["column"] = row.column;
  told["reason"] = row.reason;
  told["text"] = row.text;
  return told;
}

// Why no row of a file would come in: it is withheld, or cannot be read at all.
void tell_why_not(const FileCheck& file, py::dict& told) {
  told["withheld"] = py::none();
  told["message"] = "";
  if (file.withheld) {
    told["withheld"] = file.withheld->reason;
    told["message"] = file.withheld->message;
  } else if (file.failure) {
    told["withheld"] = std::string(name_of(file.failure->code()));
    told["message"] = file.failure->to_string();
  }
}

py::dict dict_of(const FileCheck& file) {
  py::dict told, missing;
  for (const auto& column : file.missing_columns) missing[py::str(column.column)] = column.suggestion;
  told["file"] = file.file;
  told["feed"] = file.feed;
  told["rows"] = file.rows;
  told["good"] = file.good;
  told["bad"] = file.bad;
  told["bad_by_reason"] = file.bad_by_reason;
  told["rows_by_table"] = file.rows_by_table;
  told["unknown_columns"] = file.unknown_columns;
  told["missing_columns"] = missing;
  told["notices"] = file.notices;
  tell_why_not(file, told);
  return told;
}

py::dict validate(const std::filesystem::path& boss, const std::filesystem::path& mapping, std::size_t limit) {
  Interrupt interrupt(1);
  const Checked done = interruptible(interrupt, [&](Executor&, const Control& control) {
    return checked(boss.string(), mapping.string(), limit, control);
  });
  py::list files, bad_rows;
  for (const auto& file : done.check.files) files.append(dict_of(file));
  for (const auto& row : done.rejects.rows()) bad_rows.append(dict_of(row));
  py::dict told;
  told["clean"] = done.check.clean();
  told["rows"] = done.check.rows();
  told["bad"] = done.check.bad();
  told["files"] = files;
  told["unmatched_files"] = done.check.unmatched_files;
  told["missing_feeds"] = done.check.missing_feeds;
  told["bad_rows"] = bad_rows;
  return told;
}

}  // namespace

void bind_validate(py::module_& m) {
  m.def("validate", &validate, py::kw_only(), py::arg("boss"), py::arg("mapping"), py::arg("limit") = 1000,
        "Explains an export before anything is loaded: each file with its rows, good and bad, why none of them would "
        "come in, columns that are missing or unknown; `limit` bad rows with line, column and reason. Changes and "
        "moves nothing.");
}

}  // namespace staysail::python
