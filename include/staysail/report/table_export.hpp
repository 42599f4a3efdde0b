// The operator's data out again: tables of a store as CSV files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/view/stored_table.hpp"

namespace staysail {

struct TableExportRequest {
  std::vector<std::string> tables;   // of the catalog, or kJoinedView; none named: tables_with_rows()
  std::optional<Month> first, last;  // of facts, both included; open without
  std::optional<Day> as_of;          // of the joined view; the day of the latest night without it
  Purpose purpose;                   // what it does not open is masked
};

struct ExportedFile {
  std::string table, file;  // the file's name in the folder
  std::uint64_t rows = 0;
};

// Writes NAME.csv for each table into `folder` (made when it is not there), each file appearing when it is whole; what
// stored_table.hpp says of rows and months holds. Without a night and without a day the joined view is left out, unless
// it is named. Ids stand in clear. Files written before an error stay. The host writes the look down.
Result<std::vector<ExportedFile>> export_tables(Store& store, const ModelCatalog& catalog,
                                                const TableExportRequest& request, const std::string& folder,
                                                const Control& control = {});

// Columns table, file, rows: what a person is told of it.
Result<Batch> exported_frame(const std::vector<ExportedFile>& files);

}  // namespace staysail
