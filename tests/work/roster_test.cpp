#include "staysail/work/roster.hpp"

#include <doctest/doctest.h>

#include <map>

#include "main/scenario.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

std::string no_blanks(const std::string& text) {
  std::string kept;
  for (const char c : text) kept += c == ' ' ? "" : std::string(1, c);
  return kept;
}

Batch read_units(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& item : split(text, ';')) {
    const auto names = split(no_blanks(item), '<');
    rows.push_back({names.at(0), "", names.at(1)});
  }
  rows.push_back({"prov", "", ""});
  return units_of(rows);
}

struct Worker {
  std::vector<std::string> row;
  std::uint32_t load = 0;
};

// "~a1 east east 5/3"
Worker read_worker(const std::string& text) {
  const auto words = split(text, ' ');
  std::string id = words.at(0);
  const bool away = id.front() == '~', manager = id.front() == 'M';
  if (away || manager) id.erase(0, 1);
  const auto capacity = split(words.at(3), '/');
  const std::string region = words.at(2) == "-" ? "" : words.at(2);
  return {{id, words.at(1), region, manager ? "manager" : "account_manager", away ? "away" : "active", capacity.at(0)},
          static_cast<std::uint32_t>(std::stoul(capacity.at(1)))};
}

Roster read_roster(const scenario::Scenario& row) {
  std::vector<std::vector<std::string>> rows;
  std::map<std::string, std::uint32_t> load;
  for (const std::string& text : split(row.given.at("staff"), ';')) {
    const Worker worker = read_worker(text);
    rows.push_back(worker.row);
    load[worker.row[0]] = worker.load;
  }
  Roster roster = Roster::of(staff_of(rows), read_units(row.given.at("units")), RosterRules{}).value();
  for (const auto& [id, tasks] : load) roster.add_load(StaffId::of(id), tasks);
  return roster;
}

}  // namespace

TEST_CASE("a task goes to who knows the customer, else to who is near and free, else to the manager") {
  for (const auto& row : scenario::read_scenarios("assignment.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    Roster roster = read_roster(row);
    const Assignment to = roster.assign(StaffId::of(row.given.at("manager")), row.given.at("region"));
    CHECK(to.assignee.text() == row.expected.at("assignee"));
    CHECK(name_of(to.ground) == row.expected.at("ground"));
  }
}

TEST_CASE("many tasks fill people evenly and never beyond their capacity") {
  const Batch staff = staff_of({{"a1", "east", "east", "account_manager", "active", "10"},
                                {"a2", "east", "east", "account_manager", "active", "20"},
                                {"a3", "west", "west", "account_manager", "active", "5"},
                                {"m1", "prov", "", "manager", "active", "0"}});
  Roster roster =
      Roster::of(staff, units_of({{"east", "", "prov"}, {"west", "", "prov"}, {"prov", "", ""}}), {}).value();
  std::map<std::string, int> given;
  for (int i = 0; i < 15; ++i) ++given[roster.assign({}, "east").assignee.text()];
  CHECK(given["a1"] == 5);
  CHECK(given["a2"] == 10);
  for (int i = 0; i < 25; ++i) ++given[roster.assign({}, "east").assignee.text()];
  CHECK(given["a1"] == 10);
  CHECK(given["a2"] == 20);
  CHECK(given["a3"] == 5);
  CHECK(given["m1"] == 5);
}

TEST_CASE("who may be given tasks follows role and status") {
  const Batch staff = staff_of({{"a1", "east", "", "account_manager", "active", "10"},
                                {"a2", "east", "", "account_manager", "left", "10"},
                                {"s1", "east", "", "sales", "active", "10"}});
  RosterRules rules;
  Roster roster = Roster::of(staff, Batch(), rules).value();
  CHECK(roster.may_take(StaffId::of("a1")));
  CHECK_FALSE(roster.may_take(StaffId::of("a2")));
  CHECK_FALSE(roster.may_take(StaffId::of("s1")));
  CHECK(roster.is_active(StaffId::of("s1")));
  CHECK_FALSE(roster.is_active(StaffId::of("a2")));
  CHECK_FALSE(roster.is_active(StaffId::of("nobody")));
  rules.roles = {"sales"};
  CHECK(Roster::of(staff, Batch(), rules).value().may_take(StaffId::of("s1")));
}

}  // namespace staysail::test
