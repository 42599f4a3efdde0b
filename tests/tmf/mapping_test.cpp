// The mapping that comes with the library, JSON paths, times and usage that is gathered.
#include "boss/api_records.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/testing/boss_feed_kit.hpp"
#include "tmf/told_rows.hpp"

using namespace staysail;
using namespace staysail::tests;

namespace {

using Row = std::map<std::string, std::string>;

// A small operator, as the documents of version 4 write one.
std::map<std::string, std::vector<std::string>> small_operator() {
  const auto text = read_file(STAYSAIL_TMF_TESTS "/small_operator.json", 1 << 20).value();
  const auto all = boss::parse_json(text, "small_operator.json").value();
  std::map<std::string, std::vector<std::string>> collections;
  for (const auto& [path, resources] : all.members)
    for (const auto& resource : resources.items)
      collections[path.substr(std::string_view("/tmf-api/").size())].push_back(boss::json_text(resource));
  return collections;
}

Row row_of(const Told& told, const std::string& table, const std::string& attribute, const std::string& value) {
  const auto rows = told.rows.find(table);
  REQUIRE(rows != told.rows.end());
  for (const auto& row : rows->second)
    if (const auto found = row.find(attribute); found != row.end() && found->second == value) return row;
  FAIL("no row of " << table << " with " << attribute << " " << value);
  return {};
}

}  // namespace

TEST_CASE("an amount in another currency is rejected, not taken for one of ours") {
  QuirkyBoss boss;
  const auto bill = [](const std::string& id, const std::string& unit) {
    return R"({"id":")" + id +
           R"(","billingAccount":{"id":"A1"},"billDate":"2026-01-05","taxIncludedAmount":{"value":5)" +
           (unit.empty() ? "" : R"(,"unit":")" + unit + "\"") + "}}";
  };
  boss.set("{}", {{"customerBillManagement/v4/customerBill", {bill("B1", "CNY"), bill("B2", "USD"), bill("B3", "")}}});
  const auto mapping = mapping_of(
      "[[feed]]\nname = \"bills\"\napi = \"TMF678\"\npath = \"customerBill\"\n[[feed.entity]]\ntable = \"bills\"\n"
      "[feed.entity.fields]\nbill_id = \"id\"\naccount_id = \"billingAccount.id\"\nmonth = \"billDate\"\n"
      "amount = { column = \"amountDue.value ?? taxIncludedAmount.value\", round = true }\n");
  const auto told = read_boss(boss.access(), mapping).value();
  CHECK(told.all("bills", "bill_id") == std::multiset<std::string>{"B1", "B3"});
  REQUIRE(told.rejects.size() == 1);
  CHECK(told.rejects.front().reason == "bad_number");
  CHECK(told.rejects.front().text == "5 USD");
}

