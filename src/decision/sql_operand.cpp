#include "decision/sql_operand.hpp"

#include <algorithm>

#include "decision/mirrored.hpp"
#include "decision/sql_numbers.hpp"

namespace staysail::decision {
namespace {

Error no_form(const std::string& why) { return Error(Errc::unsupported, why); }

bool is_order(NodeKind kind) { return kind != NodeKind::equal && kind != NodeKind::not_equal; }

std::optional<SqlForm> form_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::null:
    case ValueKind::boolean: return SqlForm::truth;
    case ValueKind::text: return SqlForm::text;
    case ValueKind::number: return SqlForm::number;
    case ValueKind::date: return SqlForm::day;
    case ValueKind::date_time: return SqlForm::point;
    case ValueKind::days_duration:
    case ValueKind::months_duration: return SqlForm::days;
    default: return std::nullopt;
  }
}

bool is_day(const SqlOperand& operand) { return operand.form == SqlForm::day || operand.form == SqlForm::julian; }

}  // namespace

Result<SqlOperand> SqlOperators::constant(Value value) {
  const auto form = form_of(value.kind());
  if (!form) return no_form("a " + std::string(name_of(value.kind())) + " is nothing that a column holds");
  SqlOperand operand;
  operand.form = *form;
  operand.value = std::move(value);
  return operand;
}

Result<SqlOperand> SqlOperators::column(const std::string& name, const FeelType& type) const {
  const auto form = type.is_any() ? std::nullopt : form_of(type.kind());
  if (!form || *form == SqlForm::days) return no_form("a column of type " + type.to_string() + " is not known to SQL");
  SqlOperand operand;
  operand.form = *form == SqlForm::number && type.decimals() < 0 ? SqlForm::real : *form;
  operand.sql = words_.name(name);
  operand.scale = std::max(type.decimals(), 0);
  operand.whole_digits = std::max(kColumnDigits - operand.scale, 1);
  return operand;
}

Result<std::string> SqlOperators::literal(const Value& value) const {
  switch (value.kind()) {
    case ValueKind::null: return std::string("NULL");
    case ValueKind::boolean: return words_.truth(value.as_boolean());
    case ValueKind::number: {
      std::string text = value.as_number().to_string();
      if (text.find('E') != std::string::npos) return no_form("a number of more than 40 digits");
      return text[0] == '-' ? "(" + text + ")" : text;
    }
    case ValueKind::text:
      if (value.as_text().find('\0') != std::string::npos) return no_form("a text with the character NUL");
      return words_.text(value.as_text());
    case ValueKind::date:
      if (value.as_date().year() < 1 || value.as_date().year() > 9999) return no_form("a year outside 1 to 9999");
      return words_.day(value.as_date());
    case ValueKind::date_time: {
      const DateTime& point = value.as_date_time();
      if (point.time.offset_seconds) return no_form("a date and time with an offset, which the columns do not have");
      if (point.time.nanos % 1000 != 0) return no_form("a fraction of a microsecond");
      if (point.day.year() < 1 || point.day.year() > 9999) return no_form("a year outside 1 to 9999");
      return words_.point(point);
    }
    default: return no_form("a " + std::string(name_of(value.kind())) + " stands only beside days");
  }
}

std::string SqlOperators::guarded(const SqlOperand& number) const {
  return number.computed ? words_.whole_or_error(number.sql) : number.sql;
}

Result<std::string> SqlOperators::written(const SqlOperand& operand) const {
  if (operand.value) return literal(*operand.value);
  return operand.form == SqlForm::number ? guarded(operand) : operand.sql;
}

std::string SqlOperators::plain(NodeKind kind, const std::string& a, const std::string& b) const {
  if (kind == NodeKind::equal) return words_.same(a, b);
  if (kind == NodeKind::not_equal) return "(NOT " + words_.same(a, b) + ")";
  return "(" + a + " " + std::string(sign_of(kind)) + " " + b + ")";
}

// Against a bound that no 64-bit number is, the comparison moves to the nearest one that decides the same.
std::string SqlOperators::against_whole(NodeKind kind, const std::string& a, Decimal bound) const {
  const auto floor = bound.to_scaled(0, Rounding::floor);
  if (floor && Decimal::of(*floor) == bound) return plain(kind, a, std::to_string(*floor));
  if (!is_order(kind)) return words_.truth(kind == NodeKind::not_equal);
  const bool wants_less = kind == NodeKind::less || kind == NodeKind::less_equal;
  if (floor) return plain(wants_less ? NodeKind::less_equal : NodeKind::greater, a, std::to_string(*floor));
  if (bound.is_negative())
    return plain(wants_less ? NodeKind::less : NodeKind::greater_equal, a, "(-9223372036854775807 - 1)");
  return plain(wants_less ? NodeKind::less_equal : NodeKind::greater, a, "9223372036854775807");
}

