#include <doctest/doctest.h>

#include <set>

#include "simulator/contracts.hpp"
#include "simulator/export_folder.hpp"
#include "simulator/names.hpp"
#include "simulator/response.hpp"
#include "simulator/simulate.hpp"
#include "simulator/simulated_boss.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/testing/boss_actions_kit.hpp"

using namespace staysail;
using namespace staysail::simulator;

namespace {

constexpr const char* kHeader =
    "action_token,kind,subscription_id,customer_id,account_id,requested,parameters,task_id,strategy_id\n";

std::string row(const std::string& token, const std::string& kind, std::uint32_t line,
                const std::string& parameters = "") {
  return token + "," + kind + "," + subscription_id(line) + ",,,2026-01-03," + parameters + ",task-" + token +
         ",strategy_" + kind + "\n";
}

// An action on every line that may renew.
std::string renewals(const Operator& lived) {
  std::string text = kHeader;
  Action action;
  action.verb = ActionVerb::renew;
  for (const LineState& line : lived.lines())
    if (is_possible(line, lived.context(), action) && line.status == LineStatus::active)
      text += row("R" + std::to_string(line.line), "renew", line.line, "months=24;discount_percent=20");
  return text;
}

struct Fixture {
  TemporaryFolder folder{"resume"};
  std::string actions = folder.path() + ".actions.csv";
  explicit Fixture(std::uint32_t subscribers = 300) { REQUIRE(simulate(small(folder.path(), subscribers))); }
  ~Fixture() { std::filesystem::remove(actions); }
  void write(const std::string& text) { REQUIRE(write_file(actions, text)); }
  Operator lived() { return load_operator(folder.path()).value(); }
  std::string file(const std::string& name) { return folder.path() + "/" + name; }
};

// How many of the lines a strategy touched had left: truth/counterfactual.csv, column 5 in the world that was, 6
// untouched.
int left(Fixture& fixture, std::size_t column) {
  int count = 0;
  for (const auto& line : rows_of(fixture.file("truth/counterfactual.csv"))) count += !line[column].empty();
  return count;
}

}  // namespace

TEST_CASE("resuming twice from the same state makes the same bytes, and the order of actions does not matter") {
  Fixture fixture;
  const TemporaryFolder copy("copy");
  std::filesystem::copy(fixture.folder.path(), copy.path(), std::filesystem::copy_options::recursive);
  fixture.write(std::string(kHeader) + row("b", "contact", 5) + row("a", "renew", 5) + row("c", "apply_discount", 2));
  REQUIRE(resume(fixture.folder.path(), fixture.actions));
  fixture.write(std::string(kHeader) + row("c", "apply_discount", 2) + row("a", "renew", 5) + row("b", "contact", 5) +
                row("a", "renew", 5));
  REQUIRE(resume(copy.path(), fixture.actions));
  auto one = all_files(fixture.folder.path()), other = all_files(copy.path());
  one.erase("truth/actions_202601.csv");
  other.erase("truth/actions_202601.csv");
  CHECK(one == other);
}

TEST_CASE("a month is the same whether the operator lived on or was loaded") {
  Fixture fixture;
  Operator lived_on(small("unused", 300));
  for (int i = 0; i < 12; ++i) REQUIRE(lived_on.live({}, nullptr));
  REQUIRE(lived_on.live({}, nullptr));
  REQUIRE(resume(fixture.folder.path(), ""));
  const Operator loaded = fixture.lived();
  REQUIRE(loaded.lines().size() == lived_on.lines().size());
  CHECK(loaded.lines().size() > 300);
  int different = 0;
  for (std::size_t i = 0; i < loaded.lines().size(); ++i) {
    const LineState &a = loaded.lines()[i], &b = lived_on.lines()[i];
    different += a.status != b.status || a.fade != b.fade || a.unpaid != b.unpaid || a.plan_start != b.plan_start;
  }
  CHECK(different == 0);
}

