#include "staysail/segments/segment_rules.hpp"

#include "lifecycle/told_lines.hpp"
#include "main/scenario.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const Day kAsOf = Day::of(2026, 1, 1).value();

Schema staged_schema() {
  auto fields = frame_schema().fields();
  fields.push_back(Field{"stage", ColumnType::text, 0, {}});
  return Schema::of(std::move(fields)).value();
}

SegmentRules rules_of(const std::string& path) {
  auto rules = SegmentRules::load(path, staged_schema());
  INFO((rules ? std::string() : rules.error().to_string()));
  REQUIRE(rules);
  return *rules;
}

Batch line(const std::string& id, const std::string& value, const std::string& band, const std::string& quartile,
           const std::string& stage) {
  return told_frame(staged_schema(), {{"subscription_id", id},
                                      {"value", value},
                                      {"value_band", band},
                                      {"loyalty_quartile", quartile},
                                      {"stage", stage}});
}

}  // namespace

TEST_CASE("segments come out as the scenario table says, for one line and for a column") {
  const auto rules = rules_of(playbook_folder() + "/segments.csv");
  for (const auto& row : scenario::read_scenarios("segments.txt")) {
    INFO(row.where);
    const auto frame =
        line("S1", "", row.given.at("value_band"), row.given.at("loyalty_quartile"), row.given.at("stage"));
    CHECK(rules.segment(Inputs::of_row(frame.columns(), 0), kAsOf).value() == row.expected.at("segment"));
    CHECK(value_at(rules.segments(frame, kAsOf).value(), "segment") == row.expected.at("segment"));
  }
}

TEST_CASE("every combination of stage, value and loyalty has exactly one segment, in slices too [threads]") {
  std::vector<Batch> lines;
  for (const auto* stage : {"onboarding", "growth", "maturity", "decline", "churned", "unknown"})
    for (const auto* band : {"", "1", "2", "3", "4"})
      for (const auto* quartile : {"", "1", "2", "3", "4"})
        lines.push_back(line("S" + std::to_string(lines.size()), "1", band, quartile, stage));
  const auto frame = concatenate(lines).value();
  const auto rules = rules_of(playbook_folder() + "/segments.csv");
  ThreadPool pool(3);
  const auto whole = rules.segments(frame, kAsOf).value();
  const auto sliced = rules.segments(frame, kAsOf, {&pool, 11}).value();
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    CHECK_FALSE(value_at(whole, "segment", row).empty());
    CHECK(value_at(whole, "segment", row) == value_at(sliced, "segment", row));
    CHECK(value_at(whole, "segment", row) == rules.segment(Inputs::of_row(frame.columns(), row), kAsOf).value());
  }
}

TEST_CASE("a segment table with a gap is refused with an example") {
  const ChangedPlaybook changed("segments.csv",
                                "hit=F\nwhen: value_band,then: segment\n<= 2,\"\"\"low\"\"\"\n> 3,\"\"\"high\"\"\"\n");
  const auto rules = SegmentRules::load(changed.folder() + "/segments.csv", staged_schema());
  REQUIRE_FALSE(rules);
  CHECK(rules.error().code() == Errc::table_gap);
}

TEST_CASE("the grid counts lines and value of sixteen cells, without lines that ended or are not rated") {
  const auto frame =
      concatenate(std::vector<Batch>{line("S1", "10", "4", "1", "decline"), line("S2", "2.5", "4", "1", "growth"),
                                     line("S3", "7", "1", "4", "maturity"), line("S4", "7", "4", "", "maturity"),
                                     line("S5", "7", "4", "1", "churned")})
          .value();
  const auto grid = value_loyalty_grid(frame).value();
  REQUIRE(grid.rows() == 16);
  CHECK(value_at(grid, "lines", 12) == "2");
  CHECK(value_at(grid, "value", 12) == "12.5000");
  CHECK(value_at(grid, "lines", 3) == "1");
  CHECK(value_at(grid, "lines", 0) == "0");
}
