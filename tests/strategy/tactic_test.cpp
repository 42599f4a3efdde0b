#include "strategy/tactic.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

Batch one_line() {
  ColumnBuilder cause({"complaint_cause", ColumnType::text, 0, ""}), plan({"plan", ColumnType::text, 0, ""}),
      price({"plan_price", ColumnType::number, 3, ""}), paid({"arpu_3m", ColumnType::number, 4, "money/month"}),
      share({"share", ColumnType::number, 4, "share"}), grade({"grade", ColumnType::text, 0, ""});
  cause.append_text("billing");
  plan.append_text("M059");
  price.append_number(59000);
  paid.append_number(481350);
  share.append_number(1234);
  grade.append_null();
  return Batch::of({cause.finish(), plan.finish(), price.finish(), paid.finish(), share.finish(), grade.finish()})
      .value();
}

}  // namespace

TEST_CASE("people read names for codes and money with two decimals") {
  const std::string tactic = "{complaint_cause} {plan} {plan_price} {arpu_3m} {share} {grade}";
  CHECK(strategy::in_words(tactic, one_line(), 0, "zh") == "账单差错 M059 59.00 48.14 0.1234 -");
  CHECK(strategy::in_words(tactic, one_line(), 0, "en") == "a billing error M059 59.00 48.14 0.1234 -");
}

TEST_CASE("a program reads codes and all decimals, and hears what is not known") {
  CHECK(strategy::fill_in("{complaint_cause}/{plan_price}/{grade}", one_line(), 0) == "billing/59.000/");
  CHECK(strategy::first_unknown("{plan} {grade}", one_line(), 0) == "grade");
  CHECK(strategy::first_unknown("{plan}", one_line(), 0).empty());
}
