#include "staysail/strategy/playbook_diff.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "main/scenario.hpp"
#include "staysail/files/atomic_file.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

namespace fs = std::filesystem;

const std::string kIndicators =
    "version = \"1\"\n[months]\ndefinition = \"whole months\"\nattribute = \"activated\"\nmeasure = \"months_since\"\n"
    "unit = \"months\"\nsource = \"subscriptions\"\n";

// "call 1: months >= 12" as it stands in strategies.toml.
std::string strategy_toml(const std::string& words, const std::string& more = "") {
  const auto begin = words.find_first_not_of(' '), space = words.find(' ', begin), colon = words.find(": ", space);
  return "[[strategy]]\nid = \"" + words.substr(begin, space - begin) +
         "\"\npriority = " + words.substr(space + 1, colon - space - 1) + "\nwhen = '" + words.substr(colon + 2) +
         "'\nkind = \"care\"\nchannels = [\"call\"]\ntactic = \"call\"\n" + more;
}

std::string strategies_toml(const std::string& all) {
  std::string text;
  for (const std::string& words : split(all, ';')) text += strategy_toml(words);
  return text;
}

// A playbook of one indicator, removed at the end.
class SmallPlaybook {
 public:
  explicit SmallPlaybook(const std::string& strategies, const std::string& contact = "", const std::string& more = "")
      : folder_(fs::temp_directory_path() / ("staysail_diff_" + std::to_string(made_++))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("playbook.toml", "name = \"small\"\nversion = \"1\"\n");
    write("indicators.toml", kIndicators + more);
    write("strategies.toml", strategies);
    if (!contact.empty()) write("contact.toml", contact);
  }
  ~SmallPlaybook() { fs::remove_all(folder_); }
  SmallPlaybook(const SmallPlaybook&) = delete;
  SmallPlaybook& operator=(const SmallPlaybook&) = delete;

  Playbook load() const {
    const auto loaded = Playbook::load(folder_.string());
    REQUIRE_MESSAGE(loaded, loaded.error().to_string());
    return *loaded;
  }

 private:
  void write(const char* file, const std::string& text) const { REQUIRE(write_file((folder_ / file).string(), text)); }
  static inline int made_ = 0;
  fs::path folder_;
};

Batch lines(const std::vector<std::string>& months) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < months.size(); ++i)
    rows.push_back({"S" + std::to_string(100 + i), "C" + std::to_string(100 + i), months[i]});
  return frame_of({"subscription_id", "customer_id", "#months"}, rows);
}

Result<PlaybookDiff> diff(const Playbook& before, const Playbook& after, const Batch& frame) {
  PlaybookDiffRequest request;
  request.before = &before;
  request.after = &after;
  request.frame = frame;
  request.as_of = day("2026-01-10");
  return diff_playbooks(request);
}

std::string words_of(const MissedTask& missed) { return missed.code + (missed.rule.empty() ? "" : " " + missed.rule); }

const StrategyDifference& of(const PlaybookDiff& diff, const std::string& id) {
  const auto found = std::find_if(diff.strategies.begin(), diff.strategies.end(),
                                  [&id](const StrategyDifference& one) { return one.id.text() == id; });
  REQUIRE(found != diff.strategies.end());
  return *found;
}

// The tasks of a plan as "S100 call".
std::set<std::string> tasks_of(const Playbook& playbook, const Batch& frame) {
  PlanRequest request;
  request.strategies = playbook.strategies();
  request.matcher = &playbook.matcher();
  request.policy = &playbook.contact();
  request.frame = frame;
  request.as_of = day("2026-01-10");
  const Plan plan = make_plan(request).value();
  std::set<std::string> tasks;
  for (const Candidate& candidate : plan.candidates)
    if (candidate.verdict == Verdict::task)
      tasks.insert(std::string(frame.find("subscription_id")->text(candidate.row)) + " " +
                   plan.strategy_of(candidate).id.text());
  return tasks;
}

std::string random_strategies() {
  std::string all;
  for (const char* id : {"a", "b", "c"}) {
    if (*rc::gen::inRange(0, 4) == 0) continue;
    const int bound = *rc::gen::inRange(0, 8), priority = *rc::gen::inRange(0, 3);
    const char* sign = *rc::gen::inRange(0, 2) == 0 ? ">" : "<=";
    all += std::string(all.empty() ? "" : ";") + id + " " + std::to_string(priority) + ": months " + sign + " " +
           std::to_string(bound);
  }
  return all.empty() ? "d 1: true" : all;
}

}  // namespace

