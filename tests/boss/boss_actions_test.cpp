#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <thread>

#include "staysail/boss/memory_actions.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/csv_table.hpp"
#include "staysail/testing/boss_actions_kit.hpp"

using namespace staysail;

namespace {

BossAction renewal(const char* subscription, int month = 1) {
  BossAction action;
  action.subscription = SubscriptionId::of(subscription);
  action.customer = CustomerId::of("C1");
  action.parameters = {{"months", "12"}, {"note", "a=b;100%"}};
  action.requested = Day::of(2026, month, 15).value();
  action.task = TaskId::of("T1");
  return action;
}

// A folder of its own for each test case.
std::string fresh_folder(const std::string& name) {
  const auto path = std::filesystem::temp_directory_path() / ("staysail_boss_test_" + name);
  std::filesystem::remove_all(path);
  return path.string();
}

std::size_t rows_in(const std::string& folder) {
  std::size_t rows = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("actions_"))
      rows += load_csv_table(entry.path().string()).value().rows.size() - 1;
  }
  return rows;
}

// A BOSS that breaks one promise.
class Liar final : public BossActions {
 public:
  enum class Lie { none, doubles, forgets, swaps, accepts_other_content, takes_malformed, works_when_asked };
  explicit Liar(Lie lie) : lie_(lie) {}
  std::size_t effects() const { return truth_.accepted().size() + extra_; }

  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    if (lie_ == Lie::works_when_asked) extra_ += actions.size();
    return truth_.check_eligibility(actions);
  }
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override {
    const bool again =
        !truth_.status(std::vector<std::string>{action_token(token, 0)}).value()[0].note.empty() || seen_ == token;
    if (lie_ == Lie::doubles && again) extra_ += actions.size();
    if (lie_ == Lie::accepts_other_content && again) return truth_.submit(first_, token);
    if (lie_ == Lie::takes_malformed && !actions.empty() && actions.back().subscription.empty())
      return std::vector<ActionReceipt>{};
    seen_ = token;
    first_.assign(actions.begin(), actions.end());
    auto receipts = truth_.submit(actions, token);
    if (lie_ == Lie::swaps && receipts && receipts->size() > 1) std::swap(receipts->front(), receipts->back());
    return receipts;
  }
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> tokens) override {
    if (lie_ != Lie::forgets) return truth_.status(tokens);
    std::vector<ActionReceipt> receipts;
    for (const auto& token : tokens) receipts.push_back({token, ActionStatus::unknown, {}});
    return receipts;
  }

 private:
  Lie lie_;
  MemoryActions truth_;
  std::size_t extra_ = 0;
  std::string seen_;
  std::vector<BossAction> first_;
};

}  // namespace

TEST_CASE("actions in memory conform") {
  MemoryActions boss;
  const auto report =
      check_boss_actions(boss, {{renewal("S1"), renewal("S2")}, [&] { return boss.accepted().size(); }});
  CHECK_MESSAGE(report.passed(), report.to_string());
}

TEST_CASE("the outbox conforms, also when it is opened again") {
  const std::string folder = fresh_folder("outbox");
  for (const char* run : {"1", "2"}) {
    const auto boss = OutboxActions::open(folder).value();
    const auto report = check_boss_actions(
        *boss, {{renewal("S1"), renewal("S2", 2), renewal("S3")}, [&] { return rows_in(folder); }}, run);
    CHECK_MESSAGE(report.passed(), report.to_string());
  }
  CHECK(rows_in(folder) == 6);
  CHECK(std::filesystem::exists(folder + "/actions_202602.csv"));
}

TEST_CASE("the kit catches every planted liar and passes the honest one") {
  using Lie = Liar::Lie;
  const auto examine = [](Lie lie) {
    Liar boss(lie);
    return check_boss_actions(boss, {{renewal("S1"), renewal("S2")}, [&] { return boss.effects(); }});
  };
  CHECK_MESSAGE(examine(Lie::none).passed(), examine(Lie::none).to_string());
  const std::pair<Lie, const char*> lies[] = {
      {Lie::doubles, "the same token again does nothing"},
      {Lie::forgets, "can be looked up"},
      {Lie::swaps, "in order under action_token()"},
      {Lie::accepts_other_content, "with other actions is a conflict"},
      {Lie::takes_malformed, "a malformed action is an invalid_argument"},
      {Lie::works_when_asked, "asking for eligibility changes nothing"},
  };
  for (const auto& planted : lies) {
    const char* promise = planted.second;
    CHECK_MESSAGE(examine(planted.first).to_string().find(promise) != std::string::npos, promise);
  }
}

TEST_CASE("an outbox row says everything, and the BOSS answers in a receipts file") {
  const std::string folder = fresh_folder("receipts");
  const auto boss = OutboxActions::open(folder).value();
  const std::vector<BossAction> actions = {renewal("S1")};
  REQUIRE(boss->submit(actions, "night-7").value()[0].status == ActionStatus::accepted);
  const auto table = load_csv_table(folder + "/actions_202601.csv").value();
  REQUIRE(table.rows.size() == 2);
  std::vector<std::string> cells;
  for (const auto& cell : table.rows[1]) cells.push_back(cell.text);
  CHECK(cells == std::vector<std::string>{"night-7.1", "renew", "S1", "C1", "", "2026-01-15",
                                          "months=12;note=a%3Db%3B100%25", "T1", ""});
  REQUIRE(write_file(folder + "/receipts_1.csv", "action_token,status,note\nnight-7.1,done,renewed to 2027\n"));
  const auto receipt = boss->status(std::vector<std::string>{"night-7.1"}).value()[0];
  CHECK((receipt.status == ActionStatus::done && receipt.note == "renewed to 2027"));
}

