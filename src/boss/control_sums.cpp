#include "boss/control_sums.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::boss {
namespace {

// "#3" is the third column.
std::size_t index_of(const std::string& column, const std::vector<std::string>& columns) {
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  std::size_t position = 0;
  const char* end = column.data() + column.size();
  const bool numbered = column.size() > 1 && column[0] == '#' &&
                        std::from_chars(column.data() + 1, end, position).ptr == end && position != 0;
  return numbered ? position - 1 : columns.size();
}

bool exists(const std::string& column, std::size_t index, const std::vector<std::string>& columns) {
  return index < columns.size() || (columns.empty() && column.starts_with('#'));
}

// Value and remainder as digits, without zeros behind the point.
std::string number_text(Int128 value, int scale) {
  std::string digits;
  const bool negative = value < 0;
  for (UInt128 rest = negative ? -static_cast<UInt128>(value) : static_cast<UInt128>(value); rest != 0; rest /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  const std::size_t decimals = static_cast<std::size_t>(scale);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  std::string text = digits.substr(0, digits.size() - decimals) + "." + digits.substr(digits.size() - decimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return (negative ? "-" : "") + text;
}

Int128 worth(Int128 value, const NumberPattern& unit, const NumberPattern& other) {
  return value * unit.multiplier * other.divisor * power_of_ten(other.shift);
}

}  // namespace

Result<ControlSums> ControlSums::over(const std::vector<ControlTotal>& totals, const std::vector<std::string>& columns,
                                      const std::string& file) {
  ControlSums sums;
  for (const auto& total : totals) {
    const std::size_t index = index_of(total.column, columns);
    if (!exists(total.column, index, columns))
      return Error::at(
          total.place, Errc::mapping_invalid,
          "the file " + file + " has no column '" + total.column + "' to add up" + did_you_mean(total.column, columns));
    sums.sums_.push_back({&total, index});
  }
  return sums;
}

void ControlSums::take(const TextRecord& record) {
  ++rows_;
  for (Sum& sum : sums_) {
    const bool there = sum.index < record.fields.size();
    const std::string_view text = there ? trimmed(record.fields[sum.index]) : std::string_view();
    const auto& nulls = sum.total->nulls;
    if (there && std::find(nulls.begin(), nulls.end(), text) != nulls.end()) continue;
    const auto value = parse_number(text, sum.total->written);
    if (value) sum.value += *value;
    else if (sum.unreadable++ == 0) sum.first_unreadable = record.line;
  }
}

std::string ControlSums::difference(const std::string& column, const std::string& declared) const {
  const auto sum =
      std::find_if(sums_.begin(), sums_.end(), [&](const Sum& one) { return one.total->column == column; });
  const ControlTotal& total = *sum->total;
  const auto value = parse_number(declared, total.written);
  if (!value && value.error().code() == Errc::amount_overflow)
    return "the total of " + column + " is greater than " +
           number_text(std::numeric_limits<std::int64_t>::max(), total.written.scale) +
           ", the largest that is added up, in either direction: '" + declared + "'";
  if (!value) return "the total of " + column + " is no number: '" + declared + "'";
  if (worth(sum->value, total.unit, total.total_unit) == worth(*value, total.total_unit, total.unit)) return {};
  std::string text = "a total of " + declared + " in " + column + " is declared, and its rows add up to " +
                     number_text(sum->value, total.written.scale) + " as they are written";
  if (sum->unreadable != 0)
    text += "; rows without a number there: " + std::to_string(sum->unreadable) + ", the first on line " +
            std::to_string(sum->first_unreadable);
  return text;
}

}  // namespace staysail::boss