TEST_CASE("a line that nobody touched is the same in both worlds") {
  Fixture acted(800);
  acted.write(renewals(acted.lived()));
  REQUIRE(resume(acted.folder.path(), acted.actions));
  const TemporaryFolder other("idle");
  REQUIRE(simulate(small(other.path(), 800)));
  REQUIRE(resume(other.path(), ""));
  std::set<std::string> touched;
  for (const auto& line : rows_of(acted.file("truth/counterfactual.csv"))) touched.insert(line[0]);
  REQUIRE(touched.size() > 10);
  std::map<std::string, std::string> usage;
  for (const auto& line : rows_of(other.path() + "/usage_202601.csv")) usage[line[0]] = line[5] + line[6];
  int compared = 0, different = 0;
  for (const auto& line : rows_of(acted.file("usage_202601.csv")))
    if (touched.count(line[0]) == 0 && ++compared) different += usage.at(line[0]) != line[5] + line[6];
  CHECK(compared > 500);
  CHECK(different == 0);
}

TEST_CASE("who renews gets an agreement that follows the old one, a lower bill and an outcome; truly fewer leave") {
  Fixture fixture(1500);
  fixture.write(renewals(fixture.lived()));
  REQUIRE(resume(fixture.folder.path(), fixture.actions));
  std::set<std::string> renewed, tasks;
  for (const auto& line : rows_of(fixture.file("outcomes_202601.csv"))) {
    tasks.insert(line[0]);
    if (line[4] == "renewed") renewed.insert(line[2]);
  }
  CHECK(tasks.size() == rows_of(fixture.actions).size());
  REQUIRE(renewed.size() > 10);
  std::map<std::string, std::vector<std::string>> agreement;
  for (const auto& line : rows_of(fixture.file("agreements_202601.csv")))
    if (line[6] == "renewal" && line[4] == "24") agreement[line[1]] = line;
  for (const auto& line : renewed) {
    REQUIRE(agreement.count(line) == 1);
    CHECK_FALSE(agreement[line][7].empty());
  }
  REQUIRE(resume(fixture.folder.path(), ""));
  REQUIRE(resume(fixture.folder.path(), ""));
  CHECK(left(fixture, 5) < left(fixture, 6));
}

TEST_CASE("a discount lowers the bills of as many months as it lasts") {
  Fixture fixture;
  const Operator before = fixture.lived();
  std::string text = kHeader;
  for (const LineState& line : before.lines())
    if (line.line < 400 && line.status == LineStatus::active)
      text += row("D" + std::to_string(line.line), "apply_discount", line.line, "discount_percent=50;months=1");
  fixture.write(text);
  REQUIRE(resume(fixture.folder.path(), fixture.actions));
  REQUIRE(resume(fixture.folder.path(), ""));
  std::set<std::string> accepted;
  for (const auto& line : rows_of(fixture.file("outcomes_202601.csv")))
    if (line[4] == "accepted") accepted.insert(line[2]);
  REQUIRE(accepted.size() > 30);
  std::map<std::string, long> january, february;
  for (const auto& line : rows_of(fixture.file("bills_202601.csv")))
    if (line[3] == "202601") january[line[1]] = line[10].empty() ? 0 : std::stol(line[10]);
  for (const auto& line : rows_of(fixture.file("bills_202602.csv")))
    if (line[3] == "202602") february[line[1]] = line[10].empty() ? 0 : std::stol(line[10]);
  int lower = 0;
  for (const auto& line : accepted)
    lower += january.count(line) != 0 && february.count(line) != 0 && january[line] > february[line];
  CHECK(lower * 10 > static_cast<int>(accepted.size()) * 8);
}

