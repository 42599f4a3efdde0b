// What stands left and right of a comparison in SQL, and the operators between them.
#pragma once

#include <optional>
#include <string>

#include "decision/sql_dialect.hpp"
#include "decision/syntax.hpp"

namespace staysail::decision {

enum class SqlForm : std::uint8_t {
  truth,
  text,
  number,  // exact; in SQLite the number times 10^scale
  real,
  day,
  julian,  // a day of SQLite as its julian day number
  point,
  days,  // a duration of whole days
};

struct SqlOperand {
  SqlForm form = SqlForm::truth;
  std::string sql;             // empty for a constant
  std::optional<Value> value;  // a constant
  int scale = 0;
  int whole_digits = 0;   // number: before the point, at most
  bool computed = false;  // number in SQLite: may have left 64 bits
};

// Each refuses with `unsupported`, without a place, what the dialect cannot say exactly.
class SqlOperators {
 public:
  explicit SqlOperators(const SqlWords& words) : words_(words) {}

  static Result<SqlOperand> constant(Value value);
  Result<SqlOperand> column(const std::string& name, const FeelType& type) const;
  Result<std::string> compared(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const;
  Result<SqlOperand> arithmetic(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const;
  Result<SqlOperand> chosen(const std::string& condition, const SqlOperand& yes, const SqlOperand& no) const;
  // The operand as it stands in the text.
  Result<std::string> written(const SqlOperand& operand) const;

 private:
  Result<std::string> literal(const Value& value) const;
  Result<std::string> against_constant(NodeKind kind, const SqlOperand& a, const Value& bound) const;
  Result<std::string> against_operand(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const;
  Result<std::string> against_number(NodeKind kind, const SqlOperand& a, Decimal bound) const;
  Result<std::string> against_real(NodeKind kind, const SqlOperand& a, Decimal bound) const;
  std::string against_whole(NodeKind kind, const std::string& a, Decimal bound) const;
  std::string plain(NodeKind kind, const std::string& a, const std::string& b) const;
  std::string guarded(const SqlOperand& number) const;
  Result<SqlOperand> numeric(const SqlOperand& operand) const;
  Result<SqlOperand> rescaled(SqlOperand number, int scale) const;
  Result<SqlOperand> of_numbers(NodeKind kind, SqlOperand a, SqlOperand b) const;
  Result<SqlOperand> of_days(NodeKind kind, const SqlOperand& a, const SqlOperand& b) const;
  Result<SqlOperand> moved(const SqlOperand& day, const Value& duration, int sign) const;
  // Days as SQLite counts with them.
  Result<std::string> countable(const SqlOperand& day) const;

  const SqlWords& words_;
};

}  // namespace staysail::decision
