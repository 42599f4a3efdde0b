// Random conditions over a fixed set of names, and random rows and constants for them. For use within rc::check().
#pragma once

#include <rapidcheck.h>

#include <limits>
#include <string>
#include <vector>

#include "staysail/decision/expression.hpp"

namespace staysail::test {

inline int pick(int count) { return *rc::gen::inRange(0, count); }

inline std::string one_of(const std::vector<std::string>& choices) {
  return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
}

inline std::string number(int depth);
inline std::string condition(int depth);

inline std::string text(int depth) {
  if (depth > 0 && pick(4) == 0)
    return one_of({"lower case(plan)", "upper case(city)", "plan + \"x\"", "substring(city, 1, 1)"});
  return one_of({"plan", "city", "\"5G\"", "\"北京\"", "\"\"", "null"});
}

inline std::string date() {
  return one_of(
      {"ended", "as_of", "date(\"2026-01-31\")", "ended + duration(\"P1M\")", "as_of - duration(\"P30D\")", "null"});
}

inline std::string number(int depth) {
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

inline std::string comparison(int depth) {
  const std::string sign = one_of({" = ", " != ", " < ", " <= ", " > ", " >= "});
  switch (pick(6)) {
    case 0: return text(depth) + sign + text(depth);
    case 1: return date() + sign + date();
    case 2: return "seen" + sign + one_of({"seen", "date and time(\"2026-01-31T00:00:00\")", "null"});
    case 3: return "(ended - as_of)" + sign + "duration(\"P3D\")";
    default: return number(depth) + sign + number(depth);
  }
}

inline std::string test(int depth) {
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

inline std::string condition(int depth) {
  if (depth == 0) return one_of({"barred", "true", "null", "fee > 2", "plan = \"5G\"", "months <= 3"});
  switch (pick(5)) {
    case 0: return "not(" + condition(depth - 1) + ")";
    case 1: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
    case 2: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
    case 3: return "(" + test(depth - 1) + ")";
    default: return "(" + comparison(depth - 1) + ")";
  }
}

inline Scope random_scope() {
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
inline Column column(Field field, std::size_t rows, Append append) {
  ColumnBuilder builder(std::move(field));
  for (std::size_t row = 0; row < rows; ++row) {
    if (pick(4) == 0) builder.append_null();
    else append(builder);
  }
  return builder.finish();
}

inline std::int64_t integer() {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  switch (pick(8)) {
    case 0: return kMost - pick(3);
    case 1: return -kMost - 1 + pick(3);
    default: return pick(2000) - 1000;
  }
}

inline Batch random_batch(int most_rows) {
  const auto rows = static_cast<std::size_t>(pick(most_rows) + 1);
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

inline Inputs random_constants() {
  Inputs inputs;
  inputs.set("as_of", pick(6) == 0 ? Value() : Value::date(Day::since_epoch(20484)));
  return inputs.set("limit", pick(6) == 0 ? Value() : Value::number(Decimal::scaled(pick(500), 1)));
}

inline Inputs row_of(const Batch& rows, std::size_t row, const Inputs& given) {
  Inputs inputs = Inputs::of_row(rows.columns(), row);
  for (const auto& [name, value] : given.values()) inputs.set(name, value);
  return inputs;
}

}  // namespace staysail::test
