// The two evaluators give the same value for the same inputs: random expressions over random batches, value for value.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>
#include <string>
#include <vector>

#include "staysail/decision/decision_table.hpp"
#include "staysail/decision/expression.hpp"

using namespace staysail;

namespace {

int pick(int count) { return *rc::gen::inRange(0, count); }

std::string one_of(const std::vector<std::string>& choices) {
  return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
}

std::string number(int depth);
std::string condition(int depth);

std::string text(int depth) {
  if (depth > 0 && pick(4) == 0)
    return one_of({"lower case(plan)", "upper case(city)", "plan + \"x\"", "substring(city, 1, 1)"});
  return one_of({"plan", "city", "\"5G\"", "\"北京\"", "\"\"", "null"});
}

std::string date() {
  return one_of(
      {"ended", "as_of", "date(\"2026-01-31\")", "ended + duration(\"P1M\")", "as_of - duration(\"P30D\")", "null"});
}

std::string number(int depth) {
  if (depth == 0 || pick(3) == 0)
    return one_of({"fee", "months", "score", "limit", "0", "1", "2.5", "-0.005", "9999999999", "1e20", "0.1", "null"});
  switch (pick(6)) {
    case 0: return "(if " + condition(depth - 1) + " then " + number(depth - 1) + " else " + number(depth - 1) + ")";
    case 1: return "-(" + number(depth - 1) + ")";
    case 2: return one_of({"abs", "floor", "ceiling"}) + "(" + number(depth - 1) + ")";
    case 3: return one_of({"min", "max", "sum"}) + "(" + number(depth - 1) + ", " + number(depth - 1) + ")";
    default: return "(" + number(depth - 1) + one_of({" + ", " - ", " * ", " / "}) + number(depth - 1) + ")";
  }
}

std::string comparison(int depth) {
  const std::string sign = one_of({" = ", " != ", " < ", " <= ", " > ", " >= "});
  switch (pick(6)) {
    case 0: return text(depth) + sign + text(depth);
    case 1: return date() + sign + date();
    case 2: return "seen" + sign + one_of({"seen", "date and time(\"2026-01-31T00:00:00\")", "null"});
    case 3: return "(ended - as_of)" + sign + "duration(\"P3D\")";
    default: return number(depth) + sign + number(depth);
  }
}

std::string test(int depth) {
  switch (pick(7)) {
    case 0: return number(depth) + " in " + one_of({"[1..5)", "(0..2.5]", "[1, 2.5, [9..20]]", "(1, > 3, null)"});
    case 1: return number(depth) + " between " + number(0) + " and " + number(0);
    case 2: return "plan in (\"5G\", \"4G\", null)";
    case 3: return "starts with(plan, \"5\")";
    case 4: return "contains(city, plan)";
    case 5: return "some x in [fee, months, 3] satisfies x > " + number(0);
    default: return "(fee + 1) in (months, [0..10])";
  }
}

std::string condition(int depth) {
  if (depth == 0) return one_of({"barred", "true", "null", "fee > 2", "plan = \"5G\"", "months <= 3"});
  switch (pick(5)) {
    case 0: return "not(" + condition(depth - 1) + ")";
    case 1: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
    case 2: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
    case 3: return "(" + test(depth - 1) + ")";
    default: return "(" + comparison(depth - 1) + ")";
  }
}

Scope scope() {
  Scope scope;
  scope.add("fee", FeelType::number())
      .add("months", FeelType::number())
      .add("score", FeelType::number())
      .add("limit", FeelType::number());
  scope.add("barred", FeelType::boolean()).add("plan", FeelType::text()).add("city", FeelType::text());
  return scope.add("ended", FeelType::date())
      .add("as_of", FeelType::date())
      .add("seen", FeelType::of(ValueKind::date_time));
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

std::int64_t integer() {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  switch (pick(8)) {
    case 0: return kMost - pick(3);
    case 1: return -kMost - 1 + pick(3);
    default: return pick(2000) - 1000;
  }
}

Batch batch() {
  const auto rows = static_cast<std::size_t>(pick(12) + 1);
  const std::vector<std::string> plans = {"5G", "4G", "5g", ""}, cities = {"北京", "5G", "上海"};
  const std::vector<double> reals = {0.1,
                                     0.5,
                                     -3.25,
                                     1e300,
                                     1e-300,
                                     std::numeric_limits<double>::quiet_NaN(),
                                     std::numeric_limits<double>::infinity()};
  std::vector<Column> columns;
  columns.push_back(
      column({"fee", ColumnType::number, 2, ""}, rows, [](ColumnBuilder& out) { out.append_number(integer()); }));
  columns.push_back(
      column({"months", ColumnType::number, 0, ""}, rows, [](ColumnBuilder& out) { out.append_number(pick(8) - 2); }));
  columns.push_back(column({"score", ColumnType::real, 0, ""}, rows,
                           [&](ColumnBuilder& out) { out.append_real(reals[static_cast<std::size_t>(pick(7))]); }));
  columns.push_back(column({"barred", ColumnType::boolean, 0, ""}, rows,
                           [](ColumnBuilder& out) { out.append_boolean(pick(2) == 0); }));
  columns.push_back(column({"plan", ColumnType::text, 0, ""}, rows,
                           [&](ColumnBuilder& out) { out.append_text(plans[static_cast<std::size_t>(pick(4))]); }));
  columns.push_back(column({"city", ColumnType::text, 0, ""}, rows,
                           [&](ColumnBuilder& out) { out.append_text(cities[static_cast<std::size_t>(pick(3))]); }));
  columns.push_back(
      column({"ended", ColumnType::day, 0, ""}, rows, [](ColumnBuilder& out) { out.append_day(20450 + pick(60)); }));
  columns.push_back(column({"seen", ColumnType::instant, 0, ""}, rows,
                           [](ColumnBuilder& out) { out.append_instant(1769817600000000 + pick(3) - 1); }));
  const std::size_t skip = static_cast<std::size_t>(pick(static_cast<int>(rows)));
  return Batch::of(std::move(columns)).value().slice(skip, rows - skip);  // validity bits that begin inside a byte
}

Inputs constants() {
  Inputs inputs;
  inputs.set("as_of", pick(6) == 0 ? Value() : Value::date(Day::since_epoch(20484)));
  return inputs.set("limit", pick(6) == 0 ? Value() : Value::number(Decimal::scaled(pick(500), 1)));
}

Inputs row_of(const Batch& rows, std::size_t row, const Inputs& given) {
  Inputs inputs = Inputs::of_row(rows.columns(), row);
  for (const auto& [name, value] : given.values()) inputs.set(name, value);
  return inputs;
}

void check_planes(const std::string& text, const Batch& rows, const Inputs& given) {
  const auto expression = Expression::compile(text, scope());
  if (!expression) RC_FAIL(text + ": " + expression.error().to_string());
  const auto column = expression->values(rows, given);
  const auto matches = expression->matches(rows, given);
  if (!column || !matches) RC_FAIL(text + ": " + column.error().to_string());
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const Value one = expression->evaluate(row_of(rows, row, given));
    if (!((*column)[row] == one))
      RC_FAIL(text + " row " + std::to_string(row) + ": column " + (*column)[row].to_feel() + ", one customer " +
              one.to_feel());
    RC_ASSERT((*matches)[row] == (one.is_true() ? 1 : 0));
  }
}

// One rule of a table over months and barred, and whether it holds, told independently.
struct Box {
  int low = 0, high = 0, barred = 0;  // barred: 0 any, 1 true, 2 false
  std::string text() const {
    const std::string cells[] = {"-", "true", "false"};
    return "[" + std::to_string(low) + ".." + std::to_string(high) + "]," + cells[barred];
  }
  bool holds(int months, bool is_barred) const {
    return months >= low && months <= high && (barred == 0 || (barred == 1) == is_barred);
  }
};

}  // namespace

