#include "staysail/evaluation/effect.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "evaluation/arms.hpp"
#include "main/scenario.hpp"
#include "main/shared_data.hpp"

namespace staysail {
namespace {

using scenario::Scenario;
using test::kHighDecline;
using test::kRenewal;
using test::Study;

int number(const Scenario& row, const char* name) { return std::stoi(row.given.at(name)); }

EffectEstimate estimate_of(const Scenario& row) {
  Study study;
  study.add(Arm::treated, number(row, "treated"), number(row, "treated_kept"), {kRenewal, {}, {}});
  study.add(Arm::held_out, number(row, "held_out"), number(row, "held_out_kept"), {kRenewal, {}, {}});
  int contacted = number(row, "held_out_contacted");
  for (Exposure& exposure : study.exposures)
    if (exposure.arm == Arm::held_out && contacted > 0) exposure.contacted = contacted-- > 0;
  EvaluationOptions options;
  if (row.given.at("planned") != "-") options.planned_hold_out = static_cast<std::uint32_t>(number(row, "planned"));
  return *study.report(options).value().find({kRenewal, {}, {}});
}

void check_kept(const Scenario& row, const std::optional<KeptEffect>& kept) {
  REQUIRE(kept.has_value() == (row.expected.at("difference") != "-"));
  if (!kept) return;
  CHECK(std::fabs(kept->difference - std::stod(row.expected.at("difference"))) < 5.1e-5);
  CHECK(std::fabs(kept->interval.low - std::stod(row.expected.at("low"))) < 5.1e-5);
  CHECK(std::fabs(kept->interval.high - std::stod(row.expected.at("high"))) < 5.1e-5);
  CHECK(kept->customers == std::stoi(row.expected.at("customers")));
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Hillstrom's e-mail test: a visit stands for "kept", what was spent for revenue.
Study hillstrom(const std::string& path) {
  Study study;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    // From the end: an amount in the second column holds a comma of its own.
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.insert(cells.begin(), cell);
    const std::string& spend = cells[0];
    const std::string& visit = cells[2];
    const std::string& mail = cells[3];
    if (mail == "Womens E-Mail") continue;
    const Arm arm = mail == "No E-Mail" ? Arm::held_out : Arm::treated;
    const auto id = CustomerId::of(std::to_string(study.outcomes.size()));
    study.exposures.push_back({id, kRenewal, cells[6], {}, arm, test::kMarch, arm == Arm::treated, false});
    study.outcomes.push_back({id, visit == "1", 0, std::llround(std::stod(spend) * 100)});
  }
  return study;
}

}  // namespace

TEST_CASE("verdicts of the scenario table") {
  for (const Scenario& row : scenario::read_scenarios("evaluation.txt")) {
    INFO(row.where << " " << row.name);
    const EffectEstimate estimate = estimate_of(row);
    CHECK(name_of(estimate.verdict) == row.expected.at("verdict"));
    check_kept(row, estimate.kept);
  }
}

TEST_CASE("an effect reads as a sentence in English and in Chinese") {
  Study study;
  study.add(Arm::treated, 1200, 1104, kHighDecline, 99'000);
  study.add(Arm::held_out, 300, 252, kHighDecline, 99'000);
  EvaluationOptions options;
  options.names.add(kRenewal.text(), "到期续约", "Renewal before expiry");
  const EvaluationReport report = study.report(options).value();
  const EffectEstimate& effect = *report.find(kHighDecline);
  CHECK(effect.english ==
        "Strategy \"Renewal before expiry\", segment \"High\", stage \"Decline\": of 1200 treated customers 1104 "
        "stayed (92.0 %), of 300 held "
        "out 252 "
        "(84.0 %): 8.0 points more, 95 % interval 3.9 to 12.8. It keeps customers: about 96 stayed because of it. "
        "Revenue per customer: +7.92 CNY, interval 3.52 to 12.32.");
  CHECK(effect.chinese ==
        "策略“到期续约”，细分“高”，阶段“衰退期”：执行组1200人留存1104人（92.0%），对照组300人留存252人（84.0%）："
        "高8.0个百分点，95%置信区间3.9至12.8。该策略有效：约96人因此留下。户均收入+7.92 CNY，区间3.52至12.32。");
  CHECK(contains(report.find({})->english, "The programme: of 1200"));
}

TEST_CASE("each refusal to claim says why in both languages") {
  Study study;
  study.add(Arm::treated, 20, 20, kHighDecline);
  const EffectEstimate alone = *study.report()->find(kHighDecline);
  CHECK(contains(alone.english, "Nobody was held out"));
  CHECK(contains(alone.chinese, "没有对照组"));
  study.add(Arm::held_out, 20, 10, kHighDecline);
  const EffectEstimate small = *study.report()->find(kHighDecline);
  CHECK(contains(small.english, "Too few customers to claim an effect: each arm needs 30."));
  CHECK(contains(small.chinese, "每组至少需要30人"));
  // No revenue claim is made where the effect itself is not sound.
  CHECK_FALSE(contains(small.english, "Revenue"));
}

TEST_CASE("Hillstrom's men's e-mail through the evaluation, rows D1 to D3") {
  const auto path = shared_data("data/uplift/hillstrom.csv");
  if (!path) return;
  EvaluationOptions options;
  options.revenue_scale = 2;
  options.planned_hold_out = 5000;
  const EvaluationReport report = hillstrom(*path).report(options).value();
  const EffectEstimate& effect = *report.find({kRenewal, {}, {}});
  CHECK(effect.treated.kept == 3894);
  CHECK(effect.treated.customers == 21307);
  CHECK(std::fabs(effect.kept->difference - .07658956) < 1e-8);
  CHECK(std::fabs(effect.kept->interval.low - .0699533081) < 1e-8);
  CHECK(std::fabs(effect.kept->interval.high - .0832267413) < 1e-8);
  CHECK(effect.revenue_kept->difference == 7698);  // .76982716 at 4 decimals
  // D2: standard error .14524656; with 31,000 degrees of freedom the interval is 1.96 of them on each side.
  const auto interval = *effect.revenue_kept->interval;
  CHECK(std::fabs((interval.high - interval.low) / 2 / .14524656 - 1.9600) < 1e-4);
  CHECK(effect.verdict == EffectVerdict::keeps);
  CHECK(report.find({kRenewal, "Rural", {}}) != nullptr);
  CHECK(effect.sample_ratio->p_value > 0.9);
}

}  // namespace staysail
