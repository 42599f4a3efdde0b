// The words of the three dialects. Every method gives an operand that needs no further parentheses.
#pragma once

#include <string>
#include <string_view>

#include "staysail/decision/sql_text.hpp"
#include "staysail/decision/temporal.hpp"

namespace staysail::decision {

class SqlWords {
 public:
  explicit SqlWords(SqlDialect dialect) : dialect_(dialect) {}
  bool sqlite() const { return dialect_ == SqlDialect::sqlite; }
  bool spark() const { return dialect_ == SqlDialect::spark; }

  std::string name(std::string_view name) const;
  // Precondition: no NUL.
  std::string text(std::string_view text) const;
  std::string truth(bool value) const;
  // Precondition of both: years 1 to 9999; whole microseconds, no offset.
  std::string day(CivilDay day) const;
  std::string point(const DateTime& point) const;
  // True where both are null, false where one is.
  std::string same(const std::string& a, const std::string& b) const;
  std::string contains(const std::string& text, const std::string& part) const;
  // The first or last `characters` of a text; one or more.
  std::string head(const std::string& text, std::size_t characters) const;
  std::string tail(const std::string& text, std::size_t characters) const;
  // A text as it is put in order: by bytes.
  std::string ordered_text(const std::string& text) const;
  // Whole days between two days, and a day moved by days or by months. SQLite gives days as julian day numbers.
  std::string days_between(const std::string& later, const std::string& earlier) const;
  std::string plus_days(const std::string& day, std::int64_t days) const;
  std::string plus_months(const std::string& day, std::int64_t months) const;
  // The 64-bit number, or an error of the statement where it became a REAL.
  std::string whole_or_error(const std::string& number) const;

 private:
  SqlDialect dialect_;
};

}  // namespace staysail::decision