Result<std::string> SqlOperators::against_number(NodeKind kind, const SqlOperand& a, Decimal bound) const {
  if (words_.sqlite()) {
    const auto scaled = multiply(bound, *power(Decimal::of(10), Decimal::of(a.scale)));
    return scaled ? against_whole(kind, guarded(a), *scaled) : Result<std::string>(no_form("a number of this size"));
  }
  const auto decimals = decimals_of(bound);
  const int digits = std::max(a.whole_digits, whole_digits_of(bound)) + std::max(a.scale, decimals.value_or(99));
  if (words_.spark() && digits > kSparkDigits)
    return no_form("a comparison that needs more than the 38 digits of Spark's decimals");
  STAYSAIL_TRY(const std::string text, literal(Value::number(bound)));
  return plain(kind, a.sql, text);
}

// A real counts as its shortest decimal. It stands to the bound as to the bound's own double when that one reads back
// as the bound.
Result<std::string> SqlOperators::against_real(NodeKind kind, const SqlOperand& a, Decimal bound) const {
  const auto back = Decimal::of_real(bound.to_real());
  if (!back || !(*back == bound)) return no_form("a bound that no double is beside a column without known decimals");
  if (words_.sqlite() && !is_short_binary(bound))
    return no_form("a decimal fraction beside a column without known decimals, which SQLite may round");
  STAYSAIL_TRY(const std::string text, literal(Value::number(bound)));
  return plain(kind, a.sql, words_.spark() ? "CAST(" + text + " AS DOUBLE)" : text);
}

Result<std::string> SqlOperators::against_constant(NodeKind kind, const SqlOperand& a, const Value& bound) const {
  if (bound.is_null() && is_order(kind)) return std::string("NULL");
  if (bound.is_null()) {
    STAYSAIL_TRY(const std::string text, written(a));
    return "(" + text + (kind == NodeKind::equal ? " IS NULL)" : " IS NOT NULL)");
  }
  const auto form = form_of(bound.kind());
  const bool suits = form == a.form || (a.form == SqlForm::real && form == SqlForm::number) ||
                     (a.form == SqlForm::julian && form == SqlForm::day);
  if (!suits || bound.kind() == ValueKind::months_duration) return no_form("a comparison of two kinds of values");
  if (a.form == SqlForm::number) return against_number(kind, a, bound.as_number());
  if (a.form == SqlForm::real) return against_real(kind, a, bound.as_number());
  if (a.form == SqlForm::days) {
    const auto days = whole_days(bound.as_days_duration());
    if (!days) return no_form("a duration that is no whole number of days");
    return against_whole(kind, a.sql, Decimal::of(*days));
  }
  STAYSAIL_TRY(const SqlOperand other, constant(bound));
  return against_operand(kind, a, other);
}

Result<std::string> SqlOperators::against_operand(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const {
  if (is_day(a) && is_day(b) && a.form != b.form) {
    STAYSAIL_TRY(const std::string left, countable(a));
    STAYSAIL_TRY(const std::string right, countable(b));
    return plain(kind, left, right);
  }
  if (a.form != b.form) return no_form("a comparison of two kinds of values");
  if (a.form == SqlForm::truth && is_order(kind)) return std::string("NULL");
  STAYSAIL_TRY(const std::string left, written(a));
  STAYSAIL_TRY(const std::string right, written(b));
  if (a.form == SqlForm::text && is_order(kind))
    return plain(kind, words_.ordered_text(left), words_.ordered_text(right));
  return plain(kind, left, right);
}

Result<std::string> SqlOperators::compared(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const {
  if (b.value) return against_constant(kind, a, *b.value);
  if (a.value) return against_constant(mirrored(kind), b, *a.value);
  if (a.form != SqlForm::number || b.form != SqlForm::number) return against_operand(kind, a, b);
  if (words_.spark() && std::max(a.whole_digits, b.whole_digits) + std::max(a.scale, b.scale) > kSparkDigits)
    return no_form("a comparison that needs more than the 38 digits of Spark's decimals");
  STAYSAIL_TRY(const SqlOperand left, rescaled(a, std::max(a.scale, b.scale)));
  STAYSAIL_TRY(const SqlOperand right, rescaled(b, std::max(a.scale, b.scale)));
  return against_operand(kind, left, right);
}

}  // namespace staysail::decision