TEST_CASE("conditions agree in both planes") {
  CHECK(rc::check("conditions", [] { check_planes(condition(3), batch(), constants()); }));
}

TEST_CASE("numbers agree in both planes, past 64 bits too") {
  CHECK(rc::check("numbers", [] { check_planes(number(3), batch(), constants()); }));
}

TEST_CASE("texts and dates agree in both planes") {
  CHECK(rc::check("texts", [] { check_planes(pick(2) == 0 ? text(1) : date(), batch(), constants()); }));
}

TEST_CASE("the values of a batch longer than a block agree with its rows") {
  ColumnBuilder fee(Field{"fee", ColumnType::number, 2, ""}), plan(Field{"plan", ColumnType::text, 0, ""});
  for (int row = 0; row < 40'000; ++row) {
    if (row % 7 == 0) fee.append_null();
    else fee.append_number(row);
    plan.append_text(row % 3 == 0 ? "5G" : "4G");
  }
  const Batch rows = Batch::of({fee.finish(), plan.finish()}).value();
  const auto expression = Expression::compile("fee >= 123.45 and plan = \"5G\" or fee = null", scope());
  const auto matches = expression->matches(rows);
  for (std::size_t row = 0; row < rows.rows(); row += 101)
    CHECK((*matches)[row] == (expression->evaluate(Inputs::of_row(rows.columns(), row)).is_true() ? 1 : 0));
  CHECK((*matches)[16384 * 2] == (expression->evaluate(Inputs::of_row(rows.columns(), 16384 * 2)).is_true() ? 1 : 0));
}

