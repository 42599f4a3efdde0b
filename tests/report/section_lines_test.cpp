#include <doctest/doctest.h>

#include "report/row_groups.hpp"
#include "report/sample_pages.hpp"

using namespace staysail;
using sample::bare_night, sample::in, sample::page_of, sample::parsed, sample::row_named;

namespace {

using Cells = std::vector<std::string>;

// Lines of two kinds: `each` prepaid ones of which every second leaves on its 40th day, and as many that never do.
NightRecord night_of_contracts(int each) {
  NightRecord night = bare_night();  // 2026-01-01
  sample::Rows rows;
  for (int line = 0; line < each; ++line) {
    const bool left = line % 2 == 0;
    rows.push_back({"P" + std::to_string(line), left ? "terminated" : "active", "2025-01-01", left ? "2025-02-10" : "",
                    "prepaid"});
    rows.push_back({"C" + std::to_string(line), "active", "2025-01-01", "", "no_contract"});
  }
  night.decision = sample::batch_of("subscription_id status activated:day terminated:day contract_kind", rows);
  return night;
}

// Lines with a segment and two figures: those of "guard" pay 100, those of "maintain" 20.
Batch segmented(int guards, int maintained, int from = 0) {
  sample::Rows rows;
  for (int line = 0; line < guards + maintained; ++line) {
    const bool guard = line < guards;
    rows.push_back({"S" + std::to_string(1000 + from + line), guard ? "guard" : "maintain", guard ? "100.00" : "20.00",
                    guard ? "6" : "30", guard ? "1" : "2"});
  }
  Batch frame = sample::batch_of("subscription_id segment arpu_3m:2 tenure_months:0 kind:0", rows);
  std::vector<Column> columns = frame.columns();
  Field field = columns.back().field();
  field.unit = "cluster";
  ColumnBuilder clusters(field);
  for (std::size_t row = 0; row < frame.rows(); ++row) clusters.append_number(frame.find("kind")->numbers()[row]);
  columns.back() = clusters.finish();
  return Batch::of(std::move(columns)).value();
}

NightRecord segmented_night(int month, const Batch& frame) {
  NightRecord night;
  night.as_of = Day::of(2026, 1 + month, 1).value();
  night.indicators = {"arpu_3m", "tenure_months", "kind"};
  night.decision = frame;
  return night;
}

}  // namespace

TEST_CASE("survival stands by contract, with its interval, lines at risk and the test of a difference") {
  const auto page = parsed(page_of({night_of_contracts(200)}, Batch()));
  CHECK(page.says("Survival by contract"));
  const Cells prepaid = row_named(page, "Prepaid");
  REQUIRE(prepaid.size() > 5);
  CHECK(prepaid[1] == "200");
  CHECK(prepaid[2] == "100");
  CHECK(prepaid[3] == "1.3");                 // the median: half have left by day 40
  CHECK(prepaid[4] == "50.0% [42.9, 56.7]");  // 0.5 to the power exp(-+ 1.96 sqrt(100 / (200 * 100)) / ln 0.5)
  CHECK(row_named(page, "No contract, or under 6 months")[3] == "not reached");
  CHECK(page.says("The curves differ by more than chance: log-rank chi-square"));
  CHECK(page.says("p < 0.001"));
  const auto chinese = parsed(page_of({night_of_contracts(200)}, Batch(), in("zh")));
  CHECK(chinese.says("分合约留存曲线"));
  CHECK(row_named(chinese, "预付费").size() == prepaid.size());
}

TEST_CASE("a kind with a handful of lines has no curve, and the table says so") {
  NightRecord night = night_of_contracts(9);
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.all("svg").empty());
  CHECK(page.says("Survival by contract"));
}

