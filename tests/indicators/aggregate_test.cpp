#include <sstream>

#include "main/scenario.hpp"
#include "told_operator.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

// "2025-12:100/30": month, amount and what remains of it.
std::string bill_record(const std::string& text, std::size_t number) {
  const auto colon = text.find(':'), slash = text.find('/');
  auto record = "subscription_id=S1;bill_id=B" + std::to_string(number) + ";month=" + text.substr(0, colon) +
                ";amount=" + money(text.substr(colon + 1, slash == std::string::npos ? slash : slash - colon - 1));
  return slash == std::string::npos ? record : record + ";remaining=" + money(text.substr(slash + 1));
}

std::vector<std::string> bill_records(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> records;
  for (std::string word; in >> word;) records.push_back(bill_record(word, records.size()));
  return records;
}

// "aggregate = ...; window = ..." as lines of TOML.
std::string declaration(std::string text) {
  for (auto at = text.find("; "); at != std::string::npos; at = text.find("; ", at)) text.replace(at, 2, "\n");
  return "[figure]\nfact = \"bills.amount\"\n" + text + "\n";
}

}  // namespace

TEST_CASE("each aggregate makes of a line's bills what the scenario table says") {
  for (const auto& row : scenario::read_scenarios("aggregates.txt")) {
    INFO(row.where);
    ToldOperator told;
    told.add("subscriptions", {"subscription_id=S1;customer_id=C1"}).add("bills", bill_records(row.given.at("bills")));
    const auto population = told.population("2026-01-01");
    const auto frame = computed(catalogue_of(declaration(row.given.at("declared"))), population);
    CHECK(value_at(frame.columns, "figure") == row.expected.at("value"));
  }
}

TEST_CASE("day windows count back from as_of and include it") {
  ToldOperator told;
  told.add("subscriptions", {"subscription_id=S1;customer_id=C1"});
  told.add("tickets", {"ticket_id=T1;subscription_id=S1;opened=2026-01-01;type=complaint",
                       "ticket_id=T2;subscription_id=S1;opened=2025-10-03;type=complaint",
                       "ticket_id=T3;subscription_id=S1;opened=2025-10-02;type=complaint",
                       "ticket_id=T4;subscription_id=S1;opened=2026-01-02;type=fault"});
  const auto population = told.population("2026-01-01");
  const auto frame = computed(catalogue_of(R"(
[recent]
fact = "tickets"
aggregate = "count"
window = "90 days"
[older]
fact = "tickets"
aggregate = "count"
window = "30 days before 90 days"
[ever]
fact = "tickets"
aggregate = "count"
[newest]
fact = "tickets.type"
aggregate = "last"
[oldest_age]
fact = "tickets.opened"
aggregate = "days_since_min"
[newest_age]
fact = "tickets.opened"
aggregate = "days_since_max"
)"),
                              population);
  CHECK(value_at(frame.columns, "recent") == "2");
  CHECK(value_at(frame.columns, "older") == "1");
  CHECK(value_at(frame.columns, "ever") == "3");
  CHECK(value_at(frame.columns, "newest") == "complaint");
  CHECK(value_at(frame.columns, "oldest_age") == "91");
  CHECK(value_at(frame.columns, "newest_age") == "0");
}

namespace {

constexpr const char* kSilence = R"(
[last_call]
fact = "usage.last_outgoing_call"
aggregate = "max"
window = "12 months"
[to_as_of]
fact = "usage.last_outgoing_call"
aggregate = "days_since_max"
window = "12 months"
[to_the_end_of_the_feed]
fact = "usage.last_outgoing_call"
aggregate = "days_since_max"
window = "12 months"
until = "feed"
)";

