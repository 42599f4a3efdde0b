#include "staysail/decision/value.hpp"

namespace staysail {
namespace {

Value of_real(double real) {
  const auto number = Decimal::of_real(real);
  return number ? Value::number(*number) : Value();
}

Error misfit(const Field& field, const Value& value) {
  return Error(Errc::type_mismatch, "column " + field.name + " holds " + std::string(name_of(field.type)) +
                                        " values; the expression gave a " + std::string(name_of(value.kind())) + ": " +
                                        value.to_string().substr(0, 64));
}

Status append_number(ColumnBuilder& builder, Decimal number) {
  const auto scaled = number.to_scaled(builder.field().scale);
  if (!scaled)
    return Error(Errc::amount_overflow, "the number does not fit column " + builder.field().name + " at scale " +
                                            std::to_string(builder.field().scale) + ": " + number.to_string());
  builder.append_number(*scaled);
  return ok();
}

Status append_instant(ColumnBuilder& builder, const Value& value) {
  const DateTime point = value.kind() == ValueKind::date ? DateTime{value.as_date(), {}} : value.as_date_time();
  const Int128 nanos = point.line_nanos();
  const Int128 floor = nanos / 1000 - (nanos % 1000 < 0 ? 1 : 0);
  builder.append_instant(static_cast<std::int64_t>(floor));
  return ok();
}

Status append_day(ColumnBuilder& builder, const Value& value) {
  if (!value.as_date().has_day())
    return Error(Errc::amount_overflow,
                 "column " + builder.field().name + " holds dates of the years 1400 to 9999: " + value.to_string());
  builder.append_day(value.as_date().day());
  return ok();
}

bool suits(ColumnType type, ValueKind kind) {
  switch (type) {
    case ColumnType::number:
    case ColumnType::real: return kind == ValueKind::number;
    case ColumnType::boolean: return kind == ValueKind::boolean;
    case ColumnType::day: return kind == ValueKind::date;
    case ColumnType::instant: return kind == ValueKind::date_time || kind == ValueKind::date;
    case ColumnType::text: return kind == ValueKind::text;
  }
  return false;
}

}  // namespace

Value Value::of_row(const Column& column, std::size_t row) {
  if (column.is_null(row)) return Value();
  switch (column.type()) {
    case ColumnType::number: return number(Decimal::scaled(column.numbers()[row], column.field().scale));
    case ColumnType::real: return of_real(column.reals()[row]);
    case ColumnType::boolean: return boolean(column.booleans()[row] != 0);
    case ColumnType::day: return date(Day::since_epoch(column.days()[row]));
    case ColumnType::instant: return date_time(DateTime::of(Instant::from_micros(column.instants()[row])));
    case ColumnType::text: return text(std::string(column.text(row)));
  }
  return Value();
}

Status append_value(ColumnBuilder& builder, const Value& value) {
  if (value.is_null()) {
    builder.append_null();
    return ok();
  }
  if (!suits(builder.field().type, value.kind())) return misfit(builder.field(), value);
  switch (builder.field().type) {
    case ColumnType::number: return append_number(builder, value.as_number());
    case ColumnType::real: builder.append_real(value.as_number().to_real()); break;
    case ColumnType::boolean: builder.append_boolean(value.as_boolean()); break;
    case ColumnType::day: return append_day(builder, value);
    case ColumnType::instant: return append_instant(builder, value);
    case ColumnType::text: builder.append_text(value.as_text()); break;
  }
  return ok();
}

}  // namespace staysail
