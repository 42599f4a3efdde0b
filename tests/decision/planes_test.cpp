// The two evaluators give the same value for the same inputs: random expressions over random batches, value for value.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>
#include <string>
#include <vector>

#include "decision/random_conditions.hpp"
#include "staysail/decision/decision_table.hpp"
#include "staysail/decision/expression.hpp"

using namespace staysail;
using namespace staysail::test;

namespace {

void check_planes(const std::string& text, const Batch& rows, const Inputs& given) {
  const auto expression = Expression::compile(text, random_scope());
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
  CHECK(rc::check("conditions", [] { check_planes(condition(3), random_batch(12), random_constants()); }));
}

TEST_CASE("numbers agree in both planes, past 64 bits too") {
  CHECK(rc::check("numbers", [] { check_planes(number(3), random_batch(12), random_constants()); }));
}

TEST_CASE("texts and dates agree in both planes") {
  CHECK(
      rc::check("texts", [] { check_planes(pick(2) == 0 ? text(1) : date(), random_batch(12), random_constants()); }));
}

TEST_CASE("the values of a batch longer than a block agree with its rows") {
  ColumnBuilder fee(Field{"fee", ColumnType::number, 2, ""}), plan(Field{"plan", ColumnType::text, 0, ""});
  for (int row = 0; row < 40'000; ++row) {
    if (row % 7 == 0) fee.append_null();
    else fee.append_number(row);
    plan.append_text(row % 3 == 0 ? "5G" : "4G");
  }
  const Batch rows = Batch::of({fee.finish(), plan.finish()}).value();
  const auto expression = Expression::compile("fee >= 123.45 and plan = \"5G\" or fee = null", random_scope());
  const auto matches = expression->matches(rows);
  for (std::size_t row = 0; row < rows.rows(); row += 101)
    CHECK((*matches)[row] == (expression->evaluate(Inputs::of_row(rows.columns(), row)).is_true() ? 1 : 0));
  CHECK((*matches)[16384 * 2] == (expression->evaluate(Inputs::of_row(rows.columns(), 16384 * 2)).is_true() ? 1 : 0));
}

TEST_CASE("a position that can be null leaves an empty list in both planes, a written one its element") {
  ColumnBuilder fee(Field{"fee", ColumnType::number, 2, ""});
  for (const int cents : {0, 100, 300}) fee.append_number(cents);
  const Batch rows = Batch::of({fee.finish()}).value();
  check_planes("[5, 6][2 / fee]", rows, {});
  check_planes("[5, 6][fee]", rows, {});
  check_planes("[5, 6][-1]", rows, {});
  const auto computed = Expression::compile("[5, 6][2 / fee]", random_scope())->values(rows);
  CHECK((*computed)[0] == Value::list({}));
  CHECK((*computed)[1] == Value::number(6));
}

TEST_CASE("results become columns, rounded half-even to the declared scale") {
  ColumnBuilder fee(Field{"fee", ColumnType::number, 2, ""});
  for (const int cents : {125, 135, -125}) fee.append_number(cents);
  fee.append_null();
  const Batch rows = Batch::of({fee.finish()}).value();
  const auto column =
      Expression::compile("fee * 2 / 2", random_scope())->evaluate(rows, Field{"rounded", ColumnType::number, 1, ""});
  CHECK(column->numbers()[0] == 12);
  CHECK(column->numbers()[1] == 14);
  CHECK(column->numbers()[2] == -12);
  CHECK(column->is_null(3));
  CHECK(
      Expression::compile("fee", random_scope())->evaluate(rows, Field{"x", ColumnType::number, 1, ""})->numbers()[1] ==
      14);
  CHECK(Expression::compile("fee > 1", random_scope())
            ->evaluate(rows, Field{"x", ColumnType::boolean, 0, ""})
            ->is_null(3));
  CHECK(Expression::compile("fee * 1e18", random_scope())
            ->evaluate(rows, Field{"x", ColumnType::number, 2, ""})
            .error()
            .code() == Errc::amount_overflow);
  CHECK(Expression::compile("\"a\"", random_scope())
            ->evaluate(rows, Field{"x", ColumnType::number, 2, ""})
            .error()
            .code() == Errc::type_mismatch);
}

TEST_CASE("a batch that does not suit the expression is an error that names the column") {
  ColumnBuilder fee(Field{"fees", ColumnType::number, 2, ""}), months(Field{"months", ColumnType::text, 0, ""});
  fee.append_number(1);
  months.append_text("3");
  const Batch rows = Batch::of({fee.finish(), months.finish()}).value();
  const auto absent = Expression::compile("fee > 1", random_scope(), {"rules.toml", 3, 1})->matches(rows);
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().code() == Errc::schema_mismatch);
  CHECK(absent.error().to_string().find("did you mean fees?") != std::string::npos);
  CHECK(absent.error().place()->file == "rules.toml");
  CHECK(Expression::compile("months > 1", random_scope())->matches(rows).error().code() == Errc::schema_mismatch);
  CHECK(Expression::compile("as_of = null", random_scope())
            ->matches(rows, {{"as_of", Value::number(1)}})
            .error()
            .code() == Errc::schema_mismatch);
}

TEST_CASE("a rule is told never to decide exactly where no input finds it first") {
  CHECK(rc::check("masked rules", [] {
    std::vector<Box> boxes;
    std::string csv = "hit=F\nwhen: months,when: barred,then: x\n";
    for (int i = pick(6) + 2; i > 0; --i) {
      const int low = pick(5);
      boxes.push_back({low, low + pick(4), pick(3)});
      csv += boxes.back().text() + "," + std::to_string(i) + "\n";
    }
    std::set<std::size_t> deciding, told;
    for (int months = 0; months <= 12; ++months)
      for (const int barred : {1, 2, 3}) {  // true, false, null
        const auto takes = [&](const Box& box) {
          return months >= box.low && months <= box.high && (box.barred == 0 || box.barred == barred);
        };
        deciding.insert(static_cast<std::size_t>(std::find_if(boxes.begin(), boxes.end(), takes) - boxes.begin()));
      }
    csv += "-,-,0\n";
    Scope typed = random_scope();
    typed.add("months", FeelType::number(0));
    for (const Warning& warning : DecisionTable::parse(csv, "t.csv", typed)->check_complete().value())
      if (warning.kind == WarningKind::masked) told.insert(warning.place.line - 3);
    for (std::size_t box = 0; box < boxes.size(); ++box)
      if (deciding.contains(box) == told.contains(box)) RC_FAIL(csv + "rule " + std::to_string(box + 1));
  }));
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
    Scope typed = random_scope();
    typed.add("months", FeelType::number(0));
    const auto checked = DecisionTable::parse(csv, "t.csv", typed)->check_complete();
    if (overlap) RC_ASSERT(!checked && checked.error().code() == Errc::table_overlap);
    else if (gap) RC_ASSERT(!checked && checked.error().code() == Errc::table_gap);
    else RC_ASSERT(checked.has_value());
  }));
}
