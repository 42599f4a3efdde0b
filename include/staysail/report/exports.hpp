// The tables of a night as CSV files, for spreadsheets and other programs.
#pragma once

#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail {

// Makes a folder and those above it. `io_failed` when that cannot be.
Status make_folder(const std::string& folder);

// One row a subscription, by id: the catalogue's columns, then stage, churn, segment, ranking and warning; months as
// texts. Empty for a record without a decision frame.
Result<Batch> indicators_table(const NightRecord& night);

// The names of the files of write_night_tables().
std::vector<std::string> table_file_names();

// Writes into `folder` (made when it is not there), each file appearing when it is whole; a table without rows is a
// header:
//
//   indicators.csv   indicators_table()
//   stages.csv       the record's transitions
//   tasks.csv        `tasks`, as work/task_frame.hpp lays them out
//   quarantine.csv   `quarantine` (Quarantine::table()): file, line, byte_offset, reason, digest, then its other
//   columns matches.csv, funnel.csv, effects.csv, advice.csv, grid.csv, files.csv, quality.csv, rooms.csv: the record's
//   tables
//
// Ids stand in clear: the folder is as confidential as the store. `schema_mismatch` for a table that lacks a column
// named here, `io_failed` when the folder cannot be written; files written before an error stay.
Status write_night_tables(const NightRecord& night, const Batch& tasks, const Batch& quarantine,
                          const std::string& folder);

}  // namespace staysail
