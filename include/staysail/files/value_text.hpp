// Text of a BOSS file as typed values: numbers in any unit, dates by pattern, declared truth texts. Exact, or refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

// How numbers are written and what one of them is worth: value = text * multiplier / (divisor * 10^shift).
// A field in fen (分) for a column in CNY at scale 3: shift 2. Minutes for a column in seconds: multiplier 60.
// Kilobytes for megabytes: divisor 1024, rounded half to even at the scale.
struct NumberPattern {
  int scale = 0;  // of the result: 0..9
  std::int64_t multiplier = 1;
  std::int64_t divisor = 1;
  int shift = 0;
  char decimal_point = '.';
  char grouping = '\0';  // "1,234.50" with ','; '\0' = none
  // Digits past the scale are rounded half to even instead of refused.
  bool round = false;

  // `invalid_argument` when the unit is finer than the scale can hold, and other settings that cannot be.
  Status validate() const;
};

// The scaled value. `malformed_text`, or `amount_overflow` past int64. Precondition: validate().
Result<std::int64_t> parse_number(std::string_view text, const NumberPattern& pattern);

// Dates and times as they are written: yyyy MM dd HH mm ss, S for digits of a fraction; M d H for one or two digits;
// text in 'single quotes' and all other characters stand for themselves. "[" says that the text may end here:
// "yyyy-MM-dd[ HH:mm[:ss]]". A plain value.
class TimePattern {
 public:
  // `invalid_argument` that names the unknown letter or the missing part.
  static Result<TimePattern> of(std::string_view pattern);
  const std::string& text() const { return text_; }

  // `malformed_text` when the text has another form or names no real date. A time of day is checked and dropped.
  Result<Day> day(std::string_view text) const;
  // Needs no day in the pattern.
  Result<Month> month(std::string_view text) const;
  // Midnight where the text has no time.
  Result<Instant> instant(std::string_view text) const;
  bool has_day() const { return has_day_; }

 private:
  struct Step {
    char letter;  // y M d H m s S; '\'' for a literal; '[' for "may end here"
    char literal;
    std::uint8_t least, most;  // digits
  };
  struct Parts;
  Result<Parts> read(std::string_view text) const;
  static bool read_step(const Step& step, std::string_view& rest, Parts& parts);
  static void set_part(const Step& step, int value, Parts& parts);
  Status add_letters(char letter, std::size_t count);
  Status check_parts() const;
  bool has(char letter) const;

  std::string text_;
  std::vector<Step> steps_;
  bool has_day_ = false;
};

// Which texts mean true and which false; compared byte for byte.
struct TruthTexts {
  std::vector<std::string> yes{"true", "1", "Y", "y", "yes", "Yes", "是"};
  std::vector<std::string> no{"false", "0", "N", "n", "no", "No", "否"};
};
Result<bool> parse_truth(std::string_view text, const TruthTexts& texts);

// Without ASCII blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace staysail
