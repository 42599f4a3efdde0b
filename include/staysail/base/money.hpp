// Money: an exact amount in one currency's minor unit. Never a double, never mixed.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail {

// ISO 4217 numeric code. Two bytes: as three letters it made GCC 12 copy rows 12 times slower.
class Currency {
 public:
  constexpr Currency() = default;
  static constexpr Currency iso_numeric(std::uint16_t code) { return Currency(code); }
  // "CNY" -> 156. Unknown letters are an error that lists what is known.
  static Result<Currency> of(std::string_view letters);

  constexpr std::uint16_t code() const { return code_; }
  // "CNY"; "XXX" for a code without letters here.
  std::string_view letters() const;
  // Digits after the decimal point in the minor unit (2 for CNY, 0 for JPY).
  int minor_digits() const;
  friend constexpr auto operator<=>(Currency, Currency) = default;

 private:
  constexpr explicit Currency(std::uint16_t code) : code_(code) {}
  std::uint16_t code_ = 999;
};

inline constexpr Currency CNY = Currency::iso_numeric(156);
inline constexpr Currency USD = Currency::iso_numeric(840);
inline constexpr Currency EUR = Currency::iso_numeric(978);
inline constexpr Currency IRR = Currency::iso_numeric(364);

class Money {
 public:
  constexpr Money() = default;
  // `amount` in the currency's minor unit: Money::minor(9900, CNY) is 99 yuan.
  static constexpr Money minor(std::int64_t amount, Currency currency) { return Money(amount, currency); }

  constexpr std::int64_t minor_units() const { return minor_; }
  constexpr Currency currency() const { return currency_; }
  // "99.00 CNY"
  std::string to_string() const;
  friend constexpr bool operator==(Money, Money) = default;

 private:
  constexpr Money(std::int64_t amount, Currency currency) : minor_(amount), currency_(currency) {}
  std::int64_t minor_ = 0;
  Currency currency_;
};

// Sum and difference: `currency_mismatch` when the currencies differ, `amount_overflow` past int64.
Result<Money> add(Money a, Money b);
Result<Money> subtract(Money a, Money b);

}  // namespace staysail
