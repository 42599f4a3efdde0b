#include <algorithm>

#include "decision/sql_numbers.hpp"
#include "decision/sql_operand.hpp"

namespace staysail::decision {
namespace {

constexpr std::int64_t kMostMonths = 100'000;

Error no_form(const std::string& why) { return Error(Errc::unsupported, why); }

bool is_day(const SqlOperand& operand) { return operand.form == SqlForm::day || operand.form == SqlForm::julian; }

bool is_duration(const SqlOperand& operand) { return operand.value && operand.form == SqlForm::days; }

SqlOperand made(SqlForm form, std::string sql) {
  SqlOperand operand;
  operand.form = form;
  operand.sql = std::move(sql);
  return operand;
}

}  // namespace

// A constant as a number of the table: a scaled whole number in SQLite, a decimal elsewhere.
Result<SqlOperand> SqlOperators::numeric(const SqlOperand& operand) const {
  if (operand.form != SqlForm::number) return no_form("arithmetic with a column without known decimals");
  if (!operand.value) return operand;
  const Decimal number = operand.value->as_number();
  const auto scale = decimals_of(number);
  const auto scaled = scale ? number.to_scaled(*scale) : std::nullopt;
  if (!scaled) return no_form("arithmetic with a number of more than 18 digits");
  STAYSAIL_TRY(std::string text, literal(*operand.value));
  SqlOperand out = made(SqlForm::number, words_.sqlite() ? "(" + std::to_string(*scaled) + ")" : std::move(text));
  out.scale = *scale;
  out.whole_digits = whole_digits_of(number);
  return out;
}

Result<SqlOperand> SqlOperators::rescaled(SqlOperand number, int scale) const {
  if (!words_.sqlite() || scale == number.scale) return number;
  if (scale > kMostScale) return no_form("arithmetic with more than 18 decimals");
  const std::string factor = "1" + std::string(static_cast<std::size_t>(scale - number.scale), '0');
  number.sql = "(" + number.sql + " * " + factor + ")";
  number.scale = scale;
  number.computed = true;
  return number;
}

Result<SqlOperand> SqlOperators::of_numbers(NodeKind kind, SqlOperand a, SqlOperand b) const {
  const bool product = kind == NodeKind::multiply;
  const int scale = product ? a.scale + b.scale : std::max(a.scale, b.scale);
  const int digits = product ? a.whole_digits + b.whole_digits : std::max(a.whole_digits, b.whole_digits) + 1;
  if (scale > kMostScale) return no_form("arithmetic with more than 18 decimals");
  if (!words_.sqlite() && digits + scale > kDecimalDigits)
    return no_form("arithmetic that may need more than the 34 digits of a number");
  if (!product) {
    STAYSAIL_TRY(a, rescaled(std::move(a), scale));
    STAYSAIL_TRY(b, rescaled(std::move(b), scale));
  }
  SqlOperand out = made(SqlForm::number, "(" + a.sql + " " + std::string(sign_of(kind)) + " " + b.sql + ")");
  out.scale = scale;
  out.whole_digits = digits;
  out.computed = words_.sqlite();
  return out;
}

Result<std::string> SqlOperators::countable(const SqlOperand& day) const {
  STAYSAIL_TRY(const std::string text, written(day));
  return words_.sqlite() && day.form == SqlForm::day ? "julianday(" + text + ")" : text;
}

Result<SqlOperand> SqlOperators::moved(const SqlOperand& day, const Value& duration, int sign) const {
  if (duration.kind() == ValueKind::months_duration) {
    const std::int64_t months = duration.as_months_duration().months;
    if (words_.sqlite()) return no_form("a day moved by months, which SQLite lets run into the next month");
    if (months > kMostMonths || months < -kMostMonths) return no_form("so many months");
    return made(SqlForm::day, words_.plus_months(day.sql, sign * months));
  }
  const auto days = whole_days(duration.as_days_duration());
  if (!days) return no_form("a duration that is no whole number of days");
  STAYSAIL_TRY(const std::string text, countable(day));
  return made(words_.sqlite() ? SqlForm::julian : SqlForm::day, words_.plus_days(text, sign * *days));
}

Result<SqlOperand> SqlOperators::of_days(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const {
  const bool adds = kind == NodeKind::add;
  if (is_day(a) && is_day(b) && !adds) {
    STAYSAIL_TRY(const std::string later, countable(a));
    STAYSAIL_TRY(const std::string earlier, countable(b));
    return made(SqlForm::days, words_.days_between(later, earlier));
  }
  if (is_day(a) && is_duration(b)) return moved(a, *b.value, adds ? 1 : -1);
  if (adds && is_duration(a) && is_day(b)) return moved(b, *a.value, 1);
  return no_form("this arithmetic with days");
}

Result<SqlOperand> SqlOperators::arithmetic(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const {
  if (kind == NodeKind::divide || kind == NodeKind::power)
    return no_form("`" + std::string(sign_of(kind)) + "`, whose decimals each database rounds in its own way");
  if (kind != NodeKind::multiply && (is_day(a) || is_day(b))) return of_days(kind, a, b);
  STAYSAIL_TRY(SqlOperand left, numeric(a));
  STAYSAIL_TRY(SqlOperand right, numeric(b));
  return of_numbers(kind, std::move(left), std::move(right));
}

Result<SqlOperand> SqlOperators::chosen(const std::string& condition, const SqlOperand& yes,
                                        const SqlOperand& no) const {
  const bool numbers = yes.form == SqlForm::number && no.form == SqlForm::number;
  SqlOperand a = yes, b = no;
  if (numbers) {
    STAYSAIL_TRY(a, numeric(yes));
    STAYSAIL_TRY(b, numeric(no));
    STAYSAIL_TRY(a, rescaled(a, std::max(a.scale, b.scale)));
    STAYSAIL_TRY(b, rescaled(b, std::max(a.scale, b.scale)));
  }
  if (a.form != b.form || a.form == SqlForm::days) return no_form("a choice between these two values");
  STAYSAIL_TRY(const std::string then, numbers ? Result<std::string>(a.sql) : written(a));
  STAYSAIL_TRY(const std::string otherwise, numbers ? Result<std::string>(b.sql) : written(b));
  SqlOperand out = made(a.form, "CASE WHEN " + condition + " THEN " + then + " ELSE " + otherwise + " END");
  out.sql = "(" + out.sql + ")";
  out.scale = std::max(a.scale, b.scale);
  out.whole_digits = std::max(a.whole_digits, b.whole_digits);
  out.computed = a.computed || b.computed;
  return out;
}

}  // namespace staysail::decision
