// FileReceipt: what became of one file that somebody sent, written beside it as NAME.rsp.
//
// UTF-8 lines that end in LF, each a word and values, parted by bars; %25, %7C and %0A stand for %, | and a line end in
// a value:
//
//   FILE|bills_20251231_0001.csv.gz
//   FEED|bills
//   RESULT|partly_bad              good: every row is in; partly_bad: some; bad: none
//   STAMP|8123|1767225600000000    its bytes and when it was last written to, in microseconds since 1970 in UTC
//   ROWS|100|97|1|2                read, accepted, duplicate, quarantined; read is the sum of the others
//   REASON|totals_differ|...       why no row of it was looked at: a code and a sentence
//   NOTICE|...                     what people should know all the same
//   BAD|17|FEE|bad_number|12,3x    line, column, reason, value (masked as in quarantine.csv) of a row that is outside
//   END|10                         lines before this one: a receipt without it is cut
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/boss/file_set.hpp"

namespace staysail {

enum class FileResult : std::uint8_t { good, partly_bad, bad };
std::string_view name_of(FileResult result) noexcept;

struct BadRow {
  std::uint64_t line = 0;
  std::string column, reason, text;
  friend bool operator==(const BadRow&, const BadRow&) = default;
};

struct FileReceipt {
  std::string file, feed;
  FileResult result = FileResult::good;
  FileStamp stamp;
  std::uint64_t read = 0, accepted = 0, duplicate = 0, quarantined = 0;
  std::string reason, message;  // of a file of which no row was looked at
  std::vector<std::string> notices;
  std::vector<BadRow> bad_rows;
  friend bool operator==(const FileReceipt&, const FileReceipt&) = default;

  // By its counts, its reason and the reasons of its rows: those that only wait for their owner make no file bad.
  FileResult judged() const;
  std::string to_text() const;
  // `malformed_file` that names the line.
  static Result<FileReceipt> parse(std::string_view text, const std::string& name);
};

}  // namespace staysail
