#include "staysail/indicators/catalogue_table.hpp"

#include <doctest/doctest.h>

#include "indicators/told_operator.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const std::string kBills = R"(
[revenue]
definition = "Billed"
fact = "bills.amount"
aggregate = "sum"
window = "3 months"
unit = "money"
source = "bills"

[twice]
definition = "Twice the revenue"
expression = "revenue * 2"
unit = "money"
source = "revenue"

[tenure]
definition = "Months"
attribute = "activated"
measure = "months_since"
unit = "months"
source = "subscriptions"
)";

std::string with(std::string text, const std::string& old, const std::string& now) {
  const auto at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), now);
}

Population two_lines(ToldOperator& told) {
  return told.add("subscriptions", {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C1"})
      .add("bills", {"subscription_id=S1;bill_id=1;month=2025-12;amount=1000",
                     "subscription_id=S2;bill_id=2;month=2025-12;amount=3000",
                     "subscription_id=S2;bill_id=3;month=2025-08;amount=500"})
      .population("2026-01-01");
}

std::vector<IndicatorChange> changes(const std::string& before, const std::string& after) {
  ToldOperator told;
  const auto population = two_lines(told);
  const auto was = catalogue_of(before), is = catalogue_of(after);
  const auto found = compare_catalogues(was, computed(was, population), is, computed(is, population));
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("a catalogue is a table: rule in words, lineage and version of each indicator") {
  const auto rows = catalogue_table(catalogue_of(kBills)).value();
  REQUIRE(rows.rows() == 3);
  CHECK(value_at(rows, "indicator") == "revenue");
  CHECK(value_at(rows, "rule") == "sum of bills.amount over 3 months of the subscription");
  CHECK(value_at(rows, "facts") == "bills");
  CHECK(value_at(rows, "inputs").empty());
  CHECK(value_at(rows, "inputs", 1) == "revenue");
  CHECK(value_at(rows, "inputs", 2) == "activated");
  CHECK(value_at(rows, "version").size() == 16);
}

TEST_CASE("a version follows what an indicator is computed from, and nothing else") {
  const auto before = catalogue_of(kBills), after = catalogue_of(with(kBills, "3 months", "6 months"));
  CHECK(before.versions()[0] != after.versions()[0]);
  CHECK(before.versions()[1] != after.versions()[1]);
  CHECK(before.versions()[2] == after.versions()[2]);
  CHECK(catalogue_of(with(kBills, "\"Billed\"", "\"In other words\"")).versions() == before.versions());
}

TEST_CASE("a changed window changes its indicator, what follows from it, and only lines with facts there") {
  const auto found = changes(kBills, with(kBills, "3 months", "6 months"));
  REQUIRE(found.size() == 2);
  CHECK(found[0].indicator == "revenue");
  CHECK(found[0].effect == CatalogueEffect::declared_otherwise);
  CHECK(found[0].lines == 1);
  CHECK(found[0].subscription_id == "S2");
  CHECK(found[0].before == "3.000");
  CHECK(found[0].after == "3.500");
  CHECK(found[1].indicator == "twice");
  CHECK(found[1].effect == CatalogueEffect::follows);
  CHECK(found[1].rule_before == found[1].rule_after);
  CHECK(found[1].lines == 1);
}

TEST_CASE("what is added counts the lines that get a figure, what is removed those that lose one") {
  const auto without = kBills.substr(0, kBills.find("[tenure]"));
  const auto added = changes(without.substr(0, without.find("[twice]")), without);
  REQUIRE(added.size() == 1);
  CHECK(added[0].effect == CatalogueEffect::added);
  CHECK(added[0].lines == 2);
  const auto removed = changes(kBills, without);
  REQUIRE(removed.size() == 1);
  CHECK(removed[0].effect == CatalogueEffect::removed);
  CHECK(removed[0].lines == 0);  // no feed told when the lines were activated
  CHECK(changes(kBills, kBills).empty());
}

TEST_CASE("catalogues over other lines are not compared") {
  ToldOperator two, one;
  const auto both = two_lines(two);
  const auto alone = one.add("subscriptions", {"subscription_id=S1;customer_id=C1"}).population("2026-01-01");
  const auto catalogue = catalogue_of(kBills);
  const auto found = compare_catalogues(catalogue, computed(catalogue, both), catalogue, computed(catalogue, alone));
  REQUIRE_FALSE(found);
  CHECK(found.error().code() == Errc::schema_mismatch);
}
