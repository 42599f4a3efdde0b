#include "staysail/files/value_text.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

constexpr int kMaxShift = 9;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error invalid(const std::string& message) { return Error(Errc::invalid_argument, message); }

std::string shown(std::string_view text) { return "'" + std::string(text.substr(0, 64)) + "'"; }

Error overflow(std::string_view text) {
  return Error(Errc::amount_overflow, "the number does not fit 64 bits in this unit: " + shown(text));
}

// The text with '.' as its point and without grouping; a group that is not three digits long makes it malformed.
Result<std::string> plain_number(std::string_view text, const NumberPattern& pattern) {
  std::string plain;
  const std::size_t point = std::min(text.find(pattern.decimal_point), text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == point) {
      plain.push_back('.');
    } else if (text[i] == pattern.grouping && pattern.grouping != '\0') {
      const bool well_placed = i < point && i > 0 && is_digit(text[i - 1]) && (point - i) % 4 == 0;
      if (!well_placed) return Error(Errc::malformed_text, "groups of three digits were expected: " + shown(text));
    } else {
      plain.push_back(text[i] == '.' ? '?' : text[i]);
    }
  }
  return plain;
}

// Cuts the digits after `scale` decimals. True when the last kept digit must move away from zero.
bool cut_decimals(std::string& number, int scale) {
  const std::size_t point = number.find('.');
  if (point == std::string::npos) return false;
  const std::string rest = number.substr(std::min(number.size(), point + 1 + static_cast<std::size_t>(scale)));
  if (rest.empty() || !std::all_of(rest.begin(), rest.end(), is_digit)) return false;
  number.resize(number.size() - rest.size());
  if (rest[0] != '5') return rest[0] > '5';
  const bool is_half = rest.find_first_not_of('0', 1) == std::string::npos;
  const char kept = number.back() == '.' ? (point == 0 ? '0' : number[point - 1]) : number.back();
  return !is_half || (is_digit(kept) && (kept - '0') % 2 == 1);
}

Result<std::int64_t> parse_rounded(std::string number, int scale) {
  const bool away = cut_decimals(number, scale);
  STAYSAIL_TRY(std::int64_t value, parse_decimal(number, scale));
  const std::int64_t step = away ? (number.front() == '-' ? -1 : 1) : 0;
  if (__builtin_add_overflow(value, step, &value)) return overflow(number);
  return value;
}

}  // namespace

Status NumberPattern::validate() const {
  if (scale < 0 || scale > kMaxScale) return invalid("a scale of 0 to 9 decimals was expected");
  if (shift < 0 || shift > kMaxShift || multiplier < 1 || divisor < 1)
    return invalid("the worth of a unit is made of positive numbers");
  if (shift > scale)
    return invalid("the unit of the file is finer than the column keeps; a scale of " + std::to_string(shift) +
                   " was expected");
  if (decimal_point == grouping || is_digit(decimal_point) || is_digit(grouping))
    return invalid("decimal point and grouping are two different signs");
  return ok();
}

Result<std::int64_t> parse_number(std::string_view text, const NumberPattern& pattern) {
  const int scale = pattern.scale - pattern.shift;
  const bool is_plain = pattern.decimal_point == '.' && pattern.grouping == '\0';
  std::string plain;
  if (!is_plain) {
    STAYSAIL_TRY(plain, plain_number(text, pattern));
  }
  const std::string_view number = is_plain ? text : std::string_view(plain);
  STAYSAIL_TRY(std::int64_t value,
               pattern.round ? parse_rounded(std::string(number), scale) : parse_decimal(number, scale));
  if (__builtin_mul_overflow(value, pattern.multiplier, &value)) return overflow(text);
  return pattern.divisor == 1 ? value : static_cast<std::int64_t>(divide_half_even(value, pattern.divisor));
}

struct TimePattern::Parts {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::int64_t micros = 0;
};

Status TimePattern::add_letters(char letter, std::size_t count) {
  const auto width = static_cast<std::uint8_t>(count);
  const bool good = letter == 'y' ? count == 4 : letter == 'S' ? count <= 6 : count <= 2;
  if (!good) return invalid("yyyy, MM, dd, HH, mm, ss and up to six S were expected in the date pattern: " + text_);
  const bool exact = letter == 'y' || letter == 'S' || count == 2;
  steps_.push_back({letter, '\0', exact ? width : std::uint8_t{1}, exact ? width : std::uint8_t{2}});
  return ok();
}

bool TimePattern::has(char letter) const {
  return std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) { return step.letter == letter; });
}

