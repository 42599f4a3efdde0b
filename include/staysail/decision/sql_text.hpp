// A condition as SQL, for whoever selects the same customers in a database, and as an oracle against our own evaluator.
//
// The text takes exactly the rows that Expression::matches() takes: null = null is true, a comparison of order with
// null is unknown, numbers are decimals, texts are ordered by their bytes. It is one boolean expression that calls
// nothing but functions of the dialect; names are quoted and texts are literals, so nothing in a rule can become SQL.
//
// How the table must keep the columns:
//              SQLite                             PostgreSQL           Spark
//   number     INTEGER: the number * 10^scale     NUMERIC(19, scale)   DECIMAL(19, scale)
//   real       REAL                               DOUBLE PRECISION     DOUBLE         (NaN and infinity as NULL)
//   boolean    INTEGER 0 or 1                     BOOLEAN              BOOLEAN
//   day        TEXT YYYY-MM-DD                    DATE                 DATE
//   instant    INTEGER: microseconds since 1970   TIMESTAMP            TIMESTAMP_NTZ
//   text       TEXT (collation BINARY)            TEXT                 STRING
// A name whose type has no known decimals is taken for a real.
#pragma once

#include <cstdint>
#include <string>

#include "staysail/decision/expression.hpp"

namespace staysail {

enum class SqlDialect : std::uint8_t { sqlite, postgresql, spark };

// A longer text is refused with limit_exceeded.
inline constexpr std::size_t kMaxSqlBytes = 1U << 20;

// The text that stands after WHERE. Names in `constants` become their values, all others are columns. Pure; any thread.
// Errors, at the place of the construct: `unsupported` for what the dialect cannot say exactly (division of columns, a
// list, a time of day ...); `type_mismatch` for an expression that is no condition; `limit_exceeded`.
// In SQLite, arithmetic on columns that leaves 64 bits is an error of the statement ("integer overflow"), never a wrong
// row.
Result<std::string> sql_where(const Expression& condition, SqlDialect dialect, const Inputs& constants = {});

}  // namespace staysail
