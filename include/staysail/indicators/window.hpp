// Window: which dated facts an indicator looks at, relative to `as_of`. Nothing here reads a clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

// "3 months": the last three closed billing cycles, that is the three calendar months before the month of `as_of`.
// "3 months before 3 months": the three cycles before those. "90 days": facts dated at most 90 days before `as_of` and
// not after it. "30 days before 90 days": facts 91 to 120 days old. "all": every closed cycle, every day up to `as_of`.
struct Window {
  enum class Span : std::uint8_t { all, months, days };
  Span span = Span::all;
  int length = 0;  // 1 to 1200; 0 for `all`
  int offset = 0;  // how many months or days lie between the window and `as_of`

  // `invalid_argument` that shows the forms above.
  static Result<Window> parse(std::string_view text);
  std::string to_string() const;

  // First and last month a fact may be filed under; nullopt first: no lower bound.
  std::optional<Month> first_month(Day as_of) const;
  Month last_month(Day as_of) const;
  // First and last day of a days window. Precondition: span == days.
  Day first_day(Day as_of) const;
  Day last_day(Day as_of) const;

  friend bool operator==(const Window&, const Window&) = default;
};

// Whole months from `from` to `to`: the largest k with from.plus_months(k) <= to; so 31 January to 28 February is one.
// Negative when `to` lies before `from`: the count from `to` to `from` with a minus sign.
int months_between(Day from, Day to);
// The smallest k with from.plus_months(k) >= to: months that have begun. Zero when `to` is not after `from` by a day.
int months_begun_between(Day from, Day to);

}  // namespace staysail
