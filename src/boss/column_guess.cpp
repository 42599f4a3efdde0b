#include "boss/column_guess.hpp"

#include <charconv>

#include "staysail/base/calendar.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::boss {
namespace {

constexpr int kDigits = 18;  // that any int64 holds

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int take_digits(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && is_digit(rest[count])) ++count;
  rest.remove_prefix(count);
  return static_cast<int>(count);
}

bool take(std::string_view& rest, std::string_view any_of) {
  if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

bool is_real(std::string_view cell) {
  double value = 0;
  const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return read.ec == std::errc() && read.ptr == cell.data() + cell.size();
}

bool looks_like_a_day(std::string_view cell) { return cell.size() >= 10 && cell[4] == '-' && cell[7] == '-'; }

}  // namespace

int truth_of(std::string_view cell) {
  if (cell == "true" || cell == "True" || cell == "TRUE") return 1;
  return cell == "false" || cell == "False" || cell == "FALSE" ? 0 : -1;
}

unsigned ColumnGuess::numeric_kinds(std::string_view cell) {
  std::string_view rest = cell;
  take(rest, "-");
  const bool leading_zero = rest.size() > 1 && rest[0] == '0' && is_digit(rest[1]);
  const int whole = take_digits(rest);
  if (whole == 0 || leading_zero) return 0;
  const bool point = take(rest, ".");
  const int decimals = point ? take_digits(rest) : 0;
  if (point && decimals == 0) return 0;
  const bool power = take(rest, "eE");
  if (power) take(rest, "+-");
  if ((power && take_digits(rest) == 0) || !rest.empty()) return 0;
  if (!point && !power && whole > kDigits) return 0;
  if (power || decimals > kMaxScale || whole > kDigits) return is_real(cell) ? kReal : 0;
  scale_ = std::max(scale_, decimals);
  whole_digits_ = std::max(whole_digits_, whole);
  return kNumber | kReal;
}

unsigned ColumnGuess::kinds_of(std::string_view cell) {
  const char first = cell.front();
  if (looks_like_a_day(cell)) {
    if (cell.size() == 10) return Day::parse(cell) ? kDay | kInstant : 0;
    return Instant::parse(cell) ? kInstant : 0;
  }
  if (is_digit(first) || first == '-') return numeric_kinds(cell);
  return truth_of(cell) >= 0 ? kBoolean : 0;
}

void ColumnGuess::look_at(std::string_view cell, std::uint64_t line) {
  if (open_ == 0 && looked_at_ == kLookedAt) return;
  if (looked_at_ < kLookedAt) ++looked_at_;
  const unsigned kinds = kinds_of(cell);
  has_values_ = has_values_ || kinds != 0;
  open_ &= kinds;
  if (open_ != 0 || cause_line_ != 0) return;
  cause_line_ = line;
  cause_ = cell.substr(0, 64);
}

ColumnType ColumnGuess::type() const {
  if (looked_at_ == 0 || open_ == 0) return ColumnType::text;
  if ((open_ & kBoolean) != 0) return ColumnType::boolean;
  if ((open_ & kDay) != 0) return ColumnType::day;
  if ((open_ & kInstant) != 0) return ColumnType::instant;
  return (open_ & kNumber) != 0 && whole_digits_ + scale_ <= kDigits ? ColumnType::number : ColumnType::real;
}

}  // namespace staysail::boss
