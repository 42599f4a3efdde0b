// FileNamePattern: which names of files belong to a feed, and what such a name tells: the period it speaks of and its
// number in a series.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {

// What a name tells.
struct FileNameParts {
  std::string matched;  // what the wildcards, the date and the serial stand for, joined
  std::string date;     // as it stands there; empty without {date:...}
  // The last second of the period that the date names: of a month, a day, an hour, a minute.
  std::optional<Instant> period_end;
  std::optional<std::uint64_t> serial;
  std::string serial_text;  // with its zeros in front

  // Later files of a feed have greater ones: the end of the period in microseconds, then the serial; without a date the
  // last 18 digits of `matched`; 0 without any.
  std::int64_t version() const;
  // Of all files of its period.
  std::int64_t version_of_period() const;
};

// * is any run of characters but '/', ? is one, {date:yyyyMMdd} a date in such a form, {serial:4} a number of so many
// digits, {serial} of any. A plain value.
class FileNamePattern {
 public:
  FileNamePattern() = default;
  // `invalid_argument` that says what cannot be.
  static Result<FileNamePattern> of(std::string_view pattern);
  const std::string& text() const { return text_; }
  bool has_date() const { return time_.has_value(); }
  bool has_serial() const { return has_serial_; }

  // Null when the name does not fit, also for a date that no calendar has.
  std::optional<FileNameParts> match(std::string_view name) const;

 private:
  enum class Kind : std::uint8_t { literal, one, run, date, serial };
  struct Step {
    Kind kind;
    char literal = '\0';
    std::size_t width = 0;  // date and serial; 0: any
  };
  struct Walk;
  Status add_part(std::string_view inside);
  Status add_date(std::string_view form);
  Status add_serial(std::string_view digits);
  bool take(const Step& step, std::string_view name, Walk& walk) const;
  bool read(FileNameParts& parts) const;

  std::string text_;
  std::vector<Step> steps_;
  std::optional<TimePattern> time_;
  bool has_serial_ = false;
};

// `parts` of its name put into "{stem}.chk", "{name}.ok", "bills_{date}_{serial}.ctl": the name of the file that
// belongs to `file`, in the same folder. {name} is the whole name, {stem} what stands before its first dot. Empty for
// any other word in braces.
std::string companion_name(std::string_view pattern, const std::string& file, const FileNameParts& parts);

}  // namespace staysail
