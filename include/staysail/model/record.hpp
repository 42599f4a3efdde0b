// Records: one row of an entity table as bytes, and back. What stores keep without understanding it.
//
// Layout, version 1: the byte 1; the number of attributes as a varint; then per attribute of the table, in order:
// varint 0 for null, else varint length + 1 and the value (text as UTF-8; integers as zig-zag varints); then extension
// attributes as (name, value) text pairs sorted by name. Equal rows have equal bytes on every machine. Attributes are
// only ever appended to a table, so an old record reads as nulls for the new ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

// Writes one record. Owned by one thread.
class RecordWriter {
 public:
  // `attributes`: how many add_null/add_text/add_integer calls come before the extensions of each record.
  explicit RecordWriter(std::size_t attributes);
  void add_null();
  void add_text(std::string_view utf8);
  void add_integer(std::int64_t value);
  // Extension attributes, in ascending order of name, after all attributes.
  void add_extension(std::string_view name, std::string_view value);
  // The bytes; the writer is empty again.
  std::string finish();
  // The same in the place of what `out` held, whose memory is used again.
  void finish_into(std::string& out);

 private:
  std::string header_;
  std::string bytes_;
};

// Reads the attributes of one record in order. The views point into `bytes`, which must outlive them.
class RecordReader {
 public:
  // `malformed_record` when the layout's version is unknown.
  static Result<RecordReader> open(std::string_view bytes);

  // nullopt: null, or the record is older than the attribute. `malformed_record` when bytes are cut or of another type.
  Result<std::optional<std::string_view>> next_text();
  Result<std::optional<std::int64_t>> next_integer();
  // Integers that are days and months; `malformed_record` also for one that is too large for that.
  Result<std::optional<Day>> next_day();
  Result<std::optional<Month>> next_month();
  // The next extension pair (name, value), past the attributes that were not read; nullopt after the last.
  Result<std::optional<std::pair<std::string_view, std::string_view>>> next_extension();

 private:
  RecordReader(std::string_view rest, std::uint64_t attributes) : rest_(rest), attributes_(attributes) {}
  Result<std::optional<std::string_view>> next_value();
  std::string_view rest_;
  std::uint64_t attributes_;  // still to come before the extensions
};

// The integer in a value that next_text() handed out. `malformed_record` when it holds none.
Result<std::int64_t> integer_in(std::string_view value);
// The same of 32 bits: a day or a month.
Result<std::int32_t> small_integer_in(std::string_view value);

// The extension pairs of a record, in ascending order of name.
Result<std::vector<std::pair<std::string, std::string>>> extensions_of(std::string_view bytes);

}  // namespace staysail
