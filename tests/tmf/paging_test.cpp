// A collection is read to its end, each resource once, from servers that say one thing and do another.
#include <algorithm>

#include "staysail/testing/boss_feed_kit.hpp"
#include "tmf/told_rows.hpp"

using namespace staysail;
using namespace staysail::tests;

namespace {

// Ids C0 .. C<count - 1>.
std::multiset<std::string> ids(int count) {
  std::multiset<std::string> all;
  for (int i = 0; i < count; ++i) all.insert("C" + std::to_string(i));
  return all;
}

bool contains(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const auto& line) { return line.find(text) != std::string::npos; });
}

// A reader as one writes it first: it believes totals, asks for one page after the other and takes each as it comes.
std::multiset<std::string> read_believing(QuirkyBoss& boss) {
  const auto transport = http_transport().value();
  std::multiset<std::string> found;
  for (std::size_t offset = 0, total = 1; offset < total && offset < 60; offset += 3) {
    HttpRequest request{"GET", boss.origin(), "/tmf-api/" + std::string(kCustomers), {}, {}};
    request.target += "?limit=3&offset=" + std::to_string(offset);
    const auto answer = transport->send(request).value();
    const auto page = boss::parse_json(answer.body, "page").value();
    for (const auto& resource : page.items) found.insert(std::string(resource.text_at("id")));
    const auto said = answer.header("X-Total-Count");
    total = said.empty() ? (page.items.size() < 3 ? 0 : total + 3) : std::stoul("0" + std::string(said));
  }
  return found;
}

}  // namespace

TEST_CASE("the faults of the server are real: a reader that believes it loses or doubles rows") {
  QuirkyBoss boss;
  boss.set("{}", {{kCustomers, customers(11)}});
  CHECK(read_believing(boss) == ids(11));
  for (const char* quirk :
       {R"({"total": "low"})", R"({"total": "zero"})", R"({"page_cap": 2})", R"({"page_cap": 2, "total": "absent"})",
        R"({"ignore_limit": true})", R"({"ignore_limit": true, "ignore_offset": true})", R"({"empty_once_at": [3]})",
        R"({"delete_after_first_page": true})"}) {
    CAPTURE(quirk);
    boss.set(quirk, {{kCustomers, customers(11)}});
    CHECK(read_believing(boss) != ids(11));
  }
}

TEST_CASE("every resource comes once, whatever the server says of totals, links and pages") {
  QuirkyBoss boss;
  const std::vector<std::string> quirks = {
      R"({})",
      R"({"total": "absent"})",
      R"({"total": "low"})",
      R"({"total": "high"})",
      R"({"total": "zero"})",
      R"({"total": "garbage"})",
      R"({"total": "varying"})",
      R"({"page_cap": 2})",
      R"({"page_cap": 1, "total": "low", "never_206": true})",
      R"({"page_cap": 2, "total": "absent", "never_206": true})",
      R"({"link": "good"})",
      R"({"link": "cursor", "total": "absent"})",
      R"({"link": "malformed"})",
      R"({"link": "foreign"})",
      R"({"link": "elsewhere"})",
      R"({"link": "loop"})",
      R"({"link": "self"})",
      R"({"link": "loop", "total": "high", "page_cap": 2})",
      R"({"ignore_limit": true})",
      R"({"ignore_limit": true, "ignore_offset": true})",
      R"({"ignore_limit": true, "ignore_offset": true, "total": "absent"})",
      R"({"empty_once_at": [3], "total": "absent"})",
      R"({"empty_once_at": [0, 3, 6], "total": "high"})",
      R"({"hidden_rows": [6, 7, 8], "total": "absent"})",
      R"({"refuse_past_end": 404, "total": "absent"})",
      R"({"refuse_past_end": 416, "total": "high"})",
      R"({"failures": [[503, "1"], [500, ""], [429, "2"]]})",
  };
  for (const auto& quirk : quirks)
    for (const int count : {0, 1, 3, 8, 11}) {
      CAPTURE(quirk);
      CAPTURE(count);
      boss.set(quirk, {{kCustomers, customers(count)}});
      const auto told = read_boss(boss.access(), customer_mapping());
      REQUIRE_MESSAGE(told.has_value(), told.error().to_string());
      auto expected = ids(count);
      if (quirk.find("hidden_rows") != std::string::npos)
        for (const char* hidden : {"C6", "C7", "C8"}) expected.erase(hidden);
      CHECK(told->all("customers", "customer_id") == expected);
      CHECK(told->records == expected.size());
      CHECK(boss.log().size() < 60);
    }
}

TEST_CASE("a server that gives its first page for ever is told, not believed") {
  QuirkyBoss boss;
  boss.set(R"({"ignore_offset": true, "total": "absent"})", {{kCustomers, customers(8)}});
  const auto told = read_boss(boss.access(), customer_mapping());
  REQUIRE_FALSE(told);
  CHECK(told.error().code() == Errc::feed_incomplete);
  CHECK(told.error().message().find("page_size") != std::string::npos);
  // The page holds all there is: nothing is missing.
  boss.set(R"({"ignore_offset": true, "total": "absent"})", {{kCustomers, customers(3)}});
  CHECK(read_boss(boss.access(), customer_mapping()).value().all("customers", "customer_id") == ids(3));
}

