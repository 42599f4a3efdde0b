// Decimal: FEEL's number, an IEEE 754 decimal128 of 34 digits. Always finite; 16 bytes; a plain value.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace staysail {

// Away from or towards zero is meant by `up` and `down`, as in FEEL's "round up".
enum class Rounding : std::uint8_t { half_even, half_up, half_down, up, down, floor, ceiling };

class Decimal {
 public:
  // Zero.
  constexpr Decimal() = default;
  static Decimal of(std::int64_t integer);
  // value / 10^scale, exactly: a cell of a number column. Scale 0 to 18.
  static Decimal scaled(std::int64_t value, int scale);
  // The shortest decimal that reads back as `value` (0.1 is 0.1); empty for NaN and infinity.
  static std::optional<Decimal> of_real(double value);
  // "[+-]digits[.digits][e[+-]digits]"; digits past the 34th are rounded half-even. Empty when it is no number.
  static std::optional<Decimal> parse(std::string_view text);

  // Canonical text: equal numbers print equally, without trailing zeros ("12.5", "0", "-3"); plain digits unless
  // more than 40 would be needed ("1E+60").
  std::string to_string() const;
  double to_real() const;
  // The integer, when it is one and fits.
  std::optional<std::int64_t> to_integer() const;
  // The number times 10^scale rounded half-even (or as said), when it fits 64 bits.
  std::optional<std::int64_t> to_scaled(int scale, Rounding rounding = Rounding::half_even) const;
  // The number at `scale` decimals; a negative scale rounds to tens, hundreds ...
  Decimal rounded(int scale, Rounding rounding) const;

  bool is_zero() const;
  bool is_negative() const;
  Decimal negated() const;
  // Results of 34 digits, rounded half-even; empty when not finite (division by zero, overflow, root of a negative).
  friend std::optional<Decimal> add(Decimal a, Decimal b);
  friend std::optional<Decimal> subtract(Decimal a, Decimal b);
  friend std::optional<Decimal> multiply(Decimal a, Decimal b);
  friend std::optional<Decimal> divide(Decimal a, Decimal b);
  // Exact for whole exponents while the digits last.
  friend std::optional<Decimal> power(Decimal base, Decimal exponent);
  // a - b * floor(a / b): the sign of the divisor, as FEEL's modulo.
  friend std::optional<Decimal> modulo(Decimal a, Decimal b);
  friend std::optional<Decimal> square_root(Decimal a);
  friend std::optional<Decimal> natural_log(Decimal a);
  friend std::optional<Decimal> exponential(Decimal a);

  // By value: 1.0 equals 1.00.
  friend bool operator==(Decimal a, Decimal b);
  friend std::weak_ordering operator<=>(Decimal a, Decimal b);

 private:
  friend struct DecimalBits;  // src/decision: the library's own layout
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0x3040000000000000;  // exponent 0
};

std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);
std::optional<Decimal> multiply(Decimal a, Decimal b);
std::optional<Decimal> divide(Decimal a, Decimal b);
std::optional<Decimal> power(Decimal base, Decimal exponent);
std::optional<Decimal> modulo(Decimal a, Decimal b);
std::optional<Decimal> square_root(Decimal a);
std::optional<Decimal> natural_log(Decimal a);
std::optional<Decimal> exponential(Decimal a);

}  // namespace staysail
