#include "staysail/view/group_tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace staysail;

namespace {

const Day kToday = Day::of(2026, 1, 1).value();

struct Membership {
  std::string group, member, role = "member", start = "", end = "";
};

Batch frame_of(const std::vector<Membership>& memberships) {
  BatchBuilder builder(*Schema::of({{"customer_id", ColumnType::text, 0, {}},
                                    {"member_customer_id", ColumnType::text, 0, {}},
                                    {"role", ColumnType::text, 0, {}},
                                    {"start", ColumnType::day, 0, {}},
                                    {"end", ColumnType::day, 0, {}}}));
  const auto append_day = [](ColumnBuilder& column, const std::string& day) {
    if (day.empty()) column.append_null();
    else column.append_day(Day::parse(day).value());
  };
  for (const auto& each : memberships) {
    builder.column(0).append_text(each.group);
    builder.column(1).append_text(each.member);
    builder.column(2).append_text(each.role);
    append_day(builder.column(3), each.start);
    append_day(builder.column(4), each.end);
  }
  return builder.finish().value();
}

// Head office G1 with parts G2 and G3; members hang on each, M1 on two of them.
const std::vector<Membership> kFirm = {{"G1", "G2", "branch"},  {"G1", "G3", "branch"}, {"G2", "M1"},
                                       {"G2", "M2", "contact"}, {"G3", "M1"},           {"G3", "M3"}};

using Values = std::map<std::string, std::int64_t, std::less<>>;

std::string told(const GroupTree& tree, GroupFigure how, const Values& values, const Values& weights = {}) {
  const auto results = tree.roll_up(how, [&](std::string_view customer) {
    GroupInput input;
    if (const auto value = values.find(customer); value != values.end()) input.value = value->second;
    if (const auto weight = weights.find(customer); weight != weights.end()) input.weight = weight->second;
    return input;
  });
  if (!results) return results.error().to_string();
  std::string text;
  for (const auto& each : *results)
    text += each.group + "=" + (each.value ? std::to_string(*each.value) : "null") + " ";
  return text;
}

}  // namespace

TEST_CASE("figures go up the tree as declared") {
  const GroupTree tree = GroupTree::of(frame_of(kFirm), kToday).value();
  const Values values = {{"M1", 10}, {"M2", 5}, {"M3", 1}, {"G1", 100}};
  CHECK(told(tree, GroupFigure::sum, values) == "G1=116 G2=15 G3=11 ");
  CHECK(told(tree, GroupFigure::max, values) == "G1=100 G2=10 G3=10 ");
  CHECK(told(tree, GroupFigure::worst, {{"M1", 0}, {"M3", 4}}) == "G1=4 G2=0 G3=4 ");
  CHECK(told(tree, GroupFigure::weighted, {{"M1", 10}, {"M2", 5}}, {{"M1", 3}, {"M2", 1}}) == "G1=9 G2=9 G3=10 ");
  CHECK(told(tree, GroupFigure::sum, {}) == "G1=null G2=null G3=null ");
  CHECK(told(tree, GroupFigure::sum, {{"M1", INT64_MAX}, {"M2", 1}}).find("G1") != std::string::npos);
}

TEST_CASE("members, roles and parts") {
  const GroupTree tree = GroupTree::of(frame_of(kFirm), kToday).value();
  CHECK(tree.groups() == std::vector<std::string_view>{"G1", "G2", "G3"});
  CHECK(tree.parent("G2") == "G1");
  CHECK(tree.parent("G1") == "");
  CHECK(tree.parent("M1") == "");
  const auto members = tree.members("G2");
  REQUIRE(members.size() == 2);
  CHECK(members[1].customer == "M2");
  CHECK(members[1].role == "contact");
  const auto results = tree.roll_up(GroupFigure::sum, [](std::string_view) { return GroupInput{}; }).value();
  CHECK(results[0].members == 2);
  CHECK(results[0].members_below == 5);
  CHECK(results[1].depth == 1);
}

TEST_CASE("memberships hold from their start until their end") {
  const GroupTree tree = GroupTree::of(frame_of({{"G1", "M1", "", "2026-01-01", ""},
                                                 {"G1", "M2", "", "2026-01-02", ""},
                                                 {"G1", "M3", "", "2020-01-01", "2026-01-01"},
                                                 {"G1", "M4", "", "", "2026-01-02"}}),
                                       kToday)
                             .value();
  CHECK(tree.members("G1").size() == 2);
}

