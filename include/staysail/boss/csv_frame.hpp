// CsvFrame: any CSV file as a frame, each column typed by what stands in it.
//
//   empty                                     null, as are the texts that the options declare
//   true, True, TRUE, false ...               boolean
//   YYYY-MM-DD                                day
//   YYYY-MM-DDThh:mm[:ss[.ffffff]]            instant; a blank may stand for the T, and days may be among them
//   -12, 0.50                                 number, with as many decimals as the cell that has most (0..9)
//   1e-5, or decimals past what a number has  real
//   anything else                             text
//
// A column has the first of these types that all its cells have. 007 and +86 are texts: a number starts with no zero
// that says nothing and with no plus, so ids and phone numbers stay as they are, and whole numbers of more than 18
// digits do too. Yes and No are texts. Blanks around a value do not count, unless it is a text. A column without any
// value is a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/files/encoding.hpp"

namespace staysail {

struct CsvFrameOptions {
  Encoding encoding = Encoding::utf8;  // a byte order mark is left out
  char separator = ',';
  std::vector<std::string> nulls;  // texts that mean null, beside the empty one: "NA", "-"
  Control control;                 // reports "read" by rows
};

// Why a column of values is a text: its first cell that is no value.
struct TextCause {
  std::string column, cell;
  std::uint64_t line = 0;
};

struct CsvFrame {
  Batch rows;                       // in the order of the file; a column without a name is column_1, column_2 ...
  std::vector<TextCause> mistyped;  // of the text columns that began as numbers, days ...
  std::vector<std::string> untold;  // the columns without any value: nothing says what they are
};

// Reads the file twice, so that only the columns lie in memory. Errors, at file and line: `malformed_file` (a header
// that names a column twice, a row that is cut or too long), `malformed_encoding`; those of open_file(); `cancelled`.
Result<CsvFrame> read_csv_frame(const std::string& path, const CsvFrameOptions& options = {});
// The same of a text; `name` stands for the file.
Result<CsvFrame> parse_csv_frame(std::string_view csv, const std::string& name, const CsvFrameOptions& options = {});

}  // namespace staysail
