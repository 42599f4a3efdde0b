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
  bool cut = false;                      // the file is longer than what was looked at
  bool quotes = false;                   // some field stands in quotes
  std::uint64_t rows = 0, odd_rows = 0;  // odd: another number of fields than most
  std::string header_reason;             // why the first row is, or is no, header
  bool header_sure = true;
  std::vector<ColumnProfile> columns;
};

// Looks at up to `bytes` of the file. Errors: those of reading it, and `malformed_file` for an empty one or for text in
// an encoding that is neither UTF-8 nor GB18030.
Result<FileSample> sample_file(const FileSet& files, const std::string& name, std::size_t bytes);

}  // namespace staysail::boss
