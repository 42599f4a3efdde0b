// Tries, waits, deadlines, tokens and what a BOSS may not do to us.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "boss/tmf_client.hpp"
#include "staysail/boss/tmf_boss.hpp"
#include "staysail/boss/tmf_resources.hpp"
#include "tmf/told_rows.hpp"

using namespace staysail;
using namespace staysail::tests;

namespace {

bool says(const Error& error, const std::string& text) { return error.to_string().find(text) != std::string::npos; }

Error error_of(const TmfAccess& access) {
  const auto told = read_boss(access, customer_mapping());
  REQUIRE_FALSE(told);
  return told.error();
}

std::shared_ptr<FakeClock> clock_of(const TmfAccess& access) {
  return std::static_pointer_cast<FakeClock>(access.clock);
}

}  // namespace

TEST_CASE("tries follow the schedule and the BOSS's own Retry-After, and end") {
  QuirkyBoss boss;
  TmfAccess access = boss.access();
  boss.set(R"({"failures": [[500, ""], [503, "7"], [429, "0"], [502, "nonsense"]]})", {{kCustomers, customers(1)}});
  CHECK(read_boss(access, customer_mapping()).value().records == 1);
  CHECK(clock_of(access)->waits == std::vector<std::int64_t>{500, 7000, 2000, 4000});

  access = boss.access();
  boss.set(R"({"failures": [[503, ""], [503, ""], [503, ""], [503, ""], [503, ""], [503, ""]]})", {{kCustomers, {}}});
  const Error error = error_of(access);
  CHECK(error.retryable());
  CHECK(says(error, "after 5 tries"));
  CHECK(
      says(error, "answered 503: code '60', reason 'Invalid request', message 'name and engagedParty are mandatory'"));
  CHECK(clock_of(access)->waits == std::vector<std::int64_t>{500, 1000, 2000, 4000});

  access = boss.access();
  access.deadline = std::chrono::milliseconds(5000);
  boss.set(R"({"failures": [[503, "3600"]]})", {{kCustomers, {}}});
  CHECK(says(error_of(access), "the deadline is too near for another try"));
  CHECK(clock_of(access)->waits.empty());
}

