#include "staysail/strategy/plan_rerating.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>

#include "indicators/told_operator.hpp"
#include "main/scenario.hpp"
#include "staysail/indicators/decision_scope.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const std::string kOfferings = R"(
[[offering]]
id = "M100"
product_type = "mobile"
monthly_fee = 100
minutes = 500
data_mb = 10240
minute_price = 0.15
mb_price = 0.01
sms_price = 0.1
[[offering]]
id = "M050"
product_type = "mobile"
monthly_fee = 50
minutes = 100
data_mb = 2048
minute_price = 0.25
mb_price = 0.03
sms_price = 0.1
[[offering]]
id = "M200"
product_type = "mobile"
monthly_fee = 200
minutes = "unlimited"
data_mb = "unlimited"
sms = "unlimited"
[[offering]]
id = "M001"
monthly_fee = 1
minutes = "unlimited"
data_mb = "unlimited"
valid_to = 2025-12-31
[[offering]]
id = "G010"
monthly_fee = 10
minutes = "unlimited"
data_mb = "unlimited"
when = 'customer_type = "group"'
[[offering]]
id = "B010"
product_type = "broadband"
monthly_fee = 10
)";

Result<Offerings> read(const std::string& text) {
  return Offerings::parse(text, "offerings.toml", decision_scope(subscription_schema()));
}

std::vector<std::string> words_of(const std::string& text, char parted_by = ' ') {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; std::getline(in, word, parted_by);)
    if (!word.empty()) words.push_back(word);
  return words;
}

std::string month_before(int months) { return (Month::of(2026, 1) - months).to_string(); }

Population told(ToldOperator& one, const std::map<std::string, std::string>& row) {
  one.add("customers", {"customer_id=C1;customer_type=" + row.at("customer")});
  one.add("subscriptions", {"subscription_id=S1;customer_id=C1;status=active;product_type=mobile"});
  one.add("plan_instances", {"plan_instance_id=P1;subscription_id=S1;kind=plan;start=2024-01-01;offering=" +
                             row.at("plan") + ";monthly_price=" + money(row.at("price"))});
  std::vector<std::string> usage, bills;
  int month = 0;
  for (const auto& word : words_of(row.at("use"))) {
    ++month;
    if (word == "-") continue;
    const auto parts = words_of(word, '/');
    usage.push_back("subscription_id=S1;month=" + month_before(month) + ";seconds_out=" + parts[0] +
                    ";data_mb=" + money(parts[1]) + ";sms_out=" + parts[2]);
  }
  month = 0;
  for (const auto& amount : words_of(row.at("bills"))) {
    ++month;
    if (amount == "-") continue;
    bills.push_back("subscription_id=S1;bill_id=B" + std::to_string(month) + ";month=" + month_before(month) +
                    ";amount=" + money(amount));
  }
  if (!usage.empty()) one.add("usage", usage);
  return one.add("bills", bills).population("2026-01-01");
}

// As the scenario table writes it: amounts with two decimals, nothing for null.
std::string shown(const Batch& rerated, const std::string& column) {
  const Column* found = rerated.find(column);
  REQUIRE(found != nullptr);
  if (found->is_null(0)) return "";
  return found->type() == ColumnType::number ? decimal_text(found->numbers()[0], found->field().scale)
                                             : std::string(found->text(0));
}

}  // namespace

TEST_CASE("plans are re-rated as the scenario table says") {
  const auto offerings = read(kOfferings).value();
  for (const auto& row : scenario::read_scenarios("plan_rerating.txt")) {
    INFO(row.where);
    ToldOperator one;
    const auto population = told(one, row.given);
    const auto rerated = rerated_plans(offerings, population.subscriptions(), population);
    REQUIRE(rerated);
    CHECK(shown(*rerated, "plan_cycles") == row.expected.at("cycles"));
    CHECK(shown(*rerated, "plan_other_charges") == row.expected.at("other"));
    CHECK(shown(*rerated, "plan_fit_offering") == row.expected.at("fit"));
    CHECK(shown(*rerated, "plan_saving") == row.expected.at("saving"));
    CHECK(shown(*rerated, "plan_revenue_effect") == row.expected.at("revenue"));
    CHECK(shown(*rerated, "plan_revenue_offering") == row.expected.at("keeps"));
    CHECK(shown(*rerated, "plan_revenue_saving") == row.expected.at("keeps saving"));
  }
}

TEST_CASE("a cycle is rounded once, half to even, and what no amount holds is an error") {
  Offering offering;
  offering.id = "X";
  offering.minutes.price = 250;  // 0.00025 a minute
  offering.sms.price = 250;
  CHECK(offering.rated({60 * 2, 0, 0}, 0).value() == 0);    // 0.0005
  CHECK(offering.rated({60 * 6, 0, 0}, 0).value() == 2);    // 0.0015
  CHECK(offering.rated({60, 0, 1}, 1000).value() == 1000);  // the two halves together, not each
  CHECK(offering.rated({60 * 3, 0, 3}, 0).value() == 2);
  offering.data_mb.price = std::numeric_limits<std::int64_t>::max();
  CHECK(offering.rated({0, std::numeric_limits<std::int64_t>::max(), 0}, 0).error().code() == Errc::amount_overflow);
}