TEST_CASE("what is deleted while a collection is read costs no other resource") {
  QuirkyBoss boss;
  boss.set(R"({"delete_after_first_page": true})", {{kCustomers, customers(8)}});
  const auto told = read_boss(boss.access(), customer_mapping()).value();
  // C0 went after it was read, and C3 moved to the place that was read already.
  CHECK(told.all("customers", "customer_id") == ids(8));
}

TEST_CASE("empty pages are passed over to where the total says the collection ends") {
  QuirkyBoss boss;
  boss.set(R"({"hidden_rows": [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]})", {{kCustomers, customers(20)}});
  const auto feed = TmfFeed::open(boss.access(), customer_mapping()).value();
  const auto splits = feed->plan({}).value();
  // What is hidden does not come, and is told; all else does.
  auto visible = ids(20);
  for (int i = 3; i < 15; ++i) visible.erase("C" + std::to_string(i));
  CHECK(read_feed(*feed).value().all("customers", "customer_id") == visible);
  REQUIRE(splits.front().notices.size() == 1);
  CHECK(splits.front().notices.front() == "X-Total-Count said 20 and 8 resources came, in 2 readings");
  CHECK(feed->is_short());
}

TEST_CASE("pages in no order are read until all came that the total tells of") {
  QuirkyBoss boss;
  boss.set(R"({"shuffled": true})", {{kCustomers, customers(20)}});
  const auto feed = TmfFeed::open(boss.access(), customer_mapping()).value();
  const auto told = read_feed(*feed).value();
  CHECK(told.all("customers", "customer_id") == ids(20));
  CHECK_FALSE(feed->is_short());
}

TEST_CASE("a collection that the BOSS does not have is withheld; one that has none is the wrong address") {
  QuirkyBoss boss;
  const auto mapping = mapping_of(
      "[[feed]]\nname = \"customers\"\napi = \"TMF629\"\npath = \"customer\"\n[[feed.entity]]\n"
      "table = \"customers\"\nfields = { customer_id = \"id\" }\n"
      "[[feed]]\nname = \"people\"\napi = \"TMF632\"\npath = \"individual\"\n[[feed.entity]]\n"
      "table = \"parties\"\nfields = { party_id = \"id\" }\n");
  boss.set("{}", {{kCustomers, customers(2)}});
  const auto splits = TmfFeed::open(boss.access(), mapping).value()->plan({}).value();
  REQUIRE(splits.size() == 2);
  CHECK_FALSE(splits[0].withheld);
  REQUIRE(splits[1].withheld);
  CHECK(splits[1].withheld->reason == "not_found");
  CHECK(splits[1].withheld->message.find("404") != std::string::npos);
  boss.set("{}", {});
  CHECK(TmfFeed::open(boss.access(), mapping).value()->plan({}).error().code() == Errc::not_found);
}

TEST_CASE("a total that lies is told as an observation and harms nothing") {
  QuirkyBoss boss;
  boss.set(R"({"total": "high"})", {{kCustomers, customers(4)}});
  const auto feed = TmfFeed::open(boss.access(), customer_mapping()).value();
  CHECK(feed->plan({}).has_value());
  REQUIRE(feed->observations().size() == 1);
  CHECK(feed->observations().front() == "customers: X-Total-Count said 21 and 4 resources came");
}

TEST_CASE("a resource that comes twice counts once, and the later one stands") {
  QuirkyBoss boss;
  boss.set("{}", {{kCustomers,
                   {customer("\"C1\"", ",\"grade\":\"old\""), customer("\"C2\""), customer("\"C3\""),
                    customer("\"C2\""), customer("\"C1\"", ",\"grade\":\"new\"")}}});
  const auto told = read_boss(boss.access(), customer_mapping()).value();
  CHECK(told.all("customers", "customer_id") == std::multiset<std::string>{"C1", "C2", "C3"});
  CHECK(told.all("customers", "grade") == std::multiset<std::string>{"new"});
}

TEST_CASE("ids are text, whether the server writes them as numbers or not") {
  QuirkyBoss boss;
  boss.set("{}", {{kCustomers,
                   {customer("\"007\""), customer("7"), customer("123456789012345678901234567890"), customer("7.0"),
                    customer("1e3"), customer("-9007199254740993")}}});
  const auto told = read_boss(boss.access(), customer_mapping()).value();
  CHECK(told.all("customers", "customer_id") ==
        std::multiset<std::string>{"007", "7", "123456789012345678901234567890", "7.0", "1e3", "-9007199254740993"});
}

