// A database as a second opinion: random rows with nulls and random conditions, and the WHERE text must take the rows
// that the evaluator takes.
#ifdef STAYSAIL_HAS_SQLITE
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sqlite3.h>

#include <limits>
#include <memory>

#include "staysail/decision/sql_text.hpp"

using namespace staysail;

namespace {

int pick(int count) { return *rc::gen::inRange(0, count); }

std::string one_of(const std::vector<std::string>& choices) {
  return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
}

Scope scope() {
  Scope scope;
  scope.add("fee", FeelType::number(2)).add("months", FeelType::number(0)).add("limit", FeelType::number(3));
  scope.add("big", FeelType::number(1)).add("score", FeelType::number());
  scope.add("barred", FeelType::boolean()).add("plan", FeelType::text()).add("home city", FeelType::text());
  scope.add("ended", FeelType::date()).add("begun", FeelType::date()).add("as_of", FeelType::date());
  return scope.add("seen", FeelType::of(ValueKind::date_time));
}

std::string condition(int depth);

std::string number(int depth) {
  if (depth == 0 || pick(3) == 0) return one_of({"fee", "months", "limit", "0", "1", "2.5", "-0.005", "7.25"});
  switch (pick(4)) {
    case 0: return "-(" + number(depth - 1) + ")";
    case 1: return "(if " + condition(0) + " then " + number(depth - 1) + " else " + number(depth - 1) + ")";
    case 2: return "(" + number(depth - 1) + " * " + one_of({"fee", "3", "1.3"}) + ")";
    default: return "(" + number(depth - 1) + one_of({" + ", " - "}) + number(depth - 1) + ")";
  }
}

std::string comparison() {
  const std::string sign = one_of({" = ", " != ", " < ", " <= ", " > ", " >= "});
  const std::string equality = one_of({" = ", " != "});
  switch (pick(9)) {
    case 0:
      return one_of({"plan", "home city"}) + sign + one_of({"plan", "\"5G\"", "\"北京\"", "\"\"", "\"it's \\\\\""});
    case 1: return "ended" + sign + one_of({"begun", "as_of", "date(\"2026-01-31\")", "as_of - duration(\"P1M\")"});
    case 2: return "(ended - begun)" + sign + one_of({"duration(\"P3D\")", "(as_of - begun)"});
    case 3: return "ended + duration(\"P30D\")" + sign + one_of({"begun", "as_of"});
    case 4: return "seen" + sign + one_of({"seen", "date and time(\"2026-01-31T00:00:00\")"});
    case 5:
      return "big" + sign + one_of({"922337203685477580.7", "-922337203685477580.8", "1e20", "-1e20", "0.05", "big"});
    case 6: return "score" + sign + one_of({"0.5", "-3.25", "0", "1000", "score"});
    case 7: return one_of({"fee", "plan", "ended", "seen", "barred", "score"}) + equality + "null";
    default: return number(2) + sign + number(2);
  }
}

std::string test() {
  switch (pick(8)) {
    case 0: return number(1) + " in " + one_of({"[1..5)", "(0..2.5]", "[1, 2.5, [9..20]]", "(1, > 3, null)"});
    case 1: return number(1) + " between " + number(0) + " and " + number(0);
    case 2: return "plan in (\"5G\", \"4G\", null)";
    case 3: return "starts with(plan, " + one_of({"\"5\"", "\"\"", "\"5G\""}) + ")";
    case 4: return "ends with(home city, " + one_of({"\"京\"", "\"\"", "\"G\""}) + ")";
    case 5: return "contains(home city, " + one_of({"plan", "\"\"", "\"海\""}) + ")";
    case 6: return "barred" + one_of({" = ", " != "}) + one_of({"true", "false", "null", "barred"});
    default: return "(if " + condition(0) + " then plan else home city) = \"5G\"";
  }
}

std::string condition(int depth) {
  if (depth == 0) return one_of({"barred", "true", "fee > 2", "plan = \"5G\"", "months <= 3", "ended != null"});
  switch (pick(5)) {
    case 0: return "not(" + condition(depth - 1) + ")";
    case 1: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
    case 2: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
    case 3: return "(" + test() + ")";
    default: return "(" + comparison() + ")";
  }
}

template <class Append>
Column column(Field field, std::size_t rows, Append append) {
  ColumnBuilder builder(std::move(field));
  for (std::size_t row = 0; row < rows; ++row) {
    if (pick(4) == 0) builder.append_null();
    else append(builder);
  }
  return builder.finish();
}

Column numbers(const char* name, std::uint8_t scale, std::size_t rows) {
  return column({name, ColumnType::number, scale, ""}, rows,
                [](ColumnBuilder& out) { out.append_number(pick(1200) - 400); });
}

Column texts(const char* name, std::size_t rows) {
  const std::vector<std::string> choices = {"5G", "4G", "", "北京", "it's \\", "上海"};
  return column({name, ColumnType::text, 0, ""}, rows,
                [&](ColumnBuilder& out) { out.append_text(choices[static_cast<std::size_t>(pick(6))]); });
}

Column days(const char* name, std::size_t rows) {
  return column({name, ColumnType::day, 0, ""}, rows, [](ColumnBuilder& out) {
    out.append_day(pick(20) == 0 ? Day::parse("9999-12-31").value().days_since_epoch() : 20450 + pick(60));
  });
}

std::int64_t extreme() {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  return pick(2) == 0 ? kMost - pick(3) : -kMost - 1 + pick(3);
}

Batch batch() {
  const auto rows = static_cast<std::size_t>(pick(12) + 1);
  const std::vector<double> reals = {0.1, 0.5, -3.25, 1e300, 1000, 0};
  std::vector<Column> columns = {numbers("fee", 2, rows), numbers("months", 0, rows), numbers("limit", 3, rows)};
  columns.push_back(
      column({"big", ColumnType::number, 1, ""}, rows, [](ColumnBuilder& out) { out.append_number(extreme()); }));
  columns.push_back(column({"score", ColumnType::real, 0, ""}, rows,
                           [&](ColumnBuilder& out) { out.append_real(reals[static_cast<std::size_t>(pick(6))]); }));
  columns.push_back(column({"barred", ColumnType::boolean, 0, ""}, rows,
                           [](ColumnBuilder& out) { out.append_boolean(pick(2) == 0); }));
  columns.push_back(texts("plan", rows));
  columns.push_back(texts("home city", rows));
  columns.push_back(days("ended", rows));
  columns.push_back(days("begun", rows));
  columns.push_back(column({"seen", ColumnType::instant, 0, ""}, rows,
                           [](ColumnBuilder& out) { out.append_instant(1769817600000000 + pick(3) - 1); }));
  return Batch::of(std::move(columns)).value();
}

// The rows as a table of an SQLite database in memory, kept as the header of sql_text.hpp says.
class Table {
 public:
  explicit Table(const Batch& rows) {
    sqlite3* opened = nullptr;
    REQUIRE(sqlite3_open(":memory:", &opened) == SQLITE_OK);
    base_.reset(opened);
    std::string names, marks;
    for (const Column& column : rows.columns()) {
      names += ", `" + column.field().name + "` " + declared(column.type());
      marks += ", ?";
    }
    run("CREATE TABLE t (row INTEGER" + names + ")");
    for (std::size_t row = 0; row < rows.rows(); ++row) insert(rows, row, "INSERT INTO t VALUES (?" + marks + ")");
  }