TEST_CASE("a receipts file without its header loses no answer: it is bad, named and kept") {
  for (const std::string& text : {std::string("h.1,done,ok\n"), std::string(), std::string("x")}) {
    CAPTURE(text);
    const std::string folder = fresh_folder("no_header");
    const auto boss = OutboxActions::open(folder).value();
    const std::vector<BossAction> actions = {renewal("S1")};
    REQUIRE(boss->submit(actions, "h"));
    REQUIRE(write_file(folder + "/receipts_1.csv", text));
    const std::vector<std::string> tokens{"h.1"};
    CHECK(boss->status(tokens).error().code() == Errc::malformed_file);
    const auto sorted = boss->sort_receipts().value();
    REQUIRE(sorted.size() == 1);
    CHECK(name_of(sorted.front().result) == "bad");
    CHECK(sorted.front().message.find("action_token,status,note") != std::string::npos);
    CHECK(std::filesystem::exists(folder + "/bad/receipts_1.csv"));
    CHECK(std::filesystem::exists(folder + "/bad/receipts_1.csv.rsp"));
    CHECK(boss->status(tokens).value()[0].status == ActionStatus::accepted);
  }
}

TEST_CASE("an actions file that lacks its header or its last line end loses no action") {
  const std::string header =
      "action_token,kind,subscription_id,customer_id,account_id,requested,parameters,task_id,strategy_id";
  for (const std::string& left : {std::string(), std::string("\n"), header, header + "\nt0.1,renew,S9"}) {
    CAPTURE(left);
    const std::string folder = fresh_folder("open_line");
    const auto boss = OutboxActions::open(folder).value();
    REQUIRE(write_file(folder + "/actions_202601.csv", left));
    const std::vector<BossAction> actions = {renewal("S1")};
    REQUIRE(boss->submit(actions, "t").value()[0].status == ActionStatus::accepted);
    const auto table = load_csv_table(folder + "/actions_202601.csv").value();
    CHECK(table.rows.front().front().text == "action_token");
    CHECK(table.rows.back().front().text == "t.1");
  }
}

TEST_CASE("a submission stopped between two months is finished by the same call") {
  const std::string folder = fresh_folder("stopped");
  const auto boss = OutboxActions::open(folder).value();
  const std::vector<BossAction> actions = {renewal("S1", 1), renewal("S2", 2)};
  REQUIRE(boss->submit(actions, "t"));
  std::filesystem::remove(folder + "/actions_202602.csv");
  REQUIRE(boss->submit(actions, "t"));
  CHECK(rows_in(folder) == 2);
}

TEST_CASE("a rule of the BOSS refuses, and what it decides later is told") {
  MemoryActions boss([](const BossAction& action) {
    return Eligibility{action.subscription.text() != "S2", "arrears"};
  });
  const std::vector<BossAction> actions = {renewal("S1"), renewal("S2")};
  const auto receipts = boss.submit(actions, "t").value();
  CHECK(receipts[0].status == ActionStatus::accepted);
  CHECK((receipts[1].status == ActionStatus::refused && receipts[1].note == "arrears"));
  REQUIRE(boss.settle("t.1", ActionStatus::failed, "no such offering"));
  CHECK(boss.status(std::vector<std::string>{"t.1"}).value()[0].note == "no such offering");
  CHECK(boss.settle("t.9", ActionStatus::done, "").error().code() == Errc::not_found);
}

TEST_CASE("the same token from many threads has one effect [threads]") {
  MemoryActions boss;
  const std::vector<BossAction> actions = {renewal("S1"), renewal("S2")};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 50; ++k) (void)boss.submit(actions, "t" + std::to_string(k));
    });
  for (auto& thread : threads) thread.join();
  CHECK(boss.accepted().size() == 100);
}

TEST_CASE("property: parameters in a cell are read back") {
  CHECK(rc::check([](const std::map<std::string, std::string>& parameters) {
    const std::vector<std::pair<std::string, std::string>> list(parameters.begin(), parameters.end());
    RC_ASSERT(parse_parameters(parameters_text(list)).value() == list);
  }));
  CHECK(parse_parameters("months").error().code() == Errc::malformed_text);
  CHECK_FALSE(parse_parameters("a=%41"));
}

TEST_CASE("kinds and states have names") {
  for (const char* name :
       {"renew", "open_service", "close_service", "change_plan", "adjust_limit", "apply_discount", "raise_fault"})
    CHECK(name_of(action_kind_of(name).value()) == name);
  CHECK(action_kind_of("renewal").error().message().find("open_service") != std::string::npos);
  CHECK(action_status_of("in_doubt").value() == ActionStatus::in_doubt);
}