Status TimePattern::check_parts() const {
  if (!has('y') || !has('M')) return invalid("a date pattern has at least a year (yyyy) and a month (MM): " + text_);
  for (const char letter : std::string_view("yMdHmsS")) {
    const auto count =
        std::count_if(steps_.begin(), steps_.end(), [&](const Step& step) { return step.letter == letter; });
    if (count > 1) return invalid(std::string("a part stands twice in the date pattern (") + letter + "): " + text_);
  }
  return ok();
}

Result<TimePattern> TimePattern::of(std::string_view pattern) {
  constexpr std::string_view kLetters = "yMdHmsS";
  TimePattern result;
  result.text_ = pattern;
  bool quoted = false;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const std::size_t run = std::min(pattern.find_first_not_of(c, i), pattern.size()) - i;
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && kLetters.find(c) != std::string_view::npos) {
      STAYSAIL_CHECK(result.add_letters(c, run));
      i += run;
      continue;
    } else if (!quoted && (c == '[' || c == ']')) {
      if (c == '[') result.steps_.push_back({'[', '\0', 0, 0});
    } else if (!quoted && is_letter && c != 'T') {
      return invalid(std::string("this letter means nothing in a date pattern ('") + c +
                     "'); quote it: " + result.text_);
    } else {
      result.steps_.push_back({'\'', c, 0, 0});
    }
    ++i;
  }
  STAYSAIL_CHECK(result.check_parts());
  result.has_day_ = result.has('d');
  return result;
}

namespace {

// Reads `least` to `most` digits from the front of `text`; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t count = 0;
  while (count < most && count < text.size() && is_digit(text[count])) value = value * 10 + (text[count++] - '0');
  if (count < least) return -1;
  text.remove_prefix(count);
  return value;
}

}  // namespace

void TimePattern::set_part(const Step& step, int value, Parts& parts) {
  switch (step.letter) {
    case 'y': parts.year = value; break;
    case 'M': parts.month = value; break;
    case 'd': parts.day = value; break;
    case 'H': parts.hour = value; break;
    case 'm': parts.minute = value; break;
    case 's': parts.second = value; break;
    default: parts.micros = value * power_of_ten(6 - step.most); break;
  }
}

// Takes what one step stands for from the front of `rest`; false when it is not there.
bool TimePattern::read_step(const Step& step, std::string_view& rest, Parts& parts) {
  if (step.letter == '\'') {
    if (rest.empty() || rest.front() != step.literal) return false;
    rest.remove_prefix(1);
    return true;
  }
  const int value = take_digits(rest, step.least, step.most);
  if (value >= 0) set_part(step, value, parts);
  return value >= 0;
}

Result<TimePattern::Parts> TimePattern::read(std::string_view text) const {
  Parts parts;
  std::string_view rest = text;
  const auto malformed = [&] {
    return Error(Errc::malformed_text, "a date as " + text_ + " was expected: " + shown(text));
  };
  for (const Step& step : steps_) {
    if (step.letter == '[' && rest.empty()) break;
    if (step.letter != '[' && !read_step(step, rest, parts)) return malformed();
  }
  const bool real = parts.month >= 1 && parts.month <= 12 && parts.hour < 24 && parts.minute < 60 && parts.second < 60;
  if (!rest.empty() || !real) return malformed();
  return parts;
}

Result<Day> TimePattern::day(std::string_view text) const {
  STAYSAIL_TRY(const Parts parts, read(text));
  const auto day = Day::of(parts.year, parts.month, parts.day);
  if (!day) return Error(Errc::malformed_text, "this date does not exist: " + shown(text));
  return *day;
}

Result<Month> TimePattern::month(std::string_view text) const {
  STAYSAIL_TRY(const Day day, this->day(text));
  return day.month_of();
}

Result<Instant> TimePattern::instant(std::string_view text) const {
  STAYSAIL_TRY(const Parts parts, read(text));
  STAYSAIL_TRY(const Day day, this->day(text));
  const std::int64_t seconds = (parts.hour * 60LL + parts.minute) * 60 + parts.second;
  return Instant::from_micros(Instant::at_start_of(day).micros() + seconds * 1'000'000 + parts.micros);
}

Result<bool> parse_truth(std::string_view text, const TruthTexts& texts) {
  const auto in = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
  };
  if (in(texts.yes)) return true;
  if (in(texts.no)) return false;
  return Error(Errc::malformed_text, "a text that means true or false was expected: " + shown(text));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace staysail