TEST_CASE("Retry-After as a date or seconds; anything else asks for nothing") {
  const std::int64_t at = Instant::parse("1994-11-06 08:49:30").value().micros();
  CHECK(boss::wait_asked_for("Sun, 06 Nov 1994 08:49:37 GMT", at) == 7000);
  CHECK(boss::wait_asked_for("Sun, 06 Nov 1994 08:49:07 GMT", at) == 0);
  CHECK(boss::wait_asked_for(" 12 ", at) == 12'000);
  CHECK(boss::wait_asked_for("99999999999", at) == 1'000'000'000'000);
  for (const char* text : {"", "-1", "soon", "1.5", "Sun, 06 Nuv 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET"})
    CHECK_FALSE(boss::wait_asked_for(text, at).has_value());
}

TEST_CASE("a refused token is asked for anew once, and no error ever shows it") {
  QuirkyBoss boss;
  TmfAccess access = boss.access();
  int refreshed = 0;
  access.token = [&](bool refresh) -> Result<std::string> {
    refreshed += refresh ? 1 : 0;
    return std::string(refreshed > 0 ? "fresh-secret" : "stale-secret");
  };
  boss.set(R"({"token": "fresh-secret"})", {{kCustomers, customers(2)}});
  CHECK(read_boss(access, customer_mapping()).value().records == 2);
  CHECK(refreshed == 1);

  access.token = fixed_token("wrong-secret");
  const Error error = error_of(access);
  CHECK(says(error, "answered 401"));
  CHECK(says(error, "reason 'bad Bearer ***'"));
  CHECK_FALSE(says(error, "wrong-secret"));
  const auto asked = boss.log();
  CHECK(std::count_if(asked.begin(), asked.end(),
                      [](const auto& line) { return line.find("wrong") != std::string::npos; }) == 2);
}

TEST_CASE("a token goes over http to this machine only, and is one word") {
  TmfAccess access;
  access.base = "http://boss.example/tmf-api";
  access.token = fixed_token("secret");
  const Error error = error_of(access);
  CHECK(error.code() == Errc::invalid_argument);
  CHECK(says(error, "use https"));
  CHECK_FALSE(fixed_token("two words")(false));
  CHECK_FALSE(fixed_token("a\r\nHost: b")(false));
  CHECK(fixed_token(" secret\n")(false).value() == "secret");
  setenv("STAYSAIL_TEST_TOKEN", "of the", 1);
  CHECK_FALSE(token_of_environment("STAYSAIL_TEST_TOKEN")(false));
  setenv("STAYSAIL_TEST_TOKEN", "environment", 1);
  CHECK(token_of_environment("STAYSAIL_TEST_TOKEN")(false).value() == "environment");
  CHECK(token_of_environment("STAYSAIL_NO_SUCH")(false).error().code() == Errc::not_found);
  CHECK_FALSE(token_of_file("/no/such/token")(false));
}

TEST_CASE("answers that are no collection are told for what they are") {
  QuirkyBoss boss;
  const std::map<std::string, std::vector<std::string>> rows = {{kCustomers, customers(2)}};
  boss.set(R"({"body": "malformed"})", rows);
  CHECK(error_of(boss.access()).code() == Errc::malformed_file);
  boss.set(R"({"body": "object"})", rows);
  CHECK(says(error_of(boss.access()), "a JSON array of resources was expected"));
  boss.set(R"({"content_type": "text/html"})", rows);
  CHECK(says(error_of(boss.access()), "JSON was expected and 'text/html' came"));
  boss.set(R"({"body": "deep"})", rows);
  CHECK(error_of(boss.access()).code() == Errc::limit_exceeded);
  boss.set(R"({"body": "huge"})", rows);
  TmfAccess small = boss.access();
  small.largest_answer = 1 << 20;
  CHECK(error_of(small).code() == Errc::limit_exceeded);
  CHECK(read_boss(boss.access(), customer_mapping()).value().records == 0);
  boss.set("{}");
  CHECK(error_of(boss.access()).code() == Errc::not_found);
  boss.set(R"({"redirect": "http://127.0.0.1:1/steal"})", rows);
  const Error redirected = error_of(boss.access());
  CHECK(says(redirected, "answered 302 (a redirect, which is not followed"));
}

TEST_CASE("a BOSS that hangs or drips is left at the deadline") {
  QuirkyBoss boss;
  for (const char* quirk : {R"({"hang": 30})", R"({"drip": 30})"}) {
    boss.set(quirk, {{kCustomers, customers(2)}});
    TmfAccess access = boss.access();
    access.clock = system_tmf_clock();
    access.request_timeout = std::chrono::milliseconds(300);
    access.retries.tries = 2;
    access.retries.first_ms = 1;
    const auto before = std::chrono::steady_clock::now();
    CHECK(says(error_of(access), "no whole answer came within"));
    // Not a timing: without the deadline this takes the half minute that the server holds on.
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(15));
    CHECK(boss.log().size() == 2);
  }
  TmfAccess nobody = boss.access();
  nobody.base = "http://127.0.0.1:1/tmf-api";
  CHECK(says(error_of(nobody), "no connection"));
}

TEST_CASE("a resource is amended without losing what nobody here knows") {
  QuirkyBoss boss;
  const std::string whole =
      R"({"id":7,"href":"/x/7","name":"N","engagedParty":{"id":"P"},"odd":{"n":0.10},"segment":"a"})";
  for (const bool demands : {false, true}) {
    boss.set(demands ? R"({"patch_mandatory": true})" : "{}", {{kCustomers, {whole}}});
    const auto resources = TmfResources::open(boss.access()).value();
    CHECK(resources.amend("TMF629", "customer", "7", R"({"segment":"b","note":null})").has_value());
    const auto after = boss::parse_json(resources.get("TMF629", "customer", "7").value(), "after").value();
    CHECK(after.text_at("segment") == "b");
    CHECK(after.text_at("name") == "N");
    REQUIRE(after.find("odd") != nullptr);
    CHECK(std::stod(std::string(after.find("odd")->text_at("n"))) == 0.1);
    CHECK(after.text_at("id") == "7");
  }
  const auto resources = TmfResources::open(boss.access()).value();
  CHECK(resources.get("TMF629", "customer", "8").error().code() == Errc::not_found);
  CHECK(resources.amend("TMF629", "customer", "7", "[]").error().code() == Errc::invalid_argument);
}

TEST_CASE("settings of a BOSS: a URL or a boss.toml, and never a secret in them") {
  const auto boss = TmfBoss::of("tmf:https://CRM.example:443/tmf-api/?page_size=50&time_zone=%2B08:00").value();
  CHECK(boss.access.base == "https://crm.example/tmf-api");
  CHECK(boss.access.page_size == 50);
  CHECK(boss.feed.time_zone == "+08:00");
  CHECK(boss.access.url_of("TMF629").value() == "https://crm.example/tmf-api/customerManagement/v4");
  CHECK(boss.access.url_of("TMF6299").error().message().find("TMF629") != std::string::npos);
  for (const char* bad :
       {"tmf:https://user:pass@crm.example/", "tmf:ftp://crm.example", "tmf:https://", "tmf:/no/such.toml",
        "tmf:https://crm.example/?page_size=0", "tmf:https://crm.example/?token=x", "tmf:https://crm.example/a b",
        "tmf:https://crm.example/#x", "folder"}) {
    CAPTURE(bad);
    const auto refused = TmfBoss::of(bad);
    REQUIRE_FALSE(refused);
    CHECK_FALSE(says(refused.error(), "pass@"));
  }
  const auto secret = TmfBoss::parse("base = \"https://crm.example\"\ntoken = \"s3cret\"\n", "boss.toml");
  REQUIRE_FALSE(secret);
  CHECK(says(secret.error(), "boss.toml:2"));
  CHECK(says(secret.error(), "token_file or token_environment"));
  CHECK_FALSE(says(secret.error(), "s3cret"));
  const auto urls =
      TmfBoss::parse("urls = { TMF678 = \"https://bill.example/v4/\" }\norders = true\ntries = 2\n", "b").value();
  CHECK(urls.access.url_of("TMF678").value() == "https://bill.example/v4");
  CHECK(urls.orders);
  CHECK(urls.access.url_of("TMF629").error().code() == Errc::not_found);
}