TEST_CASE("the mapping that is shipped reads the eight APIs into the tables of the model") {
  QuirkyBoss boss;
  boss.set("{}", small_operator());
  TmfFeedOptions options;
  options.time_zone = "Asia/Shanghai";
  const auto feed = TmfFeed::open(boss.access(), mapping_of(default_tmf_mapping()), options).value();
  const auto told = read_feed(*feed).value();

  const Row person = row_of(told, "parties", "party_id", "P1");
  CHECK(person.at("kind") == "individual");
  CHECK(person.at("name") == "Wang Xiaoming");
  CHECK(person.at("phone") == "13800001111");
  CHECK(person.at("address") == "1 River Road");
  CHECK(person.at("region") == "Wuhan");
  CHECK(person.at("birth_day") == "1988-05-04");
  CHECK(person.at("identity_number") == "X-1");
  CHECK(row_of(told, "parties", "party_id", "P2").at("kind") == "organisation");

  const Row customer = row_of(told, "customers", "customer_id", "7");
  CHECK(customer.at("party_id") == "P1");
  CHECK(customer.at("customer_type") == "individual");
  CHECK(customer.at("status") == "active");
  CHECK(customer.at("since") == "2021-03-05");
  CHECK(customer.at("grade") == "gold");
  CHECK(customer.at("segment") == "family");
  CHECK(customer.at("address:unread").find(R"("x-vendor":{"score":0.10})") != std::string::npos);
  const Row group = row_of(told, "customers", "customer_id", "007");
  CHECK(group.at("customer_type") == "group");
  CHECK(group.count("status") == 0);

  const Row account = row_of(told, "accounts", "account_id", "A1");
  CHECK(account.at("customer_id") == "7");
  CHECK(account.at("credit_limit") == "500.000");
  CHECK(account.at("payment_mode") == "postpaid");
  CHECK(row_of(told, "balances", "account_id", "A1").at("amount") == "12.500");

  CHECK(told.all("subscriptions", "subscription_id") == std::multiset<std::string>{"S1", "S2"});
  const Row line = row_of(told, "subscriptions", "subscription_id", "S1");
  CHECK(line.at("customer_id") == "7");
  CHECK(line.at("number") == "13800001111");
  CHECK(line.at("product_type") == "mobile");
  CHECK(row_of(told, "subscriptions", "subscription_id", "S2").at("status") == "aborted");
  CHECK(row_of(told, "subscriptions", "subscription_id", "S2").at("product_type") == "broadband");
  const Row plan = row_of(told, "plan_instances", "plan_instance_id", "PL1");
  CHECK(plan.at("subscription_id") == "S1");
  CHECK(plan.at("monthly_price") == "99.000");
  const Row agreement = row_of(told, "agreements", "agreement_id", "G1");
  CHECK(agreement.at("months") == "24");
  CHECK(agreement.at("end") == "2026-12-31");

  const Row bill = row_of(told, "bills", "bill_id", "B1");
  CHECK(bill.at("account_id") == "A1");
  CHECK(bill.at("month") == std::to_string(Month::of(2025, 12).index()));
  CHECK(bill.at("amount") == "0.100");
  CHECK(bill.at("due") == "2026-01-20");

  const Row ticket = row_of(told, "tickets", "ticket_id", "T1");
  CHECK(ticket.at("type") == "complaint");
  CHECK(ticket.at("status") == "in_progress");
  CHECK(ticket.at("subscription_id") == "S1");
  const Row interaction = row_of(told, "interactions", "interaction_id", "I1");
  CHECK(interaction.at("channel") == "call");
  CHECK(interaction.at("result") == "done");
  CHECK(interaction.at("day") == "2026-01-01");
}

TEST_CASE("usage events of a line become its month, and events that cannot be used are refused by themselves") {
  QuirkyBoss boss;
  boss.set("{}", small_operator());
  const auto told = read_boss(boss.access(), mapping_of(default_tmf_mapping())).value();
  REQUIRE(told.rows.at("usage").size() == 2);
  const Row december = row_of(told, "usage", "month", std::to_string(Month::of(2025, 12).index()));
  CHECK(december.at("subscription_id") == "S1");
  CHECK(december.at("calls_out") == "2");
  CHECK(december.at("seconds_out") == "90");
  CHECK(december.at("data_mb") == "1.250");
  CHECK(december.at("distinct_contacts") == "1");
  CHECK(december.at("last_outgoing_call") == "2025-12-09");
  CHECK(december.count("sms_out") == 0);
  CHECK(row_of(told, "usage", "month", std::to_string(Month::of(2026, 1).index())).at("sms_out") == "1");

  std::multiset<std::string> refused;
  for (const auto& row : told.rejects) refused.insert(row.file + " " + row.column + " " + row.reason);
  CHECK(refused ==
        std::multiset<std::string>{
            "TMF635/usage usageCharacteristic[name=duration|seconds].value of U5 bad_number",
            "TMF635/usage ratedProductUsage[0].productRef.id ?? relatedParty[role=subscription|subscriber].id of U6 "
            "missing_value",
            "TMF678/customerBill billingAccount.id of B2 missing_value",
            "TMF621/troubleTicket status of T2 unknown_symbol"});
}

TEST_CASE("the feed of the eight APIs conforms") {
  QuirkyBoss boss;
  boss.set(R"({"total": "varying", "page_cap": 2})", small_operator());
  const auto feed = TmfFeed::open(boss.access(), mapping_of(default_tmf_mapping())).value();
  const auto report = check_boss_feed(*feed);
  CHECK_MESSAGE(report.passed(), report.to_string());
}