// One line that calls to the last day that is told of, one that fell silent on 10 March.
IndicatorFrame silence_as_of(const char* day, std::vector<std::string> later) {
  std::vector<std::string> usage{"subscription_id=S1;month=2026-03;last_outgoing_call=2026-03-31",
                                 "subscription_id=S2;month=2026-03;last_outgoing_call=2026-03-10"};
  usage.insert(usage.end(), later.begin(), later.end());
  ToldOperator told;
  told.add("subscriptions", {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C1"});
  told.add("usage", usage);
  return computed(catalogue_of(kSilence), told.population(day));
}

}  // namespace

TEST_CASE("days of which no feed has told yet are not silent days") {
  const auto first = silence_as_of("2026-04-01", {});
  CHECK(value_at(first.columns, "to_the_end_of_the_feed", 0) == "1");
  CHECK(value_at(first.columns, "to_the_end_of_the_feed", 1) == "22");
  const auto later = silence_as_of("2026-04-15", {});
  CHECK(value_at(later.columns, "to_the_end_of_the_feed", 0) == "1");
  CHECK(value_at(later.columns, "to_the_end_of_the_feed", 1) == "22");
  CHECK(value_at(later.columns, "to_as_of", 1) == "36");
  CHECK(later.missing.empty());
}

TEST_CASE("the open cycle tells of days that have passed") {
  const auto frame = silence_as_of("2026-04-20", {"subscription_id=S1;month=2026-04;last_outgoing_call=2026-04-17",
                                                  "subscription_id=S2;month=2026-04;last_outgoing_call=2026-04-25"});
  CHECK(value_at(frame.columns, "last_call", 0) == "2026-04-17");
  CHECK(value_at(frame.columns, "last_call", 1) == "2026-03-10");
  CHECK(value_at(frame.columns, "to_as_of", 0) == "3");
  CHECK(value_at(frame.columns, "to_the_end_of_the_feed", 0) == "1");
  CHECK(value_at(frame.columns, "to_the_end_of_the_feed", 1) == "39");
}

TEST_CASE("a closed cycle of which nothing came is named, and nobody falls silent by it") {
  const auto frame = silence_as_of("2026-05-01", {});
  CHECK(value_at(frame.columns, "to_the_end_of_the_feed", 1) == "22");
  REQUIRE(frame.missing.size() == 1);
  CHECK(frame.missing[0].indicator == "to_the_end_of_the_feed");
  CHECK(frame.missing[0].reason.find("is known until 2026-03-31 only") != std::string::npos);
}

TEST_CASE("of two texts of one day the greater by bytes is the last, whatever their order") {
  for (const bool turned : {false, true}) {
    std::vector<std::string> tickets{"ticket_id=T1;subscription_id=S1;opened=2025-12-01;cause=billing",
                                     "ticket_id=T2;subscription_id=S1;opened=2025-12-01;cause=tariff"};
    if (turned) std::swap(tickets[0], tickets[1]);
    ToldOperator told;
    told.add("subscriptions", {"subscription_id=S1;customer_id=C1"}).add("tickets", tickets);
    const auto population = told.population("2026-01-01");
    const auto frame = computed(catalogue_of("[cause]\nfact = \"tickets.cause\"\naggregate = \"last\"\n"), population);
    CHECK(value_at(frame.columns, "cause") == "tariff");
  }
}

TEST_CASE("facts of accounts and customers are seen whole, or not at all where only own facts count") {
  ToldOperator told;
  told.add("customers", {"customer_id=C1"}).add("accounts", {"account_id=A1;customer_id=C1"});
  told.add("subscriptions", {"subscription_id=S1;customer_id=C1;account_id=A1",
                             "subscription_id=S2;customer_id=C1;account_id=A1", "subscription_id=S3;customer_id=C1"});
  told.add("bills", {"subscription_id=S1;account_id=A1;bill_id=1;month=2025-12;amount=" + money("10"),
                     "account_id=A1;bill_id=2;month=2025-12;amount=" + money("5")});
  told.add("tickets", {"ticket_id=T1;customer_id=C1;opened=2025-12-05;type=complaint"});
  const auto population = told.population("2026-01-01");
  const auto frame = computed(catalogue_of(R"(
[whole]
fact = "bills.amount"
aggregate = "sum"
[own]
fact = "bills.amount"
aggregate = "sum"
shared = "own"
[of_account]
fact = "bills.amount"
aggregate = "sum"
grain = "account"
[of_customer]
fact = "bills.amount"
aggregate = "sum"
grain = "customer"
[complaints]
fact = "tickets"
aggregate = "count"
[lines_together]
roll_up_of = "own"
roll_up = "sum"
[worst_line]
roll_up_of = "whole"
roll_up = "worst"
)"),
                              population);
  const std::vector<std::vector<std::string>> expected = {{"whole", "15.000", "5.000", ""},
                                                          {"own", "10.000", "", ""},
                                                          {"of_account", "15.000", "15.000", ""},
                                                          {"of_customer", "15.000", "15.000", "15.000"},
                                                          {"complaints", "1", "1", "1"},
                                                          {"lines_together", "10.000", "10.000", "10.000"},
                                                          {"worst_line", "5.000", "5.000", "5.000"}};
  for (const auto& row : expected)
    for (std::size_t line = 0; line < 3; ++line) {
      INFO(row[0] << " of line " << line);
      CHECK(value_at(frame.columns, row[0], line) == row[line + 1]);
    }
}

TEST_CASE("a roll-up over the group takes in everybody below, each line once") {
  // G1 has the part G2 and the member C1; C1 is also in G2, C2 only there. C3 is in no group.
  ToldOperator told;
  told.add("customers", {"customer_id=C1", "customer_id=C2", "customer_id=C3", "customer_id=G1", "customer_id=G2"});
  told.add("subscriptions", {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C2",
                             "subscription_id=S3;customer_id=C3", "subscription_id=S4;customer_id=C1",
                             "subscription_id=S5;customer_id=G2", "subscription_id=S6;customer_id=C2"});
  told.add("group_members", {"customer_id=G1;member_customer_id=G2", "customer_id=G1;member_customer_id=C1",
                             "customer_id=G2;member_customer_id=C1", "customer_id=G2;member_customer_id=C2"});
  told.add("bills", {"subscription_id=S1;month=2025-12;amount=1000", "subscription_id=S2;month=2025-12;amount=20000",
                     "subscription_id=S3;month=2025-12;amount=7", "subscription_id=S4;month=2025-12;amount=300000",
                     "subscription_id=S5;month=2025-12;amount=4000000"});
  const auto population = told.population("2026-01-01");
  const auto rule = [](const std::string& name, const std::string& how) {
    return "[" + name + "]\nroll_up_of = \"spend\"\nroll_up = \"" + how + "\"\ngrain = \"group\"\n";
  };
  const auto frame =
      computed(catalogue_of("[spend]\nfact = \"bills.amount\"\naggregate = \"sum\"\nwindow = \"1 month\"\ndirection = "
                            "\"higher\"\n" +
                            rule("whole", "sum") + rule("top", "max") + rule("low", "min") + rule("middle", "mean") +
                            rule("bad", "worst") + "[group]\nattribute = \"group_id\"\n"),
               population);
  // S1 and S4 see G1 (the first of two), S2, S5 and S6 see G2: the two lines of C1 count once in G1.
  const std::vector<std::vector<std::string>> expected = {
      {"group", "G1", "G2", "", "G1", "G2", "G2"},
      {"whole", "4321.000", "4321.000", "", "4321.000", "4321.000", "4321.000"},
      {"top", "4000.000", "4000.000", "", "4000.000", "4000.000", "4000.000"},
      {"low", "1.000", "1.000", "", "1.000", "1.000", "1.000"},
      {"middle", "1080.250", "1080.250", "", "1080.250", "1080.250", "1080.250"},
      {"bad", "1.000", "1.000", "", "1.000", "1.000", "1.000"}};
  for (const auto& row : expected)
    for (std::size_t line = 0; line < 6; ++line) {
      INFO(row[0] << " of line " << line);
      CHECK(value_at(frame.columns, row[0], line) == row[line + 1]);
    }
}

namespace {

// What two lines come to, the second with bills beyond any sum.
Error overflow_of(const std::string& toml) {
  const std::string huge = "month=2025-12;amount=9223372036854775807;remaining=-9223372036854775807";
  ToldOperator told;
  told.add("customers", {"customer_id=C1", "customer_id=C2"});
  told.add("subscriptions", {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C2"});
  told.add("bills",
           {"subscription_id=S1;bill_id=0;month=2025-12;amount=1;remaining=0", "subscription_id=S2;bill_id=1;" + huge,
            "subscription_id=S2;bill_id=2;" + huge, "subscription_id=S2;bill_id=3;month=2025-10;amount=1;remaining=0"});
  const auto population = told.population("2026-01-01");
  const auto frame = compute_indicators(catalogue_of(toml), population);
  INFO(toml);
  REQUIRE_FALSE(frame);
  return frame.error();
}

}  // namespace

TEST_CASE("a figure that does not fit names the indicator, its declaration, the line and the remedy") {
  const std::string greatest = "[top]\nfact = \"bills.amount\"\naggregate = \"max\"\n";
  const std::string sum = "[total]\nfact = \"bills.amount\"\naggregate = \"sum\"\n";
  const std::pair<std::string, std::uint64_t> cases[] = {
      {"\n" + sum, 2},
      {"\n\n[total]\nfact = \"bills.amount\"\naggregate = \"slope\"\nwindow = \"3 months\"\n", 3},
      {"[total]\nfact = \"bills.amount\"\naggregate = \"shortfall\"\nless = \"remaining\"\n", 1},
      {greatest + "[total]\nexpression = \"top * 1000000\"\n", 4},            // a kernel of columns
      {greatest + "[total]\nexpression = \"max([top, 1]) * 1000000\"\n", 4},  // customer by customer
      {greatest + "[total]\nroll_up_of = \"top\"\nroll_up = \"sum\"\nscale = 6\n", 4},
  };
  for (const auto& [toml, line] : cases) {
    const auto error = overflow_of(toml);
    INFO(error.to_string());
    CHECK(error.code() == Errc::amount_overflow);
    REQUIRE(error.place() != nullptr);
    CHECK(error.place()->file == "indicators.toml");
    CHECK(error.place()->line >= line);
    CHECK(error.message().rfind("total", 0) == 0);
    CHECK(error.message().find("S2") != std::string::npos);
    CHECK(error.message().find("S1") == std::string::npos);
    CHECK(error.message().find("correct the rows") != std::string::npos);
  }
}
