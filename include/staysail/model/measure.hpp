// Measures with their unit in the type: months never meet years, money of a feed never meets a count.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "staysail/base/money.hpp"

namespace staysail {

// Money as a BOSS tells it: exact thousandths (厘) of the feed's currency, which a mapping declares once.
class Amount {
 public:
  constexpr Amount() = default;
  static constexpr Amount thousandths(std::int64_t value) { return Amount(value); }
  constexpr std::int64_t thousandths() const { return thousandths_; }
  // In the currency's minor unit, rounded half to even; `amount_overflow` past int64.
  Result<Money> in(Currency currency) const;
  friend constexpr auto operator<=>(Amount, Amount) = default;

 private:
  constexpr explicit Amount(std::int64_t value) : thousandths_(value) {}
  std::int64_t thousandths_ = 0;
};

// A number of one unit. `Unit` has `name` (as the tables of the model spell it) and `scale`, the decimals that the raw
// value carries.
template <class Unit>
class Count {
 public:
  using unit = Unit;
  constexpr Count() = default;
  static constexpr Count of(std::int64_t raw) { return Count(raw); }
  constexpr std::int64_t raw() const { return raw_; }
  friend constexpr auto operator<=>(Count, Count) = default;

 private:
  constexpr explicit Count(std::int64_t raw) : raw_(raw) {}
  std::int64_t raw_ = 0;
};

#define STAYSAIL_UNIT(type, text, decimals)        \
  struct type##Unit {                              \
    static constexpr std::string_view name = text; \
    static constexpr int scale = decimals;         \
  };                                               \
  using type = Count<type##Unit>
STAYSAIL_UNIT(Months, "months", 0);
STAYSAIL_UNIT(Years, "years", 0);
STAYSAIL_UNIT(Days, "days", 0);
STAYSAIL_UNIT(Seconds, "s", 0);
STAYSAIL_UNIT(Calls, "calls", 0);
STAYSAIL_UNIT(Messages, "messages", 0);
STAYSAIL_UNIT(Contacts, "contacts", 0);
STAYSAIL_UNIT(DataVolume, "MB", 3);
STAYSAIL_UNIT(DayOfMonth, "day of month", 0);
STAYSAIL_UNIT(TasksAMonth, "tasks/month", 0);
STAYSAIL_UNIT(PointsOfTen, "points of 10", 0);
#undef STAYSAIL_UNIT

}  // namespace staysail
