// Orders that are taken once, whatever a BOSS does to the answers.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "boss/tmf_order.hpp"
#include "staysail/boss/tmf_actions.hpp"
#include "staysail/testing/boss_actions_kit.hpp"
#include "tmf/quirky_boss.hpp"

using namespace staysail;
using namespace staysail::tests;

namespace {

BossAction renew(const std::string& line) {
  BossAction action;
  action.kind = ActionKind::renew;
  action.subscription = SubscriptionId::of(line);
  action.customer = CustomerId::of("C1");
  action.account = AccountId::of("A1");
  action.parameters = {{"months", "12"}, {"offering", "P100"}};
  action.requested = Day::of(2026, 1, 15).value();
  return action;
}

// An empty file, gone with the object.
class TemporaryFile {
 public:
  TemporaryFile() : path_((std::filesystem::temp_directory_path() / "staysail_journal_XXXXXX").string()) {
    const int file = mkstemp(path_.data());
    REQUIRE(file >= 0);
    close(file);
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::unique_ptr<TmfActions> desk_of(const TmfAccess& access) {
  TmfActionsOptions options;
  options.ask_inventory = false;
  return TmfActions::open(access, options).value();
}

ActionReceipt status_of(BossActions& desk, const std::string& token) {
  const std::vector<std::string> tokens{token};
  return desk.status(tokens).value().front();
}

std::size_t posts(QuirkyBoss& boss) {
  const auto log = boss.log();
  return static_cast<std::size_t>(
      std::count_if(log.begin(), log.end(), [](const auto& line) { return line.rfind("POST", 0) == 0; }));
}

}  // namespace

TEST_CASE("a BOSS with product orders conforms, also one that ignores filters, caps pages or lies of totals") {
  QuirkyBoss boss;
  for (const char* quirk :
       {"{}", R"({"ignore_filters": true})", R"({"page_cap": 1, "total": "low", "ignore_filters": true})",
        R"({"total": "zero"})", R"({"post": "no_json"})", R"({"post": "wrong_echo"})"}) {
    CAPTURE(quirk);
    boss.set(quirk);
    BossActionsExpectation expectation;
    expectation.actions = {renew("S1"), renew("S2"), renew("007")};
    expectation.effects = [&] { return boss.effects(); };
    const auto desk = desk_of(boss.access());
    const auto report = check_boss_actions(*desk, expectation);
    CHECK_MESSAGE(report.passed(), report.to_string());
    CHECK(boss.effects() == 3);
  }
}

TEST_CASE("the faults of the server are real: who sends again after an error orders twice") {
  QuirkyBoss boss;
  const auto transport = http_transport().value();
  for (const char* quirk : {R"({"post": "take_then_500"})", R"({"post": "take_then_drop"})", R"({"post": "late"})"}) {
    CAPTURE(quirk);
    boss.set(quirk);
    HttpRequest request{"POST", boss.origin(), "/tmf-api/productOrderingManagement/v4/productOrder", {}, {}};
    request.body = boss::json_text(boss::order_of(renew("S1"), "T.1"));
    for (int tries = 0; tries < 2; ++tries) {
      const auto answer = transport->send(request);
      CHECK((!answer || answer->status == 500));
    }
    CHECK(boss.effects() == 2);
  }
}

TEST_CASE("an order whose answer is lost is looked up and never sent again") {
  QuirkyBoss boss;
  for (const char* quirk :
       {R"({"post": "take_then_500"})", R"({"post": "take_then_drop"})", R"({"post": "slow", "seconds": 2})",
        R"({"post": "take_then_500", "ignore_filters": true})"}) {
    CAPTURE(quirk);
    boss.set(quirk);
    TmfAccess access = boss.access();
    access.request_timeout = std::chrono::milliseconds(400);
    const auto desk = desk_of(access);
    const std::vector<BossAction> actions{renew("S1"), renew("S2")};
    const auto receipts = desk->submit(actions, "T").value();
    CHECK(receipts[0].status == ActionStatus::accepted);
    CHECK(receipts[1].status == ActionStatus::accepted);
    CHECK(desk->submit(actions, "T").value() == receipts);
    // Another process, which remembers nothing.
    CHECK(desk_of(access)->submit(actions, "T").value() == receipts);
    CHECK(boss.effects() == 2);
    CHECK(posts(boss) == 2);
  }
}

TEST_CASE("an order that shows late is in doubt until it shows, and is not sent meanwhile") {
  QuirkyBoss boss;
  boss.set(R"({"post": "late", "lookups_before": 9})");
  const TmfAccess access = boss.access();
  const auto desk = desk_of(access);
  const std::vector<BossAction> actions{renew("S1")};
  CHECK(desk->submit(actions, "T").value().front().status == ActionStatus::in_doubt);
  CHECK(status_of(*desk, "T.1").status == ActionStatus::in_doubt);
  CHECK(desk->submit(actions, "T").value().front().status == ActionStatus::in_doubt);
  while (status_of(*desk, "T.1").status == ActionStatus::in_doubt) REQUIRE(boss.log().size() < 100);
  CHECK(status_of(*desk, "T.1").status == ActionStatus::accepted);
  CHECK(desk->submit(actions, "T").value().front().status == ActionStatus::accepted);
  CHECK(boss.effects() == 1);

  // A BOSS that never shows it: after the time that it may take, its word is taken for it.
  boss.set(R"({"post": "late"})");
  const auto other = desk_of(access);
  CHECK(other->submit(actions, "T").value().front().status == ActionStatus::in_doubt);
  access.clock->wait_ms(16 * 60 * 1000);
  CHECK(status_of(*other, "T.1").status == ActionStatus::unknown);
}

TEST_CASE("an order that the BOSS took and does not list is not sent again") {
  QuirkyBoss boss;
  boss.set(R"({"post": "unlisted"})");
  const auto desk = desk_of(boss.access());
  const std::vector<BossAction> actions{renew("S1")};
  CHECK(desk->submit(actions, "T").value().front().status == ActionStatus::accepted);
  CHECK(desk->submit(actions, "T").value().front().status == ActionStatus::accepted);
  CHECK(status_of(*desk, "T.1").status == ActionStatus::accepted);
  CHECK(boss.effects() == 1);
}

TEST_CASE("with a journal the doubt outlives the process") {
  QuirkyBoss boss;
  const TemporaryFile journal;
  const TmfAccess access = boss.access();
  TmfActionsOptions options;
  options.ask_inventory = false;
  options.journal = journal.path();
  const std::vector<BossAction> actions{renew("S1")};
  const auto submit_anew = [&] { return TmfActions::open(access, options).value()->submit(actions, "T 1"); };
  boss.set(R"({"post": "late"})");
  CHECK(submit_anew().value().front().status == ActionStatus::in_doubt);
  CHECK(submit_anew().value().front().status == ActionStatus::in_doubt);
  CHECK(boss.effects() == 1);
  // Cut off in the middle of a line, as by a loss of power.
  std::ofstream(journal.path(), std::ios::app) << "sent 17";
  CHECK(submit_anew().value().front().status == ActionStatus::in_doubt);
  CHECK(boss.effects() == 1);
  // Without it another process sends: the journal is what keeps the promise.
  CHECK(desk_of(access)->submit(actions, "T 1").value().front().status == ActionStatus::in_doubt);
  CHECK(boss.effects() == 2);

  // What was refused is in no doubt.
  access.clock->wait_ms(16 * 60 * 1000);
  boss.set(R"({"post": "refuse"})");
  CHECK(submit_anew().value().front().status == ActionStatus::refused);
  boss.set("{}");
  CHECK(submit_anew().value().front().status == ActionStatus::accepted);

  const auto holder = TmfActions::open(access, options).value();
  CHECK(TmfActions::open(access, options).error().code() == Errc::conflict);
  options.journal = STAYSAIL_TMF_TESTS "/quirky_boss.py";
  CHECK(TmfActions::open(access, options).error().code() == Errc::malformed_file);
  options.journal = "/no/such/folder/journal";
  CHECK(TmfActions::open(access, options).error().code() == Errc::io_failed);
}

TEST_CASE("an order is followed by the id that the BOSS gave, whatever it makes of our names") {
  QuirkyBoss boss;
  const std::vector<BossAction> actions{renew("S1"), renew("S2")};
  const std::vector<std::string> tokens{"Night.1", "Night.2"};
  for (const char* names : {"no_external_id", "capitals", "dropped"}) {
    CAPTURE(names);
    boss.set(R"({"names": ")" + std::string(names) + R"("})");
    const TmfAccess access = boss.access();
    const auto receipts = desk_of(access)->submit(actions, "Night").value();
    for (const auto& receipt : receipts) {
      CHECK(receipt.status == ActionStatus::accepted);
      CHECK_FALSE(receipt.reference.empty());
    }
    // The next night is another process, which was told what this one heard.
    const auto next = desk_of(access);
    next->recall(receipts);
    CHECK(next->status(tokens).value() == receipts);
    CHECK(next->submit_again(actions, tokens).value() == receipts);
    boss.change(R"({"state": "completed", "names": ")" + std::string(names) + R"("})");
    CHECK(next->status(tokens).value().front().status == ActionStatus::done);
    CHECK(boss.effects() == 2);
  }
}

TEST_CASE("an order whose answer was lost is found by what the BOSS kept of its name, or stays in doubt") {
  QuirkyBoss boss;
  const std::vector<std::string> tokens{"Night.1", "Night.2"};
  const std::vector<BossAction> actions{renew("S1"), renew("S2")};
  for (const char* names : {"no_external_id", "capitals", "dropped"}) {
    CAPTURE(names);
    const std::string with_names = R"(, "names": ")" + std::string(names) + R"("})";
    boss.set(R"({"post": "take")" + with_names);
    const TmfAccess access = boss.access();
    auto heard = desk_of(access)->submit(std::vector<BossAction>{renew("S1")}, "Night").value();
    boss.change(R"({"post": "take_then_500")" + with_names);
    const auto desk = desk_of(access);
    const auto lost = desk->submit_again(std::vector<BossAction>{renew("S2")}, std::vector<std::string>{"Night.2"});
    REQUIRE(lost.value().front().status == ActionStatus::in_doubt);
    heard.push_back(lost->front());
    const auto next = desk_of(access);
    next->recall(heard);
    const bool is_found = std::string_view(names) != "dropped";
    const auto expected = is_found ? ActionStatus::accepted : ActionStatus::in_doubt;
    CHECK(next->status(tokens).value().back().status == expected);
    CHECK(next->submit_again(actions, tokens).value().back().status == expected);
    CHECK(boss.effects() == 2);
  }
}

TEST_CASE("a journal remembers ids for longer than doubt lasts") {
  QuirkyBoss boss;
  const TemporaryFile journal;
  const TmfAccess access = boss.access();
  TmfActionsOptions options;
  options.ask_inventory = false;
  options.journal = journal.path();
  const std::vector<BossAction> actions{renew("S1"), renew("S2")};
  boss.set(R"({"names": "dropped"})");
  const auto first = TmfActions::open(access, options).value()->submit(actions, "T").value();
  access.clock->wait_ms(std::int64_t{24} * 3600 * 1000);
  for (const auto& receipt : TmfActions::open(access, options).value()->submit(actions, "T").value())
    CHECK((receipt.status == ActionStatus::accepted && !receipt.reference.empty()));
  CHECK(first.size() == 2);
  CHECK(boss.effects() == 2);
  const auto size = std::filesystem::file_size(journal.path());
  // What nobody asks for any more is forgotten, and the file does not grow without end.
  access.clock->wait_ms(std::int64_t{41} * 24 * 3600 * 1000);
  CHECK(TmfActions::open(access, options));
  CHECK(std::filesystem::file_size(journal.path()) == 0);
  CHECK(size > 0);
  const auto holder = TmfActions::open(access, options).value();
  CHECK(TmfActions::open(access, options).error().code() == Errc::conflict);
}

TEST_CASE("each order of a submission by itself: refused, forbidden, put off, taken") {
  QuirkyBoss boss;
  const std::vector<BossAction> actions{renew("S1"), renew("S2"), renew("S3"), renew("S4")};
  const std::vector<std::string> tokens{"T.1", "T.2", "T.3", "T.4"};
  const auto statuses = [](const std::vector<ActionReceipt>& receipts) {
    std::vector<ActionStatus> all;
    for (const auto& receipt : receipts) all.push_back(receipt.status);
    return all;
  };
  using enum ActionStatus;
  boss.set(R"({"post_answers": [403, 201, 422, 201]})");
  const auto desk = desk_of(boss.access());
  const auto first = desk->submit(actions, "T").value();
  CHECK(statuses(first) == std::vector<ActionStatus>{unknown, accepted, refused, accepted});
  CHECK(first[0].note.find("403") != std::string::npos);
  boss.change("{}");
  CHECK(statuses(desk->submit_again(actions, tokens).value()) ==
        std::vector<ActionStatus>{accepted, accepted, refused, accepted});
  CHECK(boss.effects() == 3);

  // A quota: the rest of the submission waits for the next one, and nobody is asked in vain.
  boss.set(R"({"post_answers": [201, 429, 429, 429, 429, 429, 429, 429, 429, 429]})");
  const auto other = desk_of(boss.access());
  CHECK(statuses(other->submit(actions, "T").value()) ==
        std::vector<ActionStatus>{accepted, unknown, unknown, unknown});
  CHECK(posts(boss) == 6);
  boss.change("{}");
  CHECK(statuses(other->submit_again(actions, tokens).value()) == std::vector<ActionStatus>(4, accepted));
  CHECK(boss.effects() == 4);

  // Not taken, though it might have been: looked for the next night, then sent.
  boss.set(R"({"post": "unavailable"})");
  const TmfAccess access = boss.access();
  const auto doubted = desk_of(access)->submit(actions, "T").value();
  CHECK(statuses(doubted) == std::vector<ActionStatus>(4, in_doubt));
  boss.change("{}");
  const auto next = desk_of(access);
  next->recall(doubted);
  CHECK(statuses(next->status(tokens).value()) == std::vector<ActionStatus>(4, unknown));
  CHECK(statuses(next->submit_again(actions, tokens).value()) == std::vector<ActionStatus>(4, accepted));
  CHECK(boss.effects() == 4);
}

TEST_CASE("a refusal is told with the BOSS's own words and is final") {
  QuirkyBoss boss;
  boss.set(R"({"post": "refuse"})");
  const auto desk = desk_of(boss.access());
  const std::vector<BossAction> actions{renew("S1")};
  const auto receipt = desk->submit(actions, "T").value().front();
  CHECK(receipt.status == ActionStatus::refused);
  CHECK(receipt.note.find("code '60', reason 'Invalid request', message 'name and engagedParty") != std::string::npos);
  CHECK(status_of(*desk, "T.1") == receipt);
  CHECK(desk->submit(actions, "T").value().front() == receipt);
  CHECK(posts(boss) == 1);
}

TEST_CASE("what a BOSS surely did not take is sent again, or told as an error with nothing done") {
  QuirkyBoss boss;
  const std::vector<BossAction> actions{renew("S1")};
  // The first look-up succeeds, then the order is put off twice.
  boss.set("{}");
  TmfAccess access = boss.access();
  access.base = "http://127.0.0.1:1/tmf-api";
  const auto unreachable = desk_of(access)->submit(actions, "T");
  REQUIRE_FALSE(unreachable);
  CHECK_FALSE(unreachable.error().in_doubt());

  TmfAccess forbidden = boss.access();
  forbidden.token = fixed_token("wrong");
  boss.set(R"({"token": "right"})");
  const auto refused = desk_of(forbidden)->submit(actions, "T");
  REQUIRE_FALSE(refused);
  CHECK_FALSE(refused.error().in_doubt());
  CHECK(boss.effects() == 0);
}

TEST_CASE("orders are followed to their end") {
  QuirkyBoss boss;
  const std::vector<std::pair<std::string, ActionStatus>> ends = {
      {R"({"state": "acknowledged"})", ActionStatus::accepted},
      {R"({"state": "inProgress"})", ActionStatus::accepted},
      {R"({"state": "pending"})", ActionStatus::accepted},
      {R"({"state": "held"})", ActionStatus::accepted},
      {R"({"state": "pendingCancellation"})", ActionStatus::accepted},
      {R"({"state": "a state of our own"})", ActionStatus::accepted},
      {R"({"state": "completed"})", ActionStatus::done},
      {R"({"state": "failed"})", ActionStatus::failed},
      {R"({"state": "cancelled"})", ActionStatus::failed},
      {R"({"state": "rejected"})", ActionStatus::refused},
      {R"({"state": "partial"})", ActionStatus::in_doubt},
      {R"({"state": "partial", "item_state": "completed"})", ActionStatus::done},
      {R"({"state": "partial", "item_state": "failed"})", ActionStatus::failed},
      {R"({"state": "partial", "item_state": "inProgress"})", ActionStatus::in_doubt},
  };
  for (const auto& [state, expected] : ends) {
    const auto text = state;
    CAPTURE(text);
    boss.set("{}");
    const auto desk = desk_of(boss.access());
    const std::vector<BossAction> actions{renew("S1")};
    CHECK(desk->submit(actions, "T").value().front().status == ActionStatus::accepted);
    boss.change(state);
    CHECK(status_of(*desk, "T.1").status == expected);
    CHECK(status_of(*desk, "T.2").status == ActionStatus::unknown);
  }
}

TEST_CASE("the inventory says who is eligible") {
  QuirkyBoss boss;
  boss.set("{}", {{"productInventory/v4/product",
                   {R"({"id":"S1","status":"active"})", R"({"id":"S2","status":"terminated"})",
                    R"({"id":"S3","status":"aborted "})"}}});
  const auto desk = TmfActions::open(boss.access()).value();
  const std::vector<BossAction> actions{renew("S1"), renew("S2"), renew("S3"), renew("S4"), BossAction{}};
  const auto answers = desk->check_eligibility(actions).value();
  std::vector<std::string> reasons;
  for (const auto& answer : answers) reasons.push_back(answer.eligible ? "eligible" : answer.reason);
  CHECK(reasons ==
        std::vector<std::string>{"eligible", "not_active", "not_active", "unknown_subscription", "malformed"});
  CHECK(posts(boss) == 0);
}

TEST_CASE("an action as a product order") {
  CHECK(
      boss::json_text(boss::order_of(renew("007"), "T.1")) ==
      R"({"externalId":"T.1","category":"retention","description":"renew; )" + boss::content_mark(renew("007")) + "; " +
          boss::token_mark("T.1") +
          R"(","requestedStartDate":"2026-01-15T00:00:00Z",)"
          R"("billingAccount":{"id":"A1","@referredType":"BillingAccount"},)"
          R"("relatedParty":[{"id":"C1","@referredType":"Customer","role":"customer"}],"productOrderItem":[{"id":"1",)"
          R"("quantity":1,"action":"modify","productOffering":{"id":"P100"},"product":{"id":"007",)"
          R"("productCharacteristic":[{"name":"staysail.kind","value":"renew"},{"name":"months","value":"12"},)"
          R"({"name":"offering","value":"P100"}]}}]})");
  BossAction other = renew("007");
  other.parameters.front().second = "24";
  CHECK(boss::content_mark(other) != boss::content_mark(renew("007")));
}
