// RecordPattern: the form of a record that tells about a file: its header record, its trailer record, a line of its
// check file. "TRL|{rows}|{sum:FEE}", "HDR{date:yyyyMMdd}{rows:6}", "{md5}  {name}".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

// What stands in braces.
struct ControlField {
  // rows, sum, date, serial, name, bytes, crc32, md5, sha1, sha256; any: nothing is known of it.
  std::string kind;
  std::string argument;   // sum: the column; date: its form
  std::size_t width = 0;  // in characters; 0: up to the text that follows
};

// A field with what stands in its place, without the blanks around it.
struct ControlValue {
  ControlField field;
  std::string text;
};

// A plain value.
class RecordPattern {
 public:
  // {{ stands for {. `invalid_argument` for an unknown field, and for two without text between them of which the first
  // has no width.
  static Result<RecordPattern> of(std::string_view pattern);
  const std::string& text() const { return text_; }
  std::vector<ControlField> fields() const;

  // The values in order; null when the line has another form. Blanks at the end of the line do not count.
  std::optional<std::vector<ControlValue>> match(std::string_view line) const;

 private:
  struct Step {
    std::string literal;  // empty: a field
    ControlField field;
  };
  Status add_field(std::string_view inside);
  void add_literal(char c);
  Status check() const;

  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace staysail
