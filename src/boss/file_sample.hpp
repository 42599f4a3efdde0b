// A first look at a file that nobody has described: its encoding, how its rows are told apart, and its columns.
#pragma once

#include <string>
#include <vector>

#include "boss/column_profile.hpp"
#include "staysail/boss/file_set.hpp"
#include "staysail/files/delimited.hpp"
#include "staysail/files/fixed_width.hpp"

namespace staysail::boss {

struct FileSample {
  std::string file;
  bool fixed_width = false;
  DelimitedOptions delimited;       // as far as they were found; encoding is never `sniffed`
  std::vector<FixedColumn> layout;  // of fixed width
  bool all_ascii = false;
  std::size_t bad_bytes = 0;             // that are no character of the encoding
  bool cut = false;                      // the file is longer than what was looked at
  bool quotes = false;                   // some field stands in quotes
  std::uint64_t rows = 0, odd_rows = 0;  // odd: another number of fields than most
  std::size_t head_lines = 0;            // ahead of the rows and the names of their columns: header records
  std::string head_record;               // the first of them
  std::string header_reason;             // why the first row is, or is no, header
  bool header_sure = true;
  std::vector<ColumnProfile> columns;
  std::vector<std::string> other_columns, unreadable;  // names of files; errors as sentences
  std::size_t files = 0;                               // that were looked at
};

// Looks at up to `bytes` of each of some files (not empty) of one kind. The last one says what its columns are; a file
// with others is named in `other_columns`, and not looked at further. Errors, of the last file: those of reading it,
// and `malformed_file` for one without rows.
Result<FileSample> sample_files(const FileSet& files, const std::vector<std::string>& names, std::size_t bytes);

}  // namespace staysail::boss