TEST_CASE("a changed playbook changes tasks, each with its rule") {
  for (const auto& row : scenario::read_scenarios("playbook_diff.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    const SmallPlaybook before(strategies_toml(row.given.at("before"))), after(strategies_toml(row.given.at("after")));
    const auto made = diff(before.load(), after.load(), lines({row.given.at("months")}));
    REQUIRE_MESSAGE(made, made.error().to_string());
    const bool changes = !row.expected.at("was").empty() || !row.expected.at("is").empty();
    REQUIRE(made->actions.size() == (changes ? 1 : 0));
    const ActionDifference action = changes ? made->actions.front() : ActionDifference();
    CHECK(action.before.text() == row.expected.at("was"));
    CHECK(action.after.text() == row.expected.at("is"));
    CHECK(words_of(action.lost) == row.expected.at("lost"));
    CHECK(words_of(action.gained) == row.expected.at("gained"));
  }
}

TEST_CASE("a playbook against itself changes nothing, and every task is kept") {
  const SmallPlaybook small(strategies_toml("call 1: months >= 12; gift 2: months >= 24"));
  const PlaybookDiff same = diff(small.load(), small.load(), lines({"5", "15", "30", ""})).value();
  CHECK(same.actions.empty());
  CHECK(same.files.empty());
  CHECK(same.rules.empty());
  CHECK(same.subscriptions == 4);
  CHECK(of(same, "call").kept == 1);
  CHECK(of(same, "call").matched_after == 2);
  CHECK(of(same, "gift").kept == 1);
  CHECK(of(same, "gift").fate == StrategyFate::same);
}

TEST_CASE("counts of a strategy and the keys that differ") {
  const SmallPlaybook before(strategies_toml("call 1: months >= 12; gone 9: months = 1")),
      after(strategies_toml("call 2: months >= 20; fresh 1: months >= 1"));
  const PlaybookDiff made = diff(before.load(), after.load(), lines({"1", "15", "30", "22"})).value();
  CHECK(of(made, "call").fate == StrategyFate::changed);
  CHECK(of(made, "call").keys == std::vector<std::string>{"priority", "when"});
  CHECK(of(made, "call").matched_before == 3);
  CHECK(of(made, "call").matched_after == 2);
  CHECK(of(made, "call").lost == 1);
  CHECK(of(made, "call").kept == 2);
  CHECK(of(made, "gone").fate == StrategyFate::removed);
  CHECK(of(made, "gone").lost == 1);
  CHECK(of(made, "fresh").fate == StrategyFate::added);
  CHECK(of(made, "fresh").gained == 2);
  REQUIRE(made.files.size() == 1);
  CHECK(made.files.front().file == "strategies.toml");
  const Batch rows = actions_frame(made).value();
  REQUIRE(rows.rows() == 2);
  CHECK(rows.find("before")->text(0) == "gone");
  CHECK(rows.find("after")->text(1) == "fresh");
  CHECK(rows.find("lost_code")->text(1) == "no_match");
  CHECK(strategies_frame(made).value().find("keys")->text(0) == "priority when");
}

TEST_CASE("a rule of contact shows its guard") {
  const std::string strategies = strategies_toml("call 1: months >= 12");
  const SmallPlaybook before(strategies), capped(strategies, "budget = 1\n");
  const PlaybookDiff made = diff(before.load(), capped.load(), lines({"15", "30"})).value();
  CHECK(made.rules == std::vector<std::string>{"budget"});
  REQUIRE(made.actions.size() == 1);
  CHECK(made.actions.front().subscription.text() == "S101");
  CHECK(made.actions.front().lost.code == "budget_spent");
  CHECK(of(made, "call").fate == StrategyFate::same);
}

TEST_CASE("what the frame cannot show is named, and a column it lacks is an error") {
  const std::string more =
      "[years]\ndefinition = \"years\"\nexpression = \"months / 12\"\nscale = 2\nunit = \"years\"\n"
      "source = \"months\"\n";
  const SmallPlaybook before(strategies_toml("call 1: months >= 12")),
      richer(strategies_toml("call 1: months >= 12"), "", more), named(strategies_toml("call 1: years >= 1"), "", more);
  const PlaybookDiff made = diff(before.load(), richer.load(), lines({"15"})).value();
  REQUIRE(made.files.size() == 1);
  CHECK(made.files.front().file == "indicators.toml");
  CHECK(made.files.front().effect == FileEffect::not_shown);
  const auto lacking = diff(before.load(), named.load(), lines({"15"}));
  REQUIRE_FALSE(lacking);
  CHECK(lacking.error().code() == Errc::schema_mismatch);
  CHECK(lacking.error().message().find("years") != std::string::npos);
}

TEST_CASE("differences are those of two plans made one by one") {
  const Batch frame = lines({"0", "1", "2", "3", "4", "5", "6", "7", ""});
  CHECK(rc::check("two plans", [&frame] {
    const SmallPlaybook old(strategies_toml(random_strategies())), fresh(strategies_toml(random_strategies()));
    const Playbook before = old.load(), after = fresh.load();
    const std::set<std::string> was = tasks_of(before, frame), is = tasks_of(after, frame);
    const PlaybookDiff made = diff(before, after, frame).value();
    std::set<std::string> lost, gained;
    for (const ActionDifference& action : made.actions) {
      if (!action.before.empty()) lost.insert(action.subscription.text() + " " + action.before.text());
      if (!action.after.empty()) gained.insert(action.subscription.text() + " " + action.after.text());
      RC_ASSERT(action.before.empty() == action.lost.code.empty());
      RC_ASSERT(action.after.empty() == action.gained.code.empty());
    }
    for (const std::string& task : was) RC_ASSERT(lost.count(task) == 1 - is.count(task));
    for (const std::string& task : is) RC_ASSERT(gained.count(task) == 1 - was.count(task));
    RC_ASSERT(lost.size() + gained.size() <= was.size() + is.size());
    std::uint64_t kept = 0;
    for (const StrategyDifference& one : made.strategies) kept += one.kept;
    RC_ASSERT(kept + lost.size() == was.size());
    RC_ASSERT(kept + gained.size() == is.size());
  }));
}

}  // namespace staysail::test