TEST_CASE("a circle and a second parent are refused by name") {
  const auto circle = GroupTree::of(frame_of({{"A", "B"}, {"B", "C"}, {"C", "A"}, {"C", "M"}}), kToday);
  REQUIRE_FALSE(circle);
  CHECK(circle.error().code() == Errc::dependency_cycle);
  CHECK(circle.error().message().find("A -> B -> C -> A") != std::string::npos);
  const auto self = GroupTree::of(frame_of({{"A", "A"}}), kToday);
  CHECK(self.error().message().find("A -> A") != std::string::npos);
  const auto parents = GroupTree::of(frame_of({{"A", "C"}, {"B", "C"}, {"C", "M"}}), kToday);
  REQUIRE_FALSE(parents);
  CHECK(parents.error().message().find("C in A and B") != std::string::npos);
}

TEST_CASE("a member of several groups counts once in what stands above them") {
  // G1 has the parts G2 and G3, G3 has the part G4; M1 is in G2, G4 and in G1 itself.
  const std::vector<Membership> firm = {{"G1", "G2"}, {"G1", "G3"}, {"G3", "G4"}, {"G2", "M1"},
                                        {"G4", "M1"}, {"G1", "M1"}, {"X", "M1"},  {"G4", "M2"}};
  const GroupTree tree = GroupTree::of(frame_of(firm), kToday).value();
  CHECK(told(tree, GroupFigure::sum, {{"M1", 10}, {"M2", 1}, {"G3", 100}}) == "G1=111 G2=10 G3=111 G4=11 X=10 ");
  CHECK(told(tree, GroupFigure::weighted, {{"M1", 10}, {"M2", 1}}, {{"M1", 1}, {"M2", 2}}) ==
        "G1=4 G2=10 G3=4 G4=4 X=10 ");
  const auto results = tree.roll_up(GroupFigure::sum, [](std::string_view) { return GroupInput{}; }).value();
  CHECK(results.front().members_below == 5);
  CHECK(tree.group_of(*tree.place_of("M1")) == tree.place_of("G1"));
  CHECK(tree.group_of(*tree.place_of("G4")) == tree.place_of("G4"));
}

TEST_CASE("memberships that contradict are left out and named, and the rest stands") {
  std::vector<Membership> all = {{"A", "B"}, {"B", "C"}, {"C", "A"}, {"C", "M"}, {"D", "D"},
                                 {"D", "N"}, {"E", "G"}, {"F", "G"}, {"G", "O"}, {"B", "P"}};
  for (int turn = 0; turn < 2; ++turn) {
    const GroupTree tree = GroupTree::sound_part_of(frame_of(all), kToday).value();
    std::string faults;
    for (const auto& fault : tree.faults()) faults += fault.groups + "; ";
    CHECK(faults == "A -> B -> C -> A; D -> D; G in E and F; ");
    CHECK(tree.groups() == std::vector<std::string_view>{"B", "C", "D", "G"});
    CHECK(told(tree, GroupFigure::sum, {{"M", 1}, {"N", 2}, {"O", 4}, {"P", 8}}) == "B=8 C=1 D=2 G=4 ");
    CHECK_FALSE(tree.group_of(*tree.place_of("A")));
    std::reverse(all.begin(), all.end());
  }
}

TEST_CASE("a chain of ten thousand groups") {
  std::vector<Membership> chain;
  const auto name = [](int i) { return "G" + std::to_string(100'000 + i); };
  for (int i = 0; i < 10'000; ++i) chain.push_back({name(i), name(i + 1)});
  const GroupTree tree = GroupTree::of(frame_of(chain), kToday).value();
  const auto results = tree.roll_up(GroupFigure::sum, [](std::string_view) { return GroupInput{1, 1}; }).value();
  REQUIRE(results.size() == 10'000);
  CHECK(results.front().value == 10'001);
  CHECK(results.back().depth == 9'999);
  CHECK(results.front().members_below == 10'000);
  chain.push_back({name(10'000), name(0)});
  const auto circle = GroupTree::of(frame_of(chain), kToday);
  CHECK(circle.error().code() == Errc::dependency_cycle);
  CHECK(circle.error().message().find("G100007 -> ... -> G100000") != std::string::npos);
}

TEST_CASE("a group of a million members [slow]") {
  std::vector<Membership> members;
  for (int i = 0; i < 1'000'000; ++i) members.push_back({"G", "M" + std::to_string(i)});
  const GroupTree tree = GroupTree::of(frame_of(members), kToday).value();
  const auto results = tree.roll_up(GroupFigure::sum, [](std::string_view) { return GroupInput{2, 1}; }).value();
  CHECK(results.front().value == 2'000'002);
  CHECK(results.front().members == 1'000'000);
}

TEST_CASE("a group of fifty thousand members") {
  std::vector<Membership> members;
  for (int i = 0; i < 50'000; ++i) members.push_back({"G", "M" + std::to_string(i)});
  const GroupTree tree = GroupTree::of(frame_of(members), kToday).value();
  CHECK(tree.members("G").size() == 50'000);
  CHECK(told(tree, GroupFigure::max, {{"M49999", 7}}) == "G=7 ");
}