TEST_CASE("an actions file that cannot be meant is refused with its place, and changes nothing") {
  Fixture fixture;
  const auto before = all_files(fixture.folder.path());
  struct Wrong {
    std::string text;
    Errc code;
    std::uint64_t line;
  };
  const std::vector<Wrong> wrongs = {
      {"token,kind\n", Errc::malformed_file, 1},
      {std::string(kHeader) + "a,renew\n", Errc::malformed_file, 2},
      {std::string(kHeader) + row("a", "renew", 1) + row("b", "dance", 1), Errc::not_found, 3},
      {std::string(kHeader) + "a,renew,SUB1,,,2026-01-03,,t,s\n", Errc::not_found, 2},
      {std::string(kHeader) + "a,renew,0000000002,,,03/01/2026,,t,s\n", Errc::malformed_text, 2},
      {std::string(kHeader) + "a,renew,0000000002,,,2026-01-03,months,t,s\n", Errc::malformed_text, 2},
      {std::string(kHeader) + ",renew,0000000002,,,2026-01-03,,t,s\n", Errc::malformed_file, 2},
  };
  for (const Wrong& wrong : wrongs) {
    fixture.write(wrong.text);
    const auto refused = resume(fixture.folder.path(), fixture.actions);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == wrong.code);
    REQUIRE(refused.error().place() != nullptr);
    CHECK(refused.error().place()->line == wrong.line);
  }
  fixture.write(std::string(kHeader) + row("a", "renew", 999'999));
  CHECK(resume(fixture.folder.path(), fixture.actions).error().code() == Errc::not_found);
  CHECK(all_files(fixture.folder.path()) == before);
  CHECK(resume(fixture.folder.path() + "/nowhere", "").error().code() == Errc::not_found);
}

TEST_CASE("the simulator's BOSS keeps the promises of a BossActions, and refuses what it does not know") {
  Fixture fixture;
  auto boss = open_boss(fixture.folder.path());
  REQUIRE(boss);
  BossActionsExpectation expectation;
  for (const std::uint32_t line : {0u, 1u}) {
    BossAction action;
    action.kind = ActionKind::renew;
    action.subscription = SubscriptionId::of(subscription_id(line));
    action.parameters = {{"months", "12"}};
    action.requested = Day::of(2026, 1, 2).value();
    expectation.actions.push_back(action);
  }
  const ConformanceReport report = check_boss_actions(**boss, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
  BossAction stranger = expectation.actions[0];
  stranger.subscription = SubscriptionId::of(subscription_id(999'999));
  BossAction shapeless = expectation.actions[0];
  shapeless.requested = Day();
  shapeless.subscription = SubscriptionId();
  const auto answers = (*boss)->check_eligibility(std::vector{stranger, shapeless});
  REQUIRE(answers);
  CHECK((*answers)[0].reason == "unknown_subscription");
  CHECK((*answers)[1].reason == "malformed");
  CHECK(SimulatedBossActions::open(fixture.folder.path(), nullptr).error().code() == Errc::invalid_argument);
}

TEST_CASE(
    "the simulator's BossActions: eligibility from the operator's state, orders to the file that resume takes, "
    "receipts back") {
  Fixture fixture;
  auto boss = open_boss(fixture.folder.path());
  REQUIRE(boss);
  const Operator lived = fixture.lived();
  std::vector<BossAction> actions;
  for (const LineState& line : lived.lines()) {
    if (actions.size() == 3) break;
    BossAction action;
    action.kind = actions.size() == 1 ? ActionKind::open_service : ActionKind::renew;
    action.subscription = SubscriptionId::of(subscription_id(line.line));
    action.customer = CustomerId::of(customer_id(line.customer));
    action.account = AccountId::of(account_id(line.customer, line.account));
    action.requested = Day::of(2026, 1, 2).value();
    action.task = TaskId::of("task-" + std::to_string(line.line));
    action.strategy = StrategyId::of("s");
    const bool bound =
        line.status == LineStatus::active && line.agreement.exists() && !may_renew(line, lived.context(), 4);
    const bool wanted = actions.empty()       ? may_renew(line, lived.context(), 4) && line.status == LineStatus::active
                        : actions.size() == 1 ? line.product == Product::mobile && line.status == LineStatus::active
                                              : bound;
    if (wanted) actions.push_back(action);
  }
  REQUIRE(actions.size() == 3);
  const auto eligible = (*boss)->check_eligibility(actions);
  REQUIRE(eligible);
  CHECK((*eligible)[0].eligible);
  CHECK((*eligible)[1].eligible);
  CHECK_FALSE((*eligible)[2].eligible);
  CHECK((*eligible)[2].reason == "not_eligible");
  REQUIRE((*boss)->submit(actions, "night"));
  REQUIRE((*boss)->submit(actions, "night"));
  REQUIRE(resume(fixture.folder.path(), outbox_folder(fixture.folder.path()) + "/actions_202601.csv"));
  const std::vector<std::string> tokens = {action_token("night", 0), action_token("night", 1),
                                           action_token("night", 2)};
  const auto receipts = (*boss)->status(tokens);
  REQUIRE(receipts);
  for (const ActionReceipt& receipt : *receipts)
    CHECK((receipt.status == ActionStatus::done || receipt.status == ActionStatus::refused ||
           receipt.status == ActionStatus::failed));
  CHECK((*receipts)[2].status != ActionStatus::done);
  CHECK(rows_of(fixture.file("outcomes_202601.csv")).size() >= 3);
}
