#include "staysail/lifecycle/stage_durations.hpp"

#include <cmath>

#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

// "from to lines"
Batch moves(const std::vector<std::string>& told) {
  const Schema schema = Schema::of({{"from_stage", ColumnType::text, 0, {}},
                                    {"to_stage", ColumnType::text, 0, {}},
                                    {"lines", ColumnType::number, 0, {}}})
                            .value();
  BatchBuilder builder(schema);
  for (const auto& move : told) {
    const auto words = words_of(move);
    builder.column(0).append_text(words[0]);
    builder.column(1).append_text(words[1]);
    builder.column(2).append_number(std::stoll(words[2]));
  }
  return builder.finish().value();
}

const StageDuration& of(const std::vector<StageDuration>& found, const std::string& stage) {
  const auto at = std::find_if(found.begin(), found.end(), [&](const auto& each) { return each.stage == stage; });
  REQUIRE(at != found.end());
  return *at;
}

}  // namespace

TEST_CASE("the mean stay is the lines in a stage by those that leave it a month") {
  const auto found =
      stage_durations(std::vector<Batch>{moves({"new onboarding 50", "onboarding growth 30", "onboarding onboarding 60",
                                                "decline churned 10", "decline decline 20", "decline maturity 5",
                                                "maturity maturity 100", "churned churned 7", "growth gone 4"}),
                                         moves({"decline churned 5", "decline decline 10"}), Batch()});
  REQUIRE(found);
  std::vector<std::string> stages;
  for (const auto& each : *found) stages.push_back(each.stage);
  CHECK(stages == std::vector<std::string>{"onboarding", "growth", "maturity", "decline"});
  CHECK(*of(*found, "onboarding").months == doctest::Approx(3.0));
  CHECK(of(*found, "onboarding").next == "growth");
  const auto& decline = of(*found, "decline");
  CHECK(decline.line_months == 50);
  CHECK(decline.moved == 20);
  CHECK(*decline.months == doctest::Approx(2.5));
  CHECK(decline.next == "churned");
  CHECK(decline.next_lines == 15);
  // Wilson's interval of 20 of 50.
  CHECK(*decline.low == doctest::Approx(1 / 0.5381856225).epsilon(1e-9));
  CHECK(*decline.high == doctest::Approx(1 / 0.2760838973).epsilon(1e-9));
  CHECK_FALSE(of(*found, "maturity").months);
  CHECK(of(*found, "growth").ended_in_a_year == 1);
}

TEST_CASE("what will have ended in a year follows the moves through all stages") {
  const auto found = stage_durations(
      std::vector<Batch>{moves({"growth growth 90", "growth decline 10", "decline decline 80", "decline churned 20"})});
  REQUIRE(found);
  CHECK(of(*found, "decline").ended_in_a_year == doctest::Approx(1 - std::pow(0.8, 12)));
  // Of growth: the months it waits, then what is left of the year in decline.
  double lost = 0;
  for (int month = 1; month <= 12; ++month) lost += std::pow(0.9, month - 1) * 0.1 * (1 - std::pow(0.8, 12 - month));
  CHECK(of(*found, "growth").ended_in_a_year == doctest::Approx(lost));
}

TEST_CASE("no month tells nothing; a frame of another kind is refused") {
  CHECK(stage_durations({})->empty());
  const std::vector<Batch> other = {
      told_frame(Schema::of({{"stage", ColumnType::text, 0, {}}}).value(), {{"stage", "growth"}})};
  CHECK(stage_durations(other).error().code() == Errc::schema_mismatch);
}
