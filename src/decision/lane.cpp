#include "decision/lane.hpp"

#include <cmath>
#include <cstring>

namespace staysail::decision {
namespace {

// Eight validity bits as eight bytes of 0 or 1, least significant bit first.
std::uint64_t spread(std::uint8_t bits) {
  const std::uint64_t low = (bits & 0x7FULL) * 0x02040810204081ULL & 0x0101010101010101ULL;
  return low | static_cast<std::uint64_t>(bits >> 7) << 56;
}

Validity expanded(const Column& column, std::size_t begin, std::size_t rows) {
  if (column.null_count() == 0 || column.validity() == nullptr) return {};
  const std::vector<std::uint8_t>& bits = *column.validity();
  Validity bytes(rows + 8);
  const std::size_t first = column.offset() + begin, shift = first & 7;
  for (std::size_t row = 0; row < rows; row += 8) {
    const std::size_t byte = (first + row) >> 3;
    const unsigned next = byte + 1 < bits.size() ? bits[byte + 1] : 0U;
    const std::uint64_t eight = spread(static_cast<std::uint8_t>((bits[byte] | next << 8) >> shift));
    std::memcpy(bytes.data() + row, &eight, sizeof eight);
  }
  bytes.resize(rows);
  return bytes;
}

Lane boolean_lane(std::span<const std::uint8_t> values, const Validity& validity) {
  std::vector<std::uint8_t> truth(values.size());
  for (std::size_t row = 0; row < truth.size(); ++row) truth[row] = values[row] != 0 ? kTrue : kFalse;
  for (std::size_t row = 0; row < validity.size(); ++row)
    if (validity[row] == 0) truth[row] = kUnknown;
  return truth_lane(std::move(truth));
}

Lane real_lane(std::span<const double> values, Validity validity) {
  Lane lane;
  lane.form = Form::real;
  lane.reals = values;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (std::isfinite(values[row])) continue;
    if (validity.empty()) validity.assign(values.size(), 1);
    validity[row] = 0;
  }
  lane.validity = std::move(validity);
  return lane;
}

Lane typed_lane(const Column& column, std::size_t begin, std::size_t rows, Validity validity) {
  Lane lane;
  lane.validity = std::move(validity);
  switch (column.type()) {
    case ColumnType::number:
      lane.form = Form::scaled;
      lane.scale = column.field().scale;
      lane.wide = column.numbers().subspan(begin, rows);
      break;
    case ColumnType::instant:
      lane.form = Form::instant;
      lane.wide = column.instants().subspan(begin, rows);
      break;
    case ColumnType::day:
      lane.form = Form::day;
      lane.narrow = column.days().subspan(begin, rows);
      break;
    default:
      lane.form = Form::text;
      lane.narrow = column.codes().subspan(begin, rows);
      lane.dictionary = &column.dictionary();
  }
  return lane;
}

Decimal decimal_at(const Lane& lane, std::size_t row) {
  switch (lane.form) {
    case Form::scaled: return Decimal::scaled(lane.wide[row], lane.scale);
    case Form::real: return Decimal::of_real(lane.reals[row]).value_or(Decimal());
    case Form::decimal: return lane.decimals[row];
    default: return lane.constant.as_number();
  }
}

}  // namespace

Lane constant_lane(Value value, std::size_t rows) {
  Lane lane;
  lane.rows = rows;
  lane.constant = std::move(value);
  return lane;
}

Lane truth_lane(std::vector<std::uint8_t> truth) {
  Lane lane;
  lane.form = Form::truth;
  lane.rows = truth.size();
  lane.truth = std::move(truth);
  return lane;
}

Lane scaled_lane(std::vector<std::int64_t> values, int scale, Validity validity) {
  Lane lane;
  lane.form = Form::scaled;
  lane.rows = values.size();
  lane.owned_wide = std::move(values);
  lane.wide = lane.owned_wide;
  lane.scale = scale;
  lane.validity = std::move(validity);
  return lane;
}

Lane decimal_lane(std::vector<Decimal> values, Validity validity) {
  Lane lane;
  lane.form = Form::decimal;
  lane.rows = values.size();
  lane.decimals = std::move(values);
  lane.validity = std::move(validity);
  return lane;
}

Lane column_lane(const Column& column, std::size_t begin, std::size_t rows) {
  Validity validity = expanded(column, begin, rows);
  Lane lane;
  if (column.type() == ColumnType::boolean) lane = boolean_lane(column.booleans().subspan(begin, rows), validity);
  else if (column.type() == ColumnType::real)
    lane = real_lane(column.reals().subspan(begin, rows), std::move(validity));
  else lane = typed_lane(column, begin, rows, std::move(validity));
  lane.rows = rows;
  return lane;
}

Value value_at(const Lane& lane, std::size_t row) {
  if (lane.form == Form::constant) return lane.constant;
  if (lane.form == Form::values) return lane.values[row];
  if (!lane.valid(row)) return Value();
  switch (lane.form) {
    case Form::truth: return lane.truth[row] == kUnknown ? Value() : Value::boolean(lane.truth[row] == kTrue);
    case Form::day: return Value::date(Day::since_epoch(lane.narrow[row]));
    case Form::instant: return Value::date_time(DateTime::of(Instant::from_micros(lane.wide[row])));
    case Form::text: return Value::text(std::string(lane.dictionary->at(lane.narrow[row])));
    default: return Value::number(decimal_at(lane, row));
  }
}

std::uint8_t truth_of(const Value& value) {
  if (value.kind() != ValueKind::boolean) return kUnknown;
  return value.as_boolean() ? kTrue : kFalse;
}

std::vector<std::uint8_t> truths(const Lane& lane) {
  if (lane.form == Form::truth) return lane.truth;
  std::vector<std::uint8_t> truth(lane.rows, lane.form == Form::constant ? truth_of(lane.constant) : kUnknown);
  for (std::size_t row = 0; lane.form == Form::values && row < lane.rows; ++row)
    truth[row] = truth_of(lane.values[row]);
  return truth;
}

std::vector<Decimal> decimals(const Lane& lane, Validity& validity) {
  std::vector<Decimal> numbers(lane.rows);
  for (std::size_t row = 0; row < lane.rows; ++row)
    if (lane.valid(row)) numbers[row] = decimal_at(lane, row);
  validity = lane.validity;
  return numbers;
}

Validity both_valid(const Lane& a, const Lane& b) {
  if (a.validity.empty()) return b.validity;
  Validity both = a.validity;
  for (std::size_t row = 0; row < b.validity.size(); ++row) both[row] &= b.validity[row];
  return both;
}

}  // namespace staysail::decision
