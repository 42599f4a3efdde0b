#include "staysail/segments/cluster_rules.hpp"

#include <doctest/doctest.h>

#include "staysail/decision/expression.hpp"

using namespace staysail;

namespace {

using Labels = std::vector<std::uint16_t>;

// Lines of three kinds: 0 pays little, 1 much on old contracts, 2 much on new ones that roam.
Batch lines() {
  ColumnBuilder arpu(Field{"arpu", ColumnType::number, 2, "CNY"}), since(Field{"since", ColumnType::day, 0, {}});
  ColumnBuilder roams(Field{"roams", ColumnType::boolean, 0, {}});
  for (int i = 0; i < 300; ++i) {
    arpu.append_number(i % 3 == 0 ? 1000 + i : 9000 + i);
    since.append_day(i % 3 == 2 ? Day::of(2026, 1, 1 + i % 28).value() : Day::of(2019, 1 + i % 12, 5).value());
    roams.append_boolean(i % 3 == 2 && i % 2 == 0);
  }
  return Batch::of({arpu.finish(), since.finish(), roams.finish()}).value();
}

Labels kinds() {
  Labels labels;
  for (int i = 0; i < 300; ++i) labels.push_back(static_cast<std::uint16_t>(i % 3));
  return labels;
}

}  // namespace

TEST_CASE("a cluster is a condition in FEEL, with how far the two agree") {
  const Batch frame = lines();
  const auto rules = cluster_rules(frame, {"arpu", "since", "roams"}, kinds(), 3).value();
  REQUIRE(rules.size() == 3);
  CHECK(rules[0].when == "arpu <= 90");
  CHECK(rules[2].when.find("since > date(\"") == 0);
  for (const ClusterRule& rule : rules) {
    CHECK(rule.rows == 100);
    CHECK(rule.fidelity == 1);
    CHECK(rule.precision == 1);
    CHECK(rule.recall == 1);
    const auto condition = Expression::compile(rule.when, Scope::of(frame.schema())).value();
    const auto holds = condition.evaluate(frame, Field{"holds", ColumnType::boolean, 0, {}}, {}).value();
    for (std::size_t row = 0; row < frame.rows(); ++row)
      CHECK((holds.booleans()[row] == 1) == (row % 3 == rule.cluster));
  }
}

TEST_CASE("what a condition misses is counted") {
  Labels labels = kinds();
  labels[0] = 1;  // pays little, and stands among those that pay much
  const auto rules = cluster_rules(lines(), {"arpu"}, labels, 2 + 1).value();
  CHECK(rules[0].rows == 99);
  CHECK(rules[0].recall == 1);
  CHECK(rules[0].precision < 1);
  CHECK(rules[0].fidelity == doctest::Approx(299.0 / 300));
}

TEST_CASE("a cluster that a tree cannot part from the others is nobody or everybody") {
  const auto rules = cluster_rules(lines(), {"arpu"}, Labels(300, 0), 2).value();
  CHECK(rules[0].when == "true");
  CHECK(rules[1].when == "false");
  CHECK(rules[1].precision == 0);
  CHECK_FALSE(cluster_rules(lines(), {"arpus"}, kinds(), 3));
}
