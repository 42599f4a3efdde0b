#include "staysail/base/money.hpp"

#include <array>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

struct CurrencyEntry {
  std::uint16_t code;
  std::string_view letters;
  int digits;
};

constexpr std::array kCurrencies = {
    CurrencyEntry{36, "AUD", 2},  CurrencyEntry{124, "CAD", 2}, CurrencyEntry{156, "CNY", 2},
    CurrencyEntry{344, "HKD", 2}, CurrencyEntry{356, "INR", 2}, CurrencyEntry{360, "IDR", 2},
    CurrencyEntry{364, "IRR", 2}, CurrencyEntry{392, "JPY", 0}, CurrencyEntry{410, "KRW", 0},
    CurrencyEntry{446, "MOP", 2}, CurrencyEntry{458, "MYR", 2}, CurrencyEntry{643, "RUB", 2},
    CurrencyEntry{702, "SGD", 2}, CurrencyEntry{756, "CHF", 2}, CurrencyEntry{764, "THB", 2},
    CurrencyEntry{826, "GBP", 2}, CurrencyEntry{840, "USD", 2}, CurrencyEntry{901, "TWD", 2},
    CurrencyEntry{978, "EUR", 2}, CurrencyEntry{986, "BRL", 2}, CurrencyEntry{48, "BHD", 3},
    CurrencyEntry{414, "KWD", 3},
};

std::string known_letters() {
  std::string text;
  for (const auto& entry : kCurrencies) text += (text.empty() ? "" : ", ") + std::string(entry.letters);
  return text;
}

const CurrencyEntry* find(std::uint16_t code) {
  for (const auto& entry : kCurrencies)
    if (entry.code == code) return &entry;
  return nullptr;
}

Error mismatch(Money a, Money b) {
  return Error(Errc::currency_mismatch, "the two amounts are in different currencies; convert one first: " +
                                            a.to_string() + ", " + b.to_string());
}

Error overflow(Money a, Money b) {
  return Error(Errc::amount_overflow,
               "the result does not fit 64 bits of minor units: " + a.to_string() + ", " + b.to_string());
}

}  // namespace

Result<Currency> Currency::of(std::string_view letters) {
  for (const auto& entry : kCurrencies)
    if (entry.letters == letters) return Currency(entry.code);
  return Error(Errc::invalid_argument,
               "unknown currency; one of " + known_letters() + " was expected: " + std::string(letters));
}

std::string_view Currency::letters() const {
  const CurrencyEntry* entry = find(code_);
  return entry ? entry->letters : "XXX";
}

int Currency::minor_digits() const {
  const CurrencyEntry* entry = find(code_);
  return entry ? entry->digits : 2;
}

std::string Money::to_string() const {
  return decimal_text(minor_, currency_.minor_digits()) + " " + std::string(currency_.letters());
}

Result<Money> add(Money a, Money b) {
  if (a.currency() != b.currency()) return mismatch(a, b);
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.minor_units(), b.minor_units(), &sum)) return overflow(a, b);
  return Money::minor(sum, a.currency());
}

Result<Money> subtract(Money a, Money b) {
  if (a.currency() != b.currency()) return mismatch(a, b);
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.minor_units(), b.minor_units(), &difference)) return overflow(a, b);
  return Money::minor(difference, a.currency());
}

}  // namespace staysail
