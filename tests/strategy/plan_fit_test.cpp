#include "staysail/strategy/plan_fit.hpp"

#include <doctest/doctest.h>

#include "staysail/strategy/strategy_file.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

struct Line {
  const char *product, *plan, *start;
  std::int64_t price, paid;  // in thousandths and hundredths; -1: unknown
};

Batch frame_of_lines(const std::vector<Line>& lines) {
  ColumnBuilder ids({"subscription_id", ColumnType::text, 0, ""}), customers({"customer_id", ColumnType::text, 0, ""}),
      products({"product_type", ColumnType::text, 0, ""}), plans({"plan", ColumnType::text, 0, ""}),
      starts({"plan_start", ColumnType::day, 0, ""}), prices({"plan_price", ColumnType::number, 3, ""}),
      paid({"arpu_3m", ColumnType::number, 2, "money/month"});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    ids.append_text("S" + std::to_string(i));
    customers.append_text("C" + std::to_string(i));
    products.append_text(line.product);
    plans.append_text(line.plan);
    starts.append_day(day(line.start));
    line.price < 0 ? prices.append_null() : prices.append_number(line.price);
    line.paid < 0 ? paid.append_null() : paid.append_number(line.paid);
  }
  return Batch::of({ids.finish(), customers.finish(), products.finish(), plans.finish(), starts.finish(),
                    prices.finish(), paid.finish()})
      .value();
}

Batch frame_with_plans(const std::vector<Line>& lines) {
  const Batch frame = frame_of_lines(lines), fitting = fitting_plans(frame, day("2026-01-10")).value();
  std::vector<Column> columns(frame.columns().begin(), frame.columns().end());
  columns.push_back(*fitting.find("fitting_plan"));
  columns.push_back(*fitting.find("fitting_plan_price"));
  return Batch::of(std::move(columns)).value();
}

const std::vector<Line> kLines = {
    {"mobile", "M059", "2025-03-01", 59000, 8000},    // pays 80: the dearest not above it is M079
    {"mobile", "M079", "2025-03-01", 79000, 7900},    // has it already
    {"mobile", "M079", "2025-04-01", 79000, -1},      // nothing is known of what it pays
    {"mobile", "M079", "2025-05-01", 60000, 5000},    // a price that fewer pay; nothing costs 50 or less
    {"mobile", "M129", "2020-01-01", 129000, 20000},  // nobody took it up of late: it is not on sale
    {"broadband", "B120", "2025-06-01", 120000, 13000}};

Strategy plan_fit() {
  Strategy strategy = strategy_of("plan_fit", "arpu_3m > 0", StrategyKind::plan_fit);
  strategy.action = StrategyAction{ActionKind::change_plan, {{"offering", "{fitting_plan}"}}, ActionMoment::issue};
  strategy.hold_out = false;
  return strategy;
}

}  // namespace

TEST_CASE("the dearest offering on sale that costs no more than is paid") {
  const Batch fitting = frame_with_plans(kLines);
  const Column &plans = *fitting.find("fitting_plan"), &prices = *fitting.find("fitting_plan_price");
  CHECK(plans.text(0) == "M079");
  CHECK(prices.value_text(0) == "79.000");
  for (const std::size_t row : {1, 2, 3}) CHECK(plans.is_null(row));
  CHECK(plans.text(4) == "M079");
  CHECK(plans.is_null(5));  // B120 is the only broadband offering, and the line has it
}

TEST_CASE("a change of plan carries its offering; without one there is no order, and it is said why") {
  PlanCase scene;
  scene.strategies = {plan_fit()};
  scene.frame = frame_with_plans(kLines);
  scene.policy.marketing = ConsentRule::unless_refused;
  scene.policy.hold_out = {0, ""};
  const Plan plan = scene.plan().value();
  REQUIRE(plan.candidates.size() == 5);
  CHECK(plan.candidates[0].verdict == Verdict::task);
  CHECK(plan.parameters_of(plan.candidates[0]) ==
        std::vector<std::pair<std::string, std::string>>{{"offering", "M079"}});
  CHECK(plan.candidates[1].verdict == Verdict::not_eligible);
  CHECK(plan.details[1] == "fitting_plan is not known: the order cannot name its offering");
}

TEST_CASE("a playbook whose change of plan names no offering, or none that there is, does not load") {
  PlanCase scene;
  scene.strategies = {plan_fit()};
  scene.strategies[0].action->parameters = {{"offering", "{fiting_plan}"}};
  scene.frame = frame_with_plans(kLines);
  const auto misspelt = scene.plan();
  CHECK(misspelt.error().code() == Errc::unknown_name);
  CHECK(misspelt.error().message().find("did you mean 'fitting_plan'") != std::string::npos);
  const FrameScope scope{Scope::of(scene.frame.schema()), {}};
  const auto unnamed = parse_strategies(
      "[[strategy]]\nid = \"fit\"\ntitle = \"fit\"\nversion = 1\nowner = \"desk\"\nkind = \"plan_fit\"\n"
      "channels = [\"call\"]\nwhen = 'arpu_3m > 0'\ntactic = \"call\"\naction = { kind = \"change_plan\" }\n",
      "strategies.toml", scope);
  CHECK(unnamed.error().code() == Errc::playbook_invalid);
  CHECK(unnamed.error().message().find("offering") != std::string::npos);
}

}  // namespace staysail::test
