// FeedControl: what a file has to be before its rows are believed: whole, at rest, and as its own records and its check
// file declare it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/error.hpp"
#include "staysail/boss/record_pattern.hpp"
#include "staysail/files/encoding.hpp"
#include "staysail/files/gzip.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {

// A column whose sum a record declares, with the rows of the file added up as they are written.
struct ControlTotal {
  std::string column;
  NumberPattern written;           // of a cell and of the total; no unit
  NumberPattern unit, total_unit;  // what one of each is worth: multiplier / (divisor * 10^shift)
  std::vector<std::string> nulls;  // texts that are no number and count as zero
  Place place;
};

// A file beside the data file that says that it is whole.
struct CheckFile {
  std::string name;                    // see companion_name()
  std::vector<RecordPattern> records;  // each fits one of its lines; none: that it is there is all
  Encoding encoding = Encoding::sniffed;
};

enum class Packing : std::uint8_t { by_name, none, gzip };

struct FeedControl {
  Packing packing = Packing::by_name;  // by_name: gzip where the name ends in .gz
  GzipLimits gzip;
  std::optional<RecordPattern> header_record, trailer_record;  // the first line and the last
  std::size_t skip_lines = 0;                                  // at the start, after a header record
  bool final_line_end = false;                                 // a file whose last line has no end is cut
  std::optional<CheckFile> check_file;
  bool digest_of_content = false;  // digests and bytes are those of what a gzip file holds, not of the file
  std::vector<ControlTotal> totals;
  std::optional<std::uint64_t> max_rows;
  std::int64_t quiet_seconds = 0;  // a file that was written to less than so long ago is still growing
  bool serial_per_date = true;     // serials begin anew with each date
  std::uint64_t serial_from = 1;

  bool has_frame() const { return header_record || trailer_record || skip_lines != 0 || final_line_end; }
  // Whether rows have to be counted before the first is believed.
  bool counts_rows() const;
  // Whether any file could be withheld.
  bool may_withhold(const std::string& file) const;
  bool is_packed(const std::string& file) const {
    return packing == Packing::gzip || (packing == Packing::by_name && file.ends_with(".gz"));
  }
  // All records that declare something.
  std::vector<const RecordPattern*> records() const;
};

}  // namespace staysail