TEST_CASE("filters are sent, and checked here where a server ignores them") {
  QuirkyBoss boss;
  const std::vector<std::string> rows = {customer("\"A\"", ",\"status\":\"active\""),
                                         customer("\"B\"", ",\"status\":\"closed\""), customer("\"C\"")};
  const auto mapping = customer_mapping("filters = { status = \"active,held\" }");
  boss.set(R"({"ignore_filters": true})", {{kCustomers, rows}});
  const auto feed = TmfFeed::open(boss.access(), mapping).value();
  const auto told = read_feed(*feed).value();
  // C says nothing of its status, so nothing speaks against it.
  CHECK(told.all("customers", "customer_id") == std::multiset<std::string>{"A", "C"});
  CHECK(contains(feed->observations(), "1 resources came that the filters do not ask for"));
  CHECK(contains(boss.log(), "status=active%2Cheld"));
}

TEST_CASE("only what changed is asked for where the feed declares how, and members only where it says so") {
  QuirkyBoss boss;
  boss.set("{}", {{kCustomers,
                   {customer("\"A\"", ",\"lastUpdate\":\"2026-01-01T00:00:00Z\""),
                    customer("\"B\"", ",\"lastUpdate\":\"2026-01-03T00:00:00Z\"")}}});
  TmfFeedOptions options;
  options.changed_since = "2026-01-02T00:00:00Z";
  const auto told =
      read_boss(boss.access(), customer_mapping("changed_since = \"lastUpdate.gt\"\nonly_mapped = true"), options);
  CHECK(told.value().all("customers", "customer_id") == std::multiset<std::string>{"B"});
  CHECK(contains(boss.log(), "lastUpdate.gt=2026-01-02T00%3A00%3A00Z"));
  CHECK(contains(boss.log(), "fields=grade%2Cid%2CvalidFor"));
  // Without the option everything is asked for.
  CHECK(read_boss(boss.access(), customer_mapping("changed_since = \"lastUpdate.gt\"")).value().records == 2);
}

TEST_CASE("what cannot be used is quarantined with its path and resource, and nothing else is") {
  QuirkyBoss boss;
  boss.set("{}", {{kCustomers,
                   {customer("\"A\"", ",\"validFor\":{\"startDateTime\":\"soon\"}"), customer("\"B\""),
                    "{\"grade\":\"no id\"}", "17"}}});
  const auto told = read_boss(boss.access(), customer_mapping()).value();
  CHECK(told.records == 4);
  CHECK(told.all("customers", "customer_id") == std::multiset<std::string>{"B"});
  std::multiset<std::string> places;
  for (const auto& row : told.rejects) places.insert(row.file + "|" + row.column + "|" + row.reason + "|" + row.text);
  CHECK(places == std::multiset<std::string>{"TMF629/customer|id|missing_value|", "TMF629/customer|id|missing_value|",
                                             "TMF629/customer|validFor.startDateTime of A|bad_date|soon"});
}

TEST_CASE("what no field reads is kept as it was written") {
  QuirkyBoss boss;
  boss.set("{}", {{kCustomers,
                   {customer("\"A\"", ",\"grade\":\"g\",\"@type\":\"Vip\",\"odd\":{\"n\":1.50,\"b\":[true,null]}")}}});
  const auto mapping = customer_mapping("unknown_columns = \"keep\"\nkeep = { number = \"odd.n\" }");
  const auto feed = TmfFeed::open(boss.access(), mapping).value();
  const auto told = read_feed(*feed).value();
  CHECK(told.all("customers", "number") == std::multiset<std::string>{"1.50"});
  CHECK(told.all("customers", "unread") ==
        std::multiset<std::string>{R"({"@type":"Vip","odd":{"n":1.50,"b":[true,null]}})"});
  CHECK(feed->extensions_of("customers").value() == std::vector<std::string>{"number", "unread"});
}

TEST_CASE("a split is known by what its resources say, in whatever order they come") {
  QuirkyBoss boss;
  auto rows = customers(7);
  boss.set("{}", {{kCustomers, rows}});
  const auto feed = TmfFeed::open(boss.access(), customer_mapping()).value();
  const auto first = feed->plan({}).value();
  std::reverse(rows.begin(), rows.end());
  boss.set(R"({"page_cap": 2})", {{kCustomers, rows}});
  CHECK(feed->plan({}).value().front().content == first.front().content);
  rows.push_back(customer("\"new\""));
  boss.set("{}", {{kCustomers, rows}});
  CHECK(feed->plan({}).value().front().content != first.front().content);
  const auto stale = feed->open({}, first.front());
  REQUIRE_FALSE(stale);
  CHECK(stale.error().code() == Errc::conflict);
}

TEST_CASE("a TM Forum feed conforms") {
  QuirkyBoss boss;
  auto rows = customers(20);
  rows.push_back("{\"grade\":\"no id\"}");
  rows.push_back(customer("\"D\"", ",\"validFor\":{\"startDateTime\":\"2026-02-30T00:00:00Z\"}"));
  boss.set(R"({"page_cap": 2, "total": "high"})", {{kCustomers, rows}});
  const auto feed = TmfFeed::open(boss.access(), customer_mapping("unknown_columns = \"keep\"")).value();
  BossFeedExpectation expectation;
  expectation.records = 22;
  const auto report = check_boss_feed(*feed, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
}