TEST_CASE("a segment's profile has the means of its lines, and the cut that tells it from all others") {
  const auto page = parsed(page_of({segmented_night(0, segmented(300, 100))}, Batch()));
  CHECK(page.says("Segment profiles"));
  CHECK(row_named(page, "All lines") == Cells{"All lines", "400", "80.00", "12.00"});
  std::size_t profiles = 0;
  for (const auto* cell : page.all("td")) profiles += cell->text == "100.00" ? 1 : 0;
  CHECK(profiles == 2);  // of the segment and of the cluster
  CHECK(page.says("arpu_3m > 90"));
  CHECK(page.says("arpu_3m <= 90"));
  CHECK(page.says("Clusters: kind"));
  CHECK(page.says("Cluster 1"));
  CHECK(parsed(page_of({segmented_night(0, segmented(300, 100))}, Batch(), in("zh"))).says("第1类"));
}

TEST_CASE("who moved between segments since the month before, who came and who left") {
  const auto page =
      parsed(page_of({segmented_night(0, segmented(300, 100)), segmented_night(1, segmented(200, 199, 1))}, Batch()));
  // Of 400 lines the first is gone; 200 of the others are guard now, the last of 399 was maintained before.
  CHECK(page.says("Lines by segment in 2026-01 (rows) and in 2026-02 (columns)"));
  CHECK(page.says("300 of 399 lines (75.2%) are in the segment they were in."));
  std::vector<Cells> rows;
  const auto flow = row_named(page, "Guard");
  CHECK(flow.size() > 2);
  CHECK(parsed(page_of({segmented_night(0, segmented(3, 1)), segmented_night(2, segmented(2, 2))}, Batch()))
            .says("This is the first month that is known"));
}

TEST_CASE("the operator's KPIs are made of the lines alive") {
  NightRecord night = bare_night();
  night.decision = sample::batch_of(
      "subscription_id stage stage_since:0 churn_kind share_of_customer:4 margin_12m:2 residual_value:2 warning_level",
      {{"1", "growth", "0", "", "0.5", "10.00", "400.00", "high"},
       {"2", "maturity", "0", "", "0.25", "20.00", "600.00", "none"},
       {"3", "churned", std::to_string(night.period().index()), "defected", "1", "90.00", "9000.00", "high"}});
  night.transitions =
      sample::batch_of("from_stage to_stage lines:0",
                       {{"growth", "growth", "1"}, {"maturity", "maturity", "1"}, {"decline", "churned", "1"}});
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(row_named(page, "Retention rate, a month")[1] == "66.7%");
  CHECK(row_named(page, "Churn, a month: Defected to a rival")[1] == "33.3%");
  CHECK(row_named(page, "Share of customer")[1] == "37.5%");
  CHECK(row_named(page, "Customer assets")[1] == "1,000.00 CNY");
  CHECK(row_named(page, "Return on customer assets, a year")[1] == "36.0%");
  CHECK(row_named(page, "Customer assets at risk")[1] == "400.00 CNY");
  CHECK(parsed(page_of({night}, Batch(), in("zh"))).says("维系经营指标"));
}

TEST_CASE("rows fall into groups by text and by number; a mean is rounded once") {
  const Batch frame = sample::batch_of(
      "segment kind:0 amount:3 share:4",
      {{"b", "2", "1.000", "0.5"}, {"a", "10", "2.005", ""}, {"b", "2", "", "0.5"}, {"", "10", "7.000", "0.25"}});
  const auto by_text = report::groups_by(frame, "segment"), by_number = report::groups_by(frame, "kind");
  CHECK(by_text.names == std::vector<std::string>{"b", "a"});
  CHECK(by_text.sizes == std::vector<std::int64_t>{2, 1});
  CHECK(by_number.names == std::vector<std::string>{"2", "10"});
  CHECK(report::groups_by(frame, "amount").names.empty());
  CHECK(report::groups_by(frame, "nothing").names.empty());
  const auto means = report::means_by(by_text, *frame.find("amount"));
  CHECK(means.of_group == std::vector<std::optional<std::int64_t>>{100, 200});  // 2.005 half to even
  CHECK(means.of_all == 150);  // 3.005 / 2, without the row that is in no group
}
