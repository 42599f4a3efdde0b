#include "staysail/segments/retention_ranking.hpp"

#include <fstream>

#include "lifecycle/told_lines.hpp"
#include "main/scenario.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

using Cells = std::map<std::string, std::string>;

// The shipped tables from [loyalty] to [loyalty_band] with all their keys.
std::string shipped_loyalty() {
  std::ifstream in(playbook_folder() + "/indicators.toml");
  const std::string all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto begin = all.find("[loyalty]"), end = all.find("[loyalty_quartile]");
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  return all.substr(begin, end - begin);
}

// An indicator that is a constant share, or null.
std::string input(const std::string& name, const std::string& value) {
  const auto expression = value.empty() ? "if subscription_id = \"S1\" then null else 0" : value;
  return "[" + name + "]\nexpression = '''" + expression + "'''\ntype = \"number\"\nunit = \"share\"\n";
}

Catalogue loyalty_catalogue(const Cells& row) {
  std::string toml;
  for (const auto* name : {"tenure", "renewal", "bundle", "satisfaction", "own_offers", "rivals", "price", "faults"})
    toml += input(std::string("loyal_") + name, row.at(name));
  return catalogue_of(toml + input("punctuality", row.at("punctuality")) + shipped_loyalty());
}

const Schema& ranking_schema() {
  static const Schema schema = Schema::of({{"subscription_id", ColumnType::text, 0, {}},
                                           {"loyalty_band", ColumnType::number, 0, {}},
                                           {"value", ColumnType::number, 3, {}},
                                           {"stage", ColumnType::text, 0, {}}})
                                   .value();
  return schema;
}

Batch ranking_row(const scenario::Scenario& row) {
  return told_frame(ranking_schema(), {{"subscription_id", row.given.at("id")},
                                       {"loyalty_band", row.expected.at("band")},
                                       {"value", row.given.at("value")},
                                       {"stage", row.given.at("stage")}});
}

}  // namespace

TEST_CASE("loyalty, its band and its missing inputs come out as the scenario table says") {
  ToldOperator one;
  const auto population = one.add("subscriptions", {"subscription_id=S1;customer_id=C1"}).population("2026-01-01");
  for (const auto& row : scenario::read_scenarios("loyalty_ranking.txt")) {
    if (row.given.count("tenure") == 0) continue;
    INFO(row.where);
    const auto frame = computed(loyalty_catalogue(row.given), population);
    CHECK(value_at(frame.columns, "loyalty") == row.expected.at("loyalty"));
    CHECK(value_at(frame.columns, "loyalty_band") == row.expected.at("band"));
    CHECK(value_at(frame.columns, "loyalty_missing") == row.expected.at("missing"));
  }
}

TEST_CASE("loyalty falls into ten equal widths as the scenario table says") {
  ToldOperator one;
  const auto population = one.add("subscriptions", {"subscription_id=S1;customer_id=C1"}).population("2026-01-01");
  for (const auto& row : scenario::read_scenarios("loyalty_ranking.txt")) {
    if (row.given.count("id") == 0 || row.given.at("loyalty").empty()) continue;
    INFO(row.where);
    const auto frame = computed(
        catalogue_of(input("loyalty", row.given.at("loyalty")) +
                     "[band]\nband_of = \"loyalty\"\nbands = 10\nmethod = \"equal_width\"\nlowest = 0\nhighest = 1\n"),
        population);
    CHECK(value_at(frame.columns, "band") == row.expected.at("band"));
  }
}

TEST_CASE("the retention ranking comes out as the scenario table says, whatever the order of rows") {
  std::vector<Batch> rows;
  std::map<std::string, std::string> expected;
  for (const auto& row : scenario::read_scenarios("loyalty_ranking.txt")) {
    if (row.given.count("id") == 0) continue;
    rows.push_back(ranking_row(row));
    expected[row.given.at("id")] = row.expected.at("rank");
  }
  for (int turn = 0; turn < 2; ++turn) {
    const auto ranking = retention_ranking(concatenate(rows).value());
    REQUIRE(ranking);
    for (std::size_t row = 0; row < ranking->rows(); ++row) {
      INFO(value_at(*ranking, "subscription_id", row));
      CHECK(value_at(*ranking, "retention_rank", row) == expected[value_at(*ranking, "subscription_id", row)]);
    }
    std::reverse(rows.begin(), rows.end());
  }
}
