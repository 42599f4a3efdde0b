// TextRecord: one row of a text file, split into fields, with its place; what every record reader hands out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

// Why a row cannot be used. A bad row is data to quarantine, never an error.
enum class RowFault : std::uint8_t {
  none,
  too_few_fields,
  too_many_fields,
  malformed_quote,     // text between a closing quote and the separator
  unterminated_quote,  // still open at the end of the file, or where the limit of a record lay
  malformed_encoding,
  too_long,  // longer than the limit of a record
};

// "too_few_fields": the reason code in a quarantine; "none" for a good row.
std::string_view name_of(RowFault fault) noexcept;

// A view: valid until the reader that filled it is asked for the next record or destroyed.
struct TextRecord {
  std::span<const std::string_view> fields;  // UTF-8, quotes removed; empty for faults that leave no fields
  std::span<const std::uint32_t> starts;     // where each field starts in `text`
  std::string_view text;          // the row as decoded, without its line end; cut at 1024 bytes when too long
  std::uint64_t line = 0;         // 1-based line on which the row starts
  std::uint64_t byte_offset = 0;  // of its first byte in the source
  RowFault fault = RowFault::none;
  std::uint64_t fault_offset = 0;  // malformed_encoding: the byte offset of the first bad byte

  bool good() const { return fault == RowFault::none; }
};

// Names the decoded content of a row: equal in every encoding and however fields were quoted. A row without fields is
// named by its text.
Digest digest_of(const TextRecord& record);

// Reads the rows of one file in order. Owned by one thread at a time.
class TextRecordReader {
 public:
  virtual ~TextRecordReader() = default;
  // Names of the columns; empty when the file has no header.
  virtual const std::vector<std::string>& header() const = 0;
  // Overwrites `out`. True: a row, good or bad. False: the end. After an error the reader may only be destroyed.
  virtual Result<bool> next(TextRecord& out) = 0;
};

}  // namespace staysail
