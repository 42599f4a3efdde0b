#include "staysail/warning/early_warning.hpp"

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

WarningRules shipped_rules() {
  auto rules = WarningRules::load(playbook_folder(), staged_schema());
  INFO((rules ? std::string() : rules.error().to_string()));
  REQUIRE(rules);
  return *rules;
}

Batch line(std::map<std::string, std::string> values, const std::string& id) {
  values["subscription_id"] = id;
  return told_frame(staged_schema(), values);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

TEST_CASE("points, level and reasons come out as the scenario table says, for one line and for a column") {
  const auto rules = shipped_rules();
  for (const auto& row : scenario::read_scenarios("warning.txt")) {
    INFO(row.where);
    const auto frame = line(row.given, "S1");
    const auto single = rules.warn(Inputs::of_row(frame.columns(), 0), kAsOf);
    REQUIRE(single);
    CHECK(std::to_string(single->points) == row.expected.at("points"));
    CHECK(single->level == row.expected.at("level"));
    CHECK(joined(single->reasons) == row.expected.at("reasons"));
    const auto column = rules.warnings(frame, kAsOf);
    REQUIRE(column);
    CHECK(value_at(*column, "warning_points") == row.expected.at("points"));
    CHECK(value_at(*column, "warning_level") == row.expected.at("level"));
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(value_at(*column, "reason_" + std::to_string(i + 1)) ==
            (i < single->reasons.size() ? single->reasons[i] : std::string()));
  }
}

TEST_CASE("ranks go by points, then value, then id, in slices too [threads]") {
  const auto frame = concatenate(std::vector<Batch>{line({{"days_silent", "20"}, {"value", "5"}}, "S1"),
                                                    line({{"days_silent", "20"}, {"value", "9"}}, "S2"),
                                                    line({{"port_out_recent", "true"}}, "S3"),
                                                    line({{"days_silent", "20"}, {"value", "9"}}, "S4"),
                                                    line({{"value", "99"}}, "S5"), line({{"days_silent", "20"}}, "S6")})
                         .value();
  ThreadPool pool(3);
  const auto warnings = shipped_rules().warnings(frame, kAsOf, {&pool, 2}).value();
  const std::vector<std::string> expected = {"4", "2", "1", "3", "", "5"};
  for (std::size_t row = 0; row < expected.size(); ++row)
    CHECK(value_at(warnings, "warning_rank", row) == expected[row]);
}

TEST_CASE("a table of signals that cannot be summed is refused with its place") {
  const auto refused = [](const std::string& csv) {
    const ChangedPlaybook changed("warning.csv", csv);
    const auto rules = WarningRules::load(changed.folder(), staged_schema());
    REQUIRE_FALSE(rules);
    CHECK(rules.error().to_string().find("warning.csv") != std::string::npos);
    return rules.error().code();
  };
  CHECK(refused("hit=F\nwhen: days_silent,then: points,then: reason\n>= 15,25,\"\"\"SILENT\"\"\"\n") ==
        Errc::playbook_invalid);
  CHECK(refused("hit=C\nwhen: days_silent,then: points\n>= 15,25\n") == Errc::playbook_invalid);
  CHECK(refused("hit=C\nwhen: days_silent,then: points,then: reason\n>= 15,days_silent,\"\"\"SILENT\"\"\"\n") ==
        Errc::playbook_invalid);
  CHECK(refused("hit=C\nwhen: days_silnt,then: points,then: reason\n>= 15,25,\"\"\"SILENT\"\"\"\n") ==
        Errc::unknown_name);
}
