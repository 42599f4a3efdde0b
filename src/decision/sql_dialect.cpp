#include "decision/sql_dialect.hpp"

namespace staysail::decision {
namespace {

// Quotes inside are written as `quote_inside`.
std::string enclosed(std::string_view text, char quote, std::string_view quote_inside, bool doubles_backslashes) {
  std::string out(1, quote);
  for (const char byte : text) {
    if (byte == quote) out += quote_inside;
    else out.append(doubles_backslashes && byte == '\\' ? 2 : 1, byte);
  }
  return out + quote;
}

}  // namespace

// In SQLite a name in double quotes that is no column is silently a text; one in backticks is an error.
std::string SqlWords::name(std::string_view name) const {
  return dialect_ == SqlDialect::postgresql ? enclosed(name, '"', "\"\"", false) : enclosed(name, '`', "``", false);
}

// A backslash is inert in SQLite, escapes in Spark, and in PostgreSQL depends on a setting unless the literal says E.
std::string SqlWords::text(std::string_view text) const {
  if (spark()) return enclosed(text, '\'', "\\'", true);
  if (sqlite() || text.find('\\') == std::string_view::npos) return enclosed(text, '\'', "''", false);
  return "E" + enclosed(text, '\'', "''", true);
}

std::string SqlWords::truth(bool value) const {
  if (sqlite()) return value ? "1" : "0";
  return value ? "TRUE" : "FALSE";
}

std::string SqlWords::day(CivilDay day) const { return (sqlite() ? "'" : "DATE '") + day.to_string() + "'"; }

std::string SqlWords::point(const DateTime& point) const {
  if (sqlite()) return std::to_string(static_cast<std::int64_t>(point.line_nanos() / 1000));
  std::string text = point.to_string();
  text[text.find('T')] = ' ';
  return (spark() ? "TIMESTAMP_NTZ '" : "TIMESTAMP '") + text + "'";
}

std::string SqlWords::same(const std::string& a, const std::string& b) const {
  if (sqlite()) return "(" + a + " IS " + b + ")";
  return "(" + a + (spark() ? " <=> " : " IS NOT DISTINCT FROM ") + b + ")";
}

std::string SqlWords::contains(const std::string& text, const std::string& part) const {
  const std::string function = dialect_ == SqlDialect::postgresql ? "strpos" : "instr";
  return "(" + function + "(" + text + ", " + part + ") > 0)";
}

std::string SqlWords::head(const std::string& text, std::size_t characters) const {
  return "substr(" + text + ", 1, " + std::to_string(characters) + ")";
}

std::string SqlWords::tail(const std::string& text, std::size_t characters) const {
  if (dialect_ == SqlDialect::postgresql) return "right(" + text + ", " + std::to_string(characters) + ")";
  return "substr(" + text + ", -" + std::to_string(characters) + ")";
}

std::string SqlWords::ordered_text(const std::string& text) const {
  return dialect_ == SqlDialect::postgresql ? "(" + text + " COLLATE \"C\")" : text;
}

std::string SqlWords::days_between(const std::string& later, const std::string& earlier) const {
  if (sqlite()) return "CAST(" + later + " - " + earlier + " AS INTEGER)";
  return spark() ? "datediff(" + later + ", " + earlier + ")" : "(" + later + " - " + earlier + ")";
}

std::string SqlWords::plus_days(const std::string& day, std::int64_t days) const {
  const std::string count = std::to_string(days);
  return spark() ? "date_add(" + day + ", " + count + ")" : "(" + day + " + (" + count + "))";
}

std::string SqlWords::plus_months(const std::string& day, std::int64_t months) const {
  const std::string count = std::to_string(months);
  return spark() ? "add_months(" + day + ", " + count + ")"
                 : "CAST(" + day + " + INTERVAL '" + count + " months' AS DATE)";
}

std::string SqlWords::whole_or_error(const std::string& number) const {
  return "CASE typeof(" + number + ") WHEN 'real' THEN abs(-9223372036854775807 - 1) ELSE " + number + " END";
}

}  // namespace staysail::decision