  // The rows that the text takes, or what the database says against it.
  Result<std::vector<std::uint8_t>> taken(const std::string& where, std::size_t rows) {
    sqlite3_stmt* statement = prepared("SELECT row FROM t WHERE " + where);
    std::vector<std::uint8_t> taken(rows);
    int step = SQLITE_ERROR;
    while (statement != nullptr && (step = sqlite3_step(statement)) == SQLITE_ROW)
      taken[static_cast<std::size_t>(sqlite3_column_int(statement, 0))] = 1;
    sqlite3_finalize(statement);
    if (step != SQLITE_DONE) return Error(Errc::invalid_argument, sqlite3_errmsg(base_.get()));
    return taken;
  }

 private:
  static std::string declared(ColumnType type) {
    if (type == ColumnType::text || type == ColumnType::day) return "TEXT";
    return type == ColumnType::real ? "REAL" : "INTEGER";
  }

  void run(const std::string& sql) {
    REQUIRE(sqlite3_exec(base_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  sqlite3_stmt* prepared(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(base_.get(), sql.c_str(), -1, &statement, nullptr);
    return statement;
  }

  static void bind(sqlite3_stmt* statement, int at, const Column& column, std::size_t row) {
    if (column.is_null(row)) return;
    const std::string text = column.value_text(row);
    switch (column.type()) {
      case ColumnType::number: sqlite3_bind_int64(statement, at, column.numbers()[row]); break;
      case ColumnType::instant: sqlite3_bind_int64(statement, at, column.instants()[row]); break;
      case ColumnType::boolean: sqlite3_bind_int(statement, at, column.booleans()[row]); break;
      case ColumnType::real: sqlite3_bind_double(statement, at, column.reals()[row]); break;
      default: sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT); break;
    }
  }

  void insert(const Batch& rows, std::size_t row, const std::string& sql) {
    sqlite3_stmt* statement = prepared(sql);
    REQUIRE(statement != nullptr);
    sqlite3_bind_int64(statement, 1, static_cast<std::int64_t>(row));
    for (std::size_t c = 0; c < rows.width(); ++c) bind(statement, static_cast<int>(c) + 2, rows.column(c), row);
    REQUIRE(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_finalize(statement);
  }

  struct Close {
    void operator()(sqlite3* base) const { sqlite3_close(base); }
  };
  std::unique_ptr<sqlite3, Close> base_;
};

void check_rows(const std::string& text, const Batch& rows, const Inputs& constants) {
  const auto expression = Expression::compile(text, scope());
  if (!expression) RC_FAIL(text + ": " + expression.error().to_string());
  const auto where = sql_where(*expression, SqlDialect::sqlite, constants);
  if (!where) RC_FAIL(text + ": " + where.error().to_string());
  const auto expected = expression->matches(rows, constants);
  const auto taken = Table(rows).taken(*where, rows.rows());
  if (!expected || !taken) RC_FAIL(text + "\n" + *where + "\n" + taken.error().to_string());
  for (std::size_t row = 0; row < rows.rows(); ++row)
    if ((*expected)[row] != (*taken)[row])
      RC_FAIL(text + "\n" + *where + "\nrow " + std::to_string(row) + ": the evaluator says " +
              std::to_string((*expected)[row]));
}

}  // namespace

TEST_CASE("the WHERE text takes the rows that the condition holds for") {
  CHECK(rc::check("rows", [] {
    const Inputs constants = {{"as_of", Value::date(Day::since_epoch(20484))}};
    const Batch rows = batch();
    for (int i = 0; i < 8; ++i) check_rows(condition(3), rows, constants);
  }));
}

TEST_CASE("arithmetic that leaves 64 bits fails as a statement and takes no row by chance") {
  ColumnBuilder big(Field{"big", ColumnType::number, 1, ""});
  big.append_number(std::numeric_limits<std::int64_t>::max());
  const Batch rows = Batch::of({big.finish()}).value();
  const auto where = sql_where(Expression::compile("big + 1 > 3", scope()).value(), SqlDialect::sqlite);
  REQUIRE(where.has_value());
  const auto taken = Table(rows).taken(*where, 1);
  REQUIRE_FALSE(taken.has_value());
  CHECK(taken.error().message() == "integer overflow");
}

TEST_CASE("a name that is no column of the table is an error there, never a text") {
  ColumnBuilder fee(Field{"fee", ColumnType::number, 2, ""});
  fee.append_number(1);
  const auto where = sql_where(Expression::compile("plan = \"plan\"", scope()).value(), SqlDialect::sqlite);
  CHECK_FALSE(Table(Batch::of({fee.finish()}).value()).taken(*where, 1).has_value());
}
#endif