TEST_CASE("times are brought to the zone of the operator, or stay as they are written") {
  const auto china = boss::zone_start("+08:00"), zone = boss::zone_start("Europe/Berlin");
  REQUIRE(china.has_value());
  CHECK(boss::time_in_zone("2025-12-31T16:30:00Z", china) == "2026-01-01T00:30:00");
  CHECK(boss::time_in_zone("2025-12-31T16:30:00.25+02:00", china) == "2025-12-31T22:30:00.250000");
  CHECK(boss::time_in_zone("2026-07-01T22:30:00Z", zone) == "2026-07-02T00:30:00");
  CHECK(boss::time_in_zone("2026-01-01T22:30:00Z", zone) == "2026-01-01T23:30:00");
  CHECK(boss::time_in_zone("2025-12-31T16:30:00Z", std::nullopt) == "2025-12-31T16:30:00");
  CHECK(boss::time_in_zone("2025-12-31T16:30:00", china) == "2025-12-31T16:30:00");
  for (const char* text : {"2025-12-31", "Today", "", "2025-13-31T00:00:00Z"})
    CHECK(boss::time_in_zone(text, china) == text);
  for (const char* text : {"", "+8", "Nowhere/Land", "@Asia/Shanghai"}) CHECK_FALSE(boss::zone_start(text).has_value());
}

TEST_CASE("JSON paths find what they name") {
  const auto good =
      boss::parse_json(
          R"({"id":7.50,"a":[{"n":"x","v":1},{"n":"y","v":{"w":true}}],"one":{"n":"x","v":2},"@baseType":"Base",)"
          R"("null":null,"empty":[],"odd.name":"o"})",
          "resource")
          .value();
  const auto at = [&](const char* path) { return boss::JsonPath::parse(path).value().text_of(good).value_or("-"); };
  CHECK(at("id") == "7.50");
  CHECK(at("a[1].v.w") == "true");
  CHECK(at("a[n=y].v") == R"({"w":true})");
  CHECK(at("a[n=z|x].v") == "1");
  CHECK(at("a[7].v") == "-");
  CHECK(at("one[0].v") == "2");
  CHECK(at("one[1].v") == "-");
  CHECK(at("one[n=x].v") == "2");
  CHECK(at("null") == "-");
  CHECK(at("null ?? none ?? id") == "7.50");
  CHECK(at("$[@type=Base].id") == "7.50");
  CHECK(at("$[@type=Other].id") == "-");
  CHECK(at("$[!empty].id") == "7.50");
  CHECK(at("$[!a[n=y].v].id") == "-");
  CHECK(at("'odd.name'") == "o");
  for (const char* bad : {"", "a..b", "a[", "a[x", "a[x]", "a[-1]", "a]b", "'open", "a ??", "a ?? ", ".a", "a[n=]",
                          "$a", "a[9999999]", "a b]"}) {
    CAPTURE(bad);
    CHECK_FALSE(boss::JsonPath::parse(bad).has_value());
  }
}

TEST_CASE("a mapping of APIs is checked when it is loaded") {
  const auto fault = [](const std::string& feed, const std::string& fields) {
    const auto mapping = Mapping::parse(
        "[[feed]]\n" + feed + "\n[[feed.entity]]\ntable = \"customers\"\n" + "[feed.entity.fields]\n" + fields + "\n",
        "m.toml");
    return mapping ? std::string("none") : mapping.error().to_string();
  };
  const std::string api = "api = \"TMF629\"\npath = \"customer\"\n", id = "customer_id = \"id\"";
  CHECK(fault(api, id) == "none");
  const std::vector<std::pair<std::string, std::string>> faults = {
      {fault("api = \"TMF629\"", id), "path"},
      {fault(api + "files = \"x\"", id), "this is for files"},
      {fault("files = \"x\"\nfilters = { a = \"b\" }", id), "api = \"TMF...\""},
      {fault("api = \"TMF629\"\npath = \"../x\"", id), "the path of a collection"},
      {fault(api, "customer_id = \"a[\""), "m.toml:8:15"},
      {fault(api, "customer_id = 3"), "JSON paths, not positions"},
      {fault(api, id + "\nsince = { file_name = \"yyyyMMdd\" }"), "an API has no file name"},
      {fault(api, id + "\nsince = \"id\""), "read as a time and as something else"},
      {fault(api + "time_zone = \"Mars\"", id), "Asia/Shanghai"},
      {fault(api + "keep = { segment = \"a[\" }", id), "keep:"},
      {fault(api + "rollup = { count = [] }", id), "one table of facts"},
      {fault(api + "page = 3", id), "page"},
  };
  for (const auto& [message, part] : faults) {
    const std::string whole = message, expected = part;
    CAPTURE(whole);
    CHECK(whole.find(expected) != std::string::npos);
  }
}