TEST_CASE("results become columns, rounded half-even to the declared scale") {
  ColumnBuilder fee(Field{"fee", ColumnType::number, 2, ""});
  for (const int cents : {125, 135, -125}) fee.append_number(cents);
  fee.append_null();
  const Batch rows = Batch::of({fee.finish()}).value();
  const auto column =
      Expression::compile("fee * 2 / 2", scope())->evaluate(rows, Field{"rounded", ColumnType::number, 1, ""});
  CHECK(column->numbers()[0] == 12);
  CHECK(column->numbers()[1] == 14);
  CHECK(column->numbers()[2] == -12);
  CHECK(column->is_null(3));
  CHECK(Expression::compile("fee", scope())->evaluate(rows, Field{"x", ColumnType::number, 1, ""})->numbers()[1] == 14);
  CHECK(Expression::compile("fee > 1", scope())->evaluate(rows, Field{"x", ColumnType::boolean, 0, ""})->is_null(3));
  CHECK(Expression::compile("fee * 1e18", scope())
            ->evaluate(rows, Field{"x", ColumnType::number, 2, ""})
            .error()
            .code() == Errc::amount_overflow);
  CHECK(Expression::compile("\"a\"", scope())->evaluate(rows, Field{"x", ColumnType::number, 2, ""}).error().code() ==
        Errc::type_mismatch);
}

TEST_CASE("a batch that does not suit the expression is an error that names the column") {
  ColumnBuilder fee(Field{"fees", ColumnType::number, 2, ""}), months(Field{"months", ColumnType::text, 0, ""});
  fee.append_number(1);
  months.append_text("3");
  const Batch rows = Batch::of({fee.finish(), months.finish()}).value();
  const auto absent = Expression::compile("fee > 1", scope(), {"rules.toml", 3, 1})->matches(rows);
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().code() == Errc::schema_mismatch);
  CHECK(absent.error().to_string().find("did you mean fees?") != std::string::npos);
  CHECK(absent.error().place()->file == "rules.toml");
  CHECK(Expression::compile("months > 1", scope())->matches(rows).error().code() == Errc::schema_mismatch);
  CHECK(Expression::compile("as_of = null", scope())->matches(rows, {{"as_of", Value::number(1)}}).error().code() ==
        Errc::schema_mismatch);
}

TEST_CASE("gaps and overlaps are found exactly where looking at every input finds them") {
  CHECK(rc::check("coverage", [] {
    std::vector<Box> boxes;
    std::string csv = "hit=U\nwhen: months,when: barred,then: x\n";
    for (int i = pick(6) + 1; i > 0; --i) {
      const int low = pick(5);
      boxes.push_back({low, low + pick(4), pick(3)});
      csv += boxes.back().text() + "," + std::to_string(i) + "\n";
    }
    csv += "< 0,-,7\n> 6,-,8\n";
    const int highest = 12;
    bool gap = false, overlap = false;
    for (int months = 0; months <= highest; ++months)
      for (const bool barred : {false, true}) {
        int holding = months > 6 ? 1 : 0;
        for (const Box& box : boxes) holding += box.holds(months, barred) ? 1 : 0;
        gap |= holding == 0;
        overlap |= holding > 1;
      }
    Scope typed = scope();
    typed.add("months", FeelType::number(0));
    const auto checked = DecisionTable::parse(csv, "t.csv", typed)->check_complete();
    if (overlap) RC_ASSERT(!checked && checked.error().code() == Errc::table_overlap);
    else if (gap) RC_ASSERT(!checked && checked.error().code() == Errc::table_gap);
    else RC_ASSERT(checked.has_value());
  }));
}