TEST_CASE("of offerings that cost the same the first by id is taken") {
  const auto offerings = read(
                             "[[offering]]\nid = \"C\"\nmonthly_fee = 5\n[[offering]]\nid = \"B\"\nmonthly_fee = 5\n"
                             "[[offering]]\nid = \"M100\"\nmonthly_fee = 100\n")
                             .value();
  ToldOperator one;
  const auto population =
      told(one, {{"customer", "individual"}, {"plan", "M100"}, {"price", "100"}, {"use", "0/0/0"}, {"bills", "100"}});
  const auto rerated = rerated_plans(offerings, population.subscriptions(), population).value();
  CHECK(shown(rerated, "plan_fit_offering") == "B");
  CHECK(shown(rerated, "plan_revenue_offering") == "B");
  CHECK(rerated_plans(offerings, Batch(), population).error().code() == Errc::schema_mismatch);
}

TEST_CASE("plans are re-rated alike by any number of threads and in any order of rows [threads]") {
  std::vector<std::string> lines, plans, usage, bills;
  for (int i = 0; i < 2500; ++i) {
    const std::string id = "subscription_id=S" + std::to_string(10000 + i);
    lines.push_back(id + ";customer_id=C1;status=active;product_type=mobile");
    plans.push_back("plan_instance_id=P" + std::to_string(i) + ";" + id + ";kind=plan;start=2024-01-01;offering=" +
                    (i % 3 == 0 ? "M050" : "M100") + ";monthly_price=" + money(i % 3 == 0 ? "50" : "100"));
    usage.push_back(id + ";month=2025-12;seconds_out=" + std::to_string(i * 37) +
                    ";data_mb=" + std::to_string(i * 9001));
    bills.push_back(id + ";bill_id=B" + std::to_string(i) + ";month=2025-12;amount=" + money("100"));
  }
  const auto offerings = read(kOfferings).value();
  ToldOperator told, turned;
  const auto population = told.add("subscriptions", lines)
                              .add("plan_instances", plans)
                              .add("usage", usage)
                              .add("bills", bills)
                              .population("2026-01-01");
  const auto once = rerated_plans(offerings, population.subscriptions(), population).value();
  for (auto* records : {&lines, &plans, &usage, &bills}) std::reverse(records->begin(), records->end());
  const auto other = turned.add("bills", bills)
                         .add("usage", usage)
                         .add("subscriptions", lines)
                         .add("plan_instances", plans)
                         .population("2026-01-01");
  ThreadPool pool(4);
  const auto again = rerated_plans(offerings, other.subscriptions(), other, &pool).value();
  std::set<std::string> fits;
  for (std::size_t column = 0; column < once.width(); ++column)
    for (std::size_t row = 0; row < once.rows(); ++row)
      REQUIRE(once.column(column).value_text(row) == again.column(column).value_text(row));
  for (std::size_t row = 0; row < once.rows(); ++row) fits.insert(once.find("plan_fit_offering")->value_text(row));
  CHECK(fits == std::set<std::string>{"", "M050", "M100", "M200"});
}

TEST_CASE("what is wrong in offerings.toml is told at its place") {
  const auto says = [](const std::string& text, Errc code, const char* what) {
    CAPTURE(text);
    const auto offerings = read(text);
    REQUIRE_FALSE(offerings);
    CHECK(offerings.error().code() == code);
    CHECK(offerings.error().to_string().find(what) != std::string::npos);
    CHECK(offerings.error().place() != nullptr);
  };
  const std::string one = "[[offering]]\nid = \"A\"\nmonthly_fee = 1\n";
  says("cycles = 0\n", Errc::playbook_invalid, "1 to 12");
  says("cycles = 13\n", Errc::playbook_invalid, "1 to 12");
  says("[[offering]]\nid = \"A\"\n", Errc::malformed_file, "monthly_fee");
  says("[[offering]]\nid = \"A\"\nmonthly_fee = -1\n", Errc::playbook_invalid, "0 or more");
  says(one + one, Errc::playbook_invalid, "taken");
  says(one + "minuts = 5\n", Errc::malformed_file, "minutes");
  says(one + "minutes = \"all\"\n", Errc::playbook_invalid, "unlimited");
  says(one + "sms_price = -0.1\n", Errc::playbook_invalid, "0 or more");
  says(one + "product_type = \"mobil\"\n", Errc::playbook_invalid, "mobile");
  says(one + "valid_from = 2026-02-01\nvalid_to = 2026-01-31\n", Errc::playbook_invalid, "before");
  says(one + "when = 'customer_typ = \"group\"'\n", Errc::unknown_name, "customer_type");
  says(one + "when = '1'\n", Errc::playbook_invalid, "true or false");
}
