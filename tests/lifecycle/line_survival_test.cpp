#include "staysail/lifecycle/line_survival.hpp"

#include <algorithm>

#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const Day kAsOf = Day::of(2026, 1, 1).value();

const Schema& line_schema() {
  static const Schema schema = Schema::of({{"subscription_id", ColumnType::text, 0, {}},
                                           {"status", ColumnType::text, 0, {}},
                                           {"activated", ColumnType::day, 0, {}},
                                           {"terminated", ColumnType::day, 0, {}},
                                           {"tenure_months", ColumnType::number, 0, "months"},
                                           {"contract_kind", ColumnType::text, 0, {}}})
                                   .value();
  return schema;
}

// "activated terminated kind", "-" for what is not told; a line with an end has ended.
Batch lines_of(const std::vector<std::string>& told) {
  std::vector<Batch> rows;
  for (const auto& line : told) {
    auto words = words_of(line);
    for (auto& word : words)
      if (word == "-") word.clear();
    rows.push_back(told_frame(line_schema(), {{"subscription_id", "S" + std::to_string(rows.size())},
                                              {"status", words[1].empty() ? "active" : "terminated"},
                                              {"activated", words[0]},
                                              {"terminated", words[1]},
                                              {"contract_kind", words[2]}}));
  }
  return concatenate(rows).value();
}

// Months of tenure of lines that have ended, and of lines that have not.
Batch lines_by_tenure(const std::vector<int>& ended, const std::vector<int>& alive) {
  std::vector<Batch> rows;
  const auto add = [&](int months, const char* status) {
    rows.push_back(told_frame(line_schema(), {{"subscription_id", "S" + std::to_string(rows.size())},
                                              {"status", status},
                                              {"tenure_months", std::to_string(months)}}));
  };
  for (const int months : ended) add(months, "terminated");
  for (const int months : alive) add(months, "active");
  return concatenate(rows).value();
}

double after(const GroupSurvival& group, int months) {
  return group.curve.survival(months * LineSurvival::kDaysAMonth).value;
}

}  // namespace

TEST_CASE("lines whose months alone are told: the worked example of docs/survival.md") {
  const auto found = line_survival(lines_by_tenure({2, 5, 8, 3, 6, 7, 11, 4}, {5, 9, 12, 10}), "contract_kind", kAsOf);
  REQUIRE(found);
  CHECK(found->left_out == 12);  // none says what binds it
  const auto together = line_survival(lines_by_tenure({2, 5, 8, 3, 6, 7, 11, 4}, {5, 9, 12, 10}), "", kAsOf);
  REQUIRE(together);
  REQUIRE(together->groups.size() == 1);
  const GroupSurvival& all = together->groups.front();
  CHECK(all.lines == 12);
  CHECK(all.ended == 8);
  CHECK(after(all, 1) == 1);
  CHECK(after(all, 2) == doctest::Approx(11.0 / 12).epsilon(1e-12));
  CHECK(after(all, 4) == doctest::Approx(9.0 / 12).epsilon(1e-12));
  CHECK(after(all, 5) == doctest::Approx(8.0 / 12).epsilon(1e-12));
  CHECK_FALSE(together->difference);
}

TEST_CASE("a time runs from activation to the end, or to the day for who is still there") {
  const auto found = line_survival(lines_of({"2025-12-02 - a", "2025-12-02 2025-12-12 a", "2025-12-12 2025-12-31 a"}),
                                   "contract_kind", kAsOf);
  REQUIRE(found);
  const auto rows = found->groups.front().table.rows();
  REQUIRE(rows.size() == 4);  // the first end is told of 12 December: two lines are seen from their ninth day on
  CHECK(rows[0].time == 9);
  CHECK(rows[1].time == 10);
  CHECK(rows[1].events == 1);
  CHECK(rows[2].time == 19);
  CHECK(rows[2].events == 1);
  CHECK(rows[3].time == 30);
  CHECK(rows[3].censored == 1);
}

TEST_CASE("an end after the day has not come yet; a beginning after it is no line") {
  const auto found =
      line_survival(lines_of({"2025-12-02 2026-02-01 a", "2026-02-01 - a", "- 2025-12-12 a"}), "contract_kind", kAsOf);
  REQUIRE(found);
  CHECK(found->groups.front().lines == 1);
  CHECK(found->groups.front().ended == 0);
  CHECK(found->left_out == 2);
}

TEST_CASE("a line begun before ends were told of is at risk from the first of them on") {
  // The first end is told of 2025-12-12: the old line had stayed 346 days by then, and is seen for 20.
  const auto found = line_survival(
      lines_of({"2025-01-01 - a", "2025-01-01 2025-12-22 a", "2025-12-02 2025-12-12 a", "2025-12-02 - a"}), "", kAsOf);
  REQUIRE(found);
  const GroupSurvival& all = found->groups.front();
  CHECK(all.table.units() == 4);
  CHECK(all.table.at_risk(10) == 2);
  CHECK(all.curve.survival(10).value == 0.5);
  CHECK(all.table.at_risk(100) == 0);
  CHECK(all.table.at_risk(355) == 2);
  CHECK(all.curve.survival(355).value == 0.25);
}

TEST_CASE("groups that leave at another pace are told apart, whatever the order of rows") {
  std::vector<std::string> told;
  for (int line = 0; line < 60; ++line) {
    const std::string end = (Day::of(2025, 1, 1).value() + 20 + 2 * line).to_string();
    told.push_back("2025-01-01 " + end + " prepaid");
    told.push_back(line < 50 ? "2025-01-01 - contract" : "2025-01-01 " + end + " contract");
  }
  const auto found = line_survival(lines_of(told), "contract_kind", kAsOf);
  REQUIRE(found);
  REQUIRE(found->groups.size() == 2);
  CHECK(found->groups[0].group == "contract");
  REQUIRE(found->difference);
  CHECK(found->difference->p_value < 1e-6);
  std::reverse(told.begin(), told.end());
  const auto turned = line_survival(lines_of(told), "contract_kind", kAsOf);
  CHECK(turned->difference->chi_square == found->difference->chi_square);
}

TEST_CASE("a frame without what a time is made of is refused by name") {
  const auto refused =
      line_survival(told_frame(Schema::of({{"status", ColumnType::text, 0, {}}}).value(), {}), "", kAsOf);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::schema_mismatch);
  CHECK(refused.error().message().find("activated") != std::string::npos);
}
