#include "staysail/evaluation/evaluation.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "evaluation/arms.hpp"
#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

using test::kHighDecline;
using test::kMarch;
using test::kRenewal;
using test::Study;

const StrategyId kCall = StrategyId::of("call");

Exposure exposure(const char* customer, const StrategyId& strategy, Arm arm) {
  return {CustomerId::of(customer), strategy, "high", "decline", arm, kMarch, false, false};
}

Outcome outcome(const char* customer, bool kept) { return {CustomerId::of(customer), kept, 1000, kept ? 900 : 0}; }

// Everything a report says, as one text: two equal texts are two equal reports.
std::string everything(const EvaluationReport& report) {
  std::string text;
  for (const EffectEstimate& effect : report.effects) text += effect.english + effect.chinese + "\n";
  for (const auto count : {report.exposures, report.repeated, report.crossed, report.contaminated,
                           report.mixed_customers, report.without_outcome, report.unexposed_outcomes})
    text += std::to_string(count) + " ";
  return text;
}

// A population with every irregularity, from the numbers that rapidcheck draws.
Study any_study() {
  Study study;
  const auto customers = *rc::gen::inRange(0, 60);
  for (int i = 0; i < customers; ++i) {
    const std::string id = "C" + std::to_string(i);
    const int rows = *rc::gen::inRange(0, 4);
    for (int row = 0; row < rows; ++row)
      study.exposures.push_back(
          {CustomerId::of(id), *rc::gen::element(kRenewal, kCall), *rc::gen::element<std::string>("high", "low", ""),
           *rc::gen::element<std::string>("decline", "growth", ""), *rc::gen::element(Arm::treated, Arm::held_out),
           kMarch, *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()});
    if (*rc::gen::inRange(0, 5) != 0)
      study.outcomes.push_back({CustomerId::of(id), *rc::gen::arbitrary<bool>(), *rc::gen::inRange(0, 99'000),
                                *rc::gen::inRange(0, 99'000)});
  }
  return study;
}

EvaluationTally tally_of(const Study& study) {
  return EvaluationTally::map(kMarch, study.exposures, study.outcomes).value();
}

// The customers of `study` whose hash falls into `part` of `parts`.
Study part_of(const Study& study, std::uint64_t part, std::uint64_t parts) {
  const auto here = [&](const CustomerId& id) { return hash_of(id.text()) % parts == part; };
  Study result;
  for (const auto& row : study.exposures)
    if (here(row.customer)) result.exposures.push_back(row);
  for (const auto& row : study.outcomes)
    if (here(row.customer)) result.outcomes.push_back(row);
  return result;
}

}  // namespace

TEST_CASE("a customer counts in its cell and in each wider one") {
  Study study;
  study.add(Arm::treated, 3, 2, kHighDecline);
  study.add(Arm::treated, 5, 5, {kRenewal, "low", "decline"});
  study.add(Arm::held_out, 2, 1, kHighDecline);
  const EvaluationReport report = study.report().value();
  CHECK(report.find(kHighDecline)->treated.customers == 3);
  CHECK(report.find({kRenewal, "high", {}})->treated.kept == 2);
  CHECK(report.find({kRenewal, {}, "decline"})->treated.customers == 8);
  CHECK(report.find({kRenewal, {}, {}})->treated.kept == 7);
  CHECK(report.find({})->held_out.customers == 2);
  CHECK(report.find({kCall, {}, {}}) == nullptr);
  CHECK(report.find(kHighDecline)->period == kMarch);
}

TEST_CASE("customers of an unknown segment or stage have a cell of their own") {
  Study study;
  study.add(Arm::treated, 3, 2, {kRenewal, {}, "decline"});
  const EvaluationReport report = study.report().value();
  CHECK(report.find({kRenewal, "unknown", "decline"})->treated.customers == 3);
  CHECK(report.find({kRenewal, {}, "decline"})->treated.customers == 3);
}

TEST_CASE("revenue kept and its change are exact means") {
  Study study;
  study.exposures = {exposure("A", kRenewal, Arm::treated), exposure("B", kRenewal, Arm::treated),
                     exposure("C", kRenewal, Arm::treated), exposure("D", kRenewal, Arm::held_out),
                     exposure("E", kRenewal, Arm::held_out)};
  study.outcomes = {outcome("A", true), outcome("B", true), outcome("C", false), outcome("D", false),
                    outcome("E", true)};
  const EvaluationReport report = study.report().value();
  const RevenueEffect kept = *report.find({kRenewal, {}, {}})->revenue_kept;
  CHECK(kept.scale == 5);
  CHECK(kept.treated_mean == 60'000);   // (900 + 900 + 0) / 3 thousandths
  CHECK(kept.held_out_mean == 45'000);  // (0 + 900) / 2
  CHECK(kept.difference == 15'000);
  CHECK(report.find({kRenewal, {}, {}})->revenue_change->treated_mean == -40'000);
}

TEST_CASE("a row said twice counts once, with what any of them saw") {
  Study study;
  Exposure seen = exposure("A", kRenewal, Arm::treated);
  seen.accepted = true;
  study.exposures = {exposure("A", kRenewal, Arm::treated), seen, exposure("A", kRenewal, Arm::treated)};
  study.outcomes = {outcome("A", true), outcome("A", true)};
  const EvaluationReport report = study.report().value();
  CHECK(report.exposures == 1);
  CHECK(report.repeated == 2);
  CHECK(report.find({kRenewal, {}, {}})->treated == ArmCounts{1, 1, 0, 1});
}

TEST_CASE("planted fault: a customer in both arms of a strategy is in no effect, and is counted") {
  Study study;
  study.exposures = {exposure("A", kRenewal, Arm::treated), exposure("A", kRenewal, Arm::held_out),
                     exposure("B", kRenewal, Arm::treated)};
  study.outcomes = {outcome("A", true), outcome("B", true)};
  const EvaluationReport report = study.report().value();
  CHECK(report.crossed == 1);
  CHECK(report.find({kRenewal, {}, {}})->treated.customers == 1);
  CHECK(report.find({kRenewal, {}, {}})->held_out.customers == 0);
}

TEST_CASE("planted fault: a contacted hold-out is counted and stops the claim") {
  Study study;
  study.add(Arm::treated, 1000, 980, kHighDecline);
  study.add(Arm::held_out, 100, 80, kHighDecline);
  CHECK(study.report()->find(kHighDecline)->verdict == EffectVerdict::keeps);
  int planted = 0;
  for (Exposure& row : study.exposures)
    if (row.arm == Arm::held_out && planted < 6) ++planted, row.contacted = true;
  const EvaluationReport report = study.report().value();
  CHECK(report.contaminated == 6);
  CHECK(report.find(kHighDecline)->verdict == EffectVerdict::contaminated);
}

TEST_CASE("planted fault: outcomes lost in one arm are found by the sample ratio") {
  EvaluationOptions options;
  options.planned_hold_out = 1000;
  Study study;
  study.add(Arm::treated, 9000, 8500, kHighDecline);
  study.add(Arm::held_out, 1000, 850, kHighDecline);
  CHECK(study.report(options)->find(kHighDecline)->verdict == EffectVerdict::keeps);
  // The leavers of the hold-out never come back as outcomes.
  study.outcomes.resize(study.outcomes.size() - 150);
  const EvaluationReport report = study.report(options).value();
  CHECK(report.without_outcome == 150);
  CHECK(report.find(kHighDecline)->verdict == EffectVerdict::sample_mismatch);
  CHECK(report.find({kRenewal, "high", {}})->verdict == EffectVerdict::sample_mismatch);
}

TEST_CASE("held out of one strategy, treated by another: apart from each other, and not in the programme") {
  Study study;
  study.exposures = {exposure("A", kRenewal, Arm::treated), exposure("A", kCall, Arm::held_out),
                     exposure("B", kRenewal, Arm::treated), exposure("B", kCall, Arm::treated)};
  study.outcomes = {outcome("A", true), outcome("B", true), outcome("Z", true)};
  const EvaluationReport report = study.report().value();
  CHECK(report.mixed_customers == 1);
  CHECK(report.unexposed_outcomes == 1);
  CHECK(report.find({})->treated.customers == 1);
  CHECK(report.find({kRenewal, {}, {}})->treated.customers == 2);
  CHECK(report.find({kCall, {}, {}})->held_out.customers == 1);
}

TEST_CASE("input that cannot be judged is refused with the reason") {
  const auto code = [](const Study& study, const EvaluationOptions& options = {}) {
    return study.report(options).error().code();
  };
  Study april;
  april.exposures = {exposure("A", kRenewal, Arm::treated)};
  april.exposures[0].period = kMarch + 1;
  CHECK(code(april) == Errc::invalid_argument);
  Study nameless;
  nameless.exposures = {exposure("", kRenewal, Arm::treated)};
  CHECK(code(nameless) == Errc::invalid_argument);
  Study two_ends;
  two_ends.outcomes = {outcome("A", true), outcome("A", false)};
  CHECK(code(two_ends) == Errc::conflict);
  Study too_rich;
  too_rich.outcomes = {{CustomerId::of("A"), true, INT64_MAX, INT64_MIN}};
  CHECK(code(too_rich) == Errc::amount_overflow);
}

TEST_CASE("options that cannot be used are refused") {
  const auto refused = [](auto change) {
    EvaluationOptions options;
    change(options);
    return !options.validate();
  };
  CHECK_FALSE(refused([](EvaluationOptions&) {}));
  CHECK(refused([](EvaluationOptions& o) { o.revenue_scale = 10; }));
  CHECK(refused([](EvaluationOptions& o) { o.confidence = 1; }));
  CHECK(refused([](EvaluationOptions& o) { o.minimum_arm = 0; }));
  CHECK(refused([](EvaluationOptions& o) { o.planned_hold_out = 10'000; }));
  CHECK(refused([](EvaluationOptions& o) { o.sample_ratio_alarm = 1; }));
  CHECK(refused([](EvaluationOptions& o) { o.tolerated_contamination = 10'001; }));
}

TEST_CASE("cities merged in any order report as the province does") {
  CHECK(rc::check([] {
    const Study study = any_study();
    const auto parts = *rc::gen::inRange<std::uint64_t>(1, 6);
    EvaluationTally merged = tally_of(part_of(study, parts - 1, parts));
    for (std::uint64_t part = parts - 1; part-- > 0;) RC_ASSERT(merged.merge(tally_of(part_of(study, part, parts))));
    EvaluationOptions options;
    options.minimum_arm = 3;
    RC_ASSERT(everything(merged.finish(options).value()) == everything(tally_of(study).finish(options).value()));
  }));
}

TEST_CASE("the order of rows does not matter") {
  CHECK(rc::check([] {
    const Study study = any_study();
    Study shuffled = study;
    std::reverse(shuffled.exposures.begin(), shuffled.exposures.end());
    std::reverse(shuffled.outcomes.begin(), shuffled.outcomes.end());
    RC_ASSERT(everything(shuffled.report().value()) == everything(study.report().value()));
  }));
}

TEST_CASE("tallies of two periods do not merge") {
  EvaluationTally march = EvaluationTally::map(kMarch, {}, {}).value();
  CHECK(march.merge(EvaluationTally::map(kMarch + 1, {}, {}).value()).error().code() == Errc::invalid_argument);
}

TEST_CASE("where nothing is done, about one experiment in twenty claims an effect, and not many more") {
  int claims = 0;
  constexpr int kExperiments = 400;
  for (int experiment = 0; experiment < kExperiments; ++experiment) {
    Study study;
    for (int i = 0; i < 500; ++i) {
      const std::string id = std::to_string(experiment) + "/" + std::to_string(i);
      const Arm arm = hash_of(id, 1) % 100 < 30 ? Arm::held_out : Arm::treated;
      study.exposures.push_back({CustomerId::of(id), kRenewal, {}, {}, arm, kMarch, false, false});
      study.outcomes.push_back({CustomerId::of(id), hash_of(id, 2) % 100 < 80, 0, 0});
    }
    const EffectVerdict verdict = study.report()->find({kRenewal, {}, {}})->verdict;
    claims += verdict == EffectVerdict::keeps || verdict == EffectVerdict::drives_away;
  }
  // 5 % of 400 = 20; three standard errors = 13.
  CHECK(claims > 7);
  CHECK(claims < 33);
}

}  // namespace staysail
