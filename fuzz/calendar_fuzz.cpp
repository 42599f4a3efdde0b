// Texts of days, months, times and decimal numbers: any is a value that prints and reads back, or an error. Months and
// days of any number have a text and a place in the calendar.
#include "property.hpp"
#include "staysail/base/calendar.hpp"
#include "staysail/base/decimal_text.hpp"

namespace {

using namespace staysail;

template <class Value>
void read_back(const Result<Value>& value) {
  if (!fuzz::refused(value)) fuzz::require(Value::parse(value->to_string()).value() == *value);
}

void read_decimal(std::string_view text, int scale) {
  const auto value = parse_decimal(text, scale);
  if (!fuzz::refused(value)) fuzz::require(parse_decimal(decimal_text(*value, scale), scale).value() == *value);
}

// What foreign bytes can hold as a month or a day.
void place(std::int32_t number) {
  const Month month = Month::from_index(number);
  fuzz::require(month.first_day() <= month.last_day() && !month.to_string().empty());
  const Day day = Day::since_epoch(number);
  fuzz::require(Day::parse(day.to_string()).has_value());
  fuzz::require(day.month_of().first_day().month_of() == day.month_of());
  fuzz::require(day.plus_months(number).month_of().last_day().day_of_month() >= 28);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_back(Day::parse(text));
  read_back(Month::parse(text));
  read_back(Instant::parse(text));
  fuzz::Input input(data, size);
  const int scale = input.byte() % 10;
  read_decimal(input.rest(), scale);
  const std::int64_t number = input.number();
  place(static_cast<std::int32_t>(number));
  fuzz::require(!Instant::from_micros(number).to_string().empty());
  return 0;
}
